import type {Block} from '../../core/block.ts';
import type {Fork, ForkBranch, ForkReport, PutAgain, PutAgainReading} from '../../core/fork.ts';
import type {Reading, Replaced} from '../link-event.ts';
import type {OwnBlock} from './own-blocks.ts';

/** A reading that is on the chain again; null: nobody said what hash its block has. */
export type Returned = Omit<PutAgainReading, 'hash'> & {readonly hash: string | null};

/**
 * A fork that was settled, as far as it is known here: from what the hub says, which is not verified, and from what
 * this client saw itself, which then takes its place.
 */
export interface SeenFork extends Pick<Fork, 'shared' | 'winner' | 'why' | 'ours' | 'theirs'> {
	/** Names it here; a later one has a higher key. */
	readonly key: number;
	/** What the hub calls it on this connection; null: the hub has not told of it. */
	readonly id: number | null;
	readonly atMs: number;
	/** With which hub; null: not known. */
	readonly peer: string | null;
	/** Blocks that were replaced here and held our readings. */
	readonly own: readonly OwnBlock[];
	/** The readings that are on the chain again, as far as they are listed; how many are, and how many have to be. */
	readonly returned: readonly Returned[];
	readonly returnedCount: number;
	readonly displaced: number | null;
	/** Whether the blocks were replaced before our eyes. */
	readonly isSeen: boolean;
}

/** Forks that are kept: the newest ones. */
const forksMax = 16;
const returnedMax = 64;

/** The forks, the oldest first, after the hub told of one. */
export function takeFork(forks: readonly SeenFork[], fork: Fork): readonly SeenFork[] {
	return add(forks, makeFork(fork, Date.parse(fork.at)));
}

/** The same after the hub listed those that it remembers. */
export function takeForks(forks: readonly SeenFork[], reports: readonly ForkReport[]): readonly SeenFork[] {
	return reports.reduce((known, report) => {
		const fork = makeFork(report, Date.parse(report.at));
		return add(known, {...fork, returned: report.putAgain, returnedCount: report.putAgainCount});
	}, forks);
}

/**
 * The same after blocks were replaced here, which is part of the fork that the hub has just told of, or one of its
 * own. `own` are those of them that held our readings.
 */
export function takeReplaced(
	forks: readonly SeenFork[],
	replaced: Replaced,
	own: readonly OwnBlock[],
	nowMs: number,
): readonly SeenFork[] {
	const {shared, count, blocks, tip, byCount, by, byTip} = replaced;
	const ours: ForkBranch = {count, tip, blocks};
	const came: ForkBranch = {count: byCount, tip: byTip, blocks: by};
	const told = forks.findLast(fork => isTold(fork, blocks));
	if (told) {
		const theirs = told.shared === shared ? limitBranch(came, told.theirs) : came;
		return forks.with(forks.indexOf(told), {...told, shared, ours, theirs, own, isSeen: true});
	}
	const fork: SeenFork = {
		...{key: 0, id: null, atMs: nowMs, peer: null, shared, winner: 'theirs', ours, theirs: came, own},
		why: byCount > count ? 'longer' : 'lowerHash',
		...{returned: [], returnedCount: 0, displaced: null, isSeen: true},
	};
	return add(forks, fork);
}

/** The same after the hub told which readings are on the chain again. */
export function takePutAgain(
	forks: readonly SeenFork[],
	{fork: id, readings, count}: PutAgain,
): readonly SeenFork[] {
	const fork = forks.findLast(one => one.id === id);
	if (!fork) return forks;
	const others = fork.returned.filter(({was}) => !readings.some(reading => reading.was === was));
	const returned = [...others, ...readings].slice(0, returnedMax);
	return forks.with(forks.indexOf(fork), {...fork, returned, returnedCount: count});
}

/** The same after a reading of ours has moved: where the hub does not tell of forks, nobody else says so. */
export function takeMoved(forks: readonly SeenFork[], {id, bpm, was, index}: Reading): readonly SeenFork[] {
	const fork = forks.findLast(({own}) => own.some(block => block.id === id));
	if (!fork || fork.id !== null || index === undefined || was === undefined) return forks;
	if (fork.returned.length >= returnedMax) return forks;
	const returned = [...fork.returned, {bpm, was, index, hash: null}];
	// What was put again is none of the blocks that won.
	const theirs = cutBranch(fork.theirs, index - fork.shared - 1);
	const changed = {...fork, theirs, returned, returnedCount: fork.returnedCount + 1};
	return forks.with(forks.indexOf(fork), changed);
}

/** The same without what the hub called them: another connection may be to another run of it. */
export function forgetIds(forks: readonly SeenFork[]): readonly SeenFork[] {
	return forks.some(({id}) => id !== null) ? forks.map(fork => ({...fork, id: null})) : forks;
}

function makeFork(fork: Fork, atMs: number): SeenFork {
	const {id, peer, shared, winner, why, ours, theirs, displaced} = fork;
	return {
		...{key: 0, id, atMs, peer, shared, winner, why, ours, theirs, displaced},
		...{own: [], returned: [], returnedCount: 0, isSeen: false},
	};
}

/** Adds a fork, or what it says to the one that it is. */
function add(forks: readonly SeenFork[], fork: SeenFork): readonly SeenFork[] {
	const known = forks.find(one => isSame(one, fork));
	if (known) {
		const {own, isSeen, key, ours, theirs} = known;
		const returned = fork.returned.length > 0 ? fork : known;
		const seen = isSeen ? {own, isSeen, ours, theirs: limitBranch(theirs, fork.theirs)} : {};
		const told = {returned: returned.returned, returnedCount: returned.returnedCount};
		return forks.with(forks.indexOf(known), {...fork, ...told, ...seen, key});
	}
	const key = 1 + Math.max(0, ...forks.map(({key}) => key));
	const sorted = [...forks, {...fork, key}].sort((a, b) => a.atMs - b.atMs || a.key - b.key);
	return sorted.slice(-forksMax);
}

/** Two tell of the same fork when both branches begin with the same blocks. */
function isSame(a: SeenFork, b: SeenFork): boolean {
	const begins = (one: ForkBranch, other: ForkBranch): boolean => {
		const [first, second] = [one.blocks[0], other.blocks[0]];
		return first && second ? first.hash === second.hash : one.tip === other.tip;
	};
	return a.shared === b.shared && begins(a.ours, b.ours) && begins(a.theirs, b.theirs);
}

/** Whether the hub announced that these blocks would be replaced. */
function isTold({winner, isSeen, ours}: SeenFork, blocks: readonly Block[]): boolean {
	const first = ours.blocks[0]?.hash;
	return winner === 'theirs' && !isSeen && blocks.some(({hash}) => hash === first);
}

/** The blocks that came as far as the hub says that the branch went: what came after it is not part of it. */
function limitBranch(came: ForkBranch, {count, tip, blocks}: ForkBranch): ForkBranch {
	const isCame = blocks.every(({hash}, at) => came.blocks[at] === undefined || came.blocks[at].hash === hash);
	const last = came.blocks[count - 1]?.hash ?? (came.count === count ? came.tip : undefined);
	const isEnd = last === undefined || last === tip;
	return isCame && isEnd ? {count, tip, blocks: came.blocks.slice(0, count)} : came;
}

function cutBranch(branch: ForkBranch, count: number): ForkBranch {
	if (count >= branch.count || count < 1) return branch;
	const blocks = branch.blocks.slice(0, count);
	return {count, tip: blocks[count - 1]?.hash ?? branch.tip, blocks};
}
