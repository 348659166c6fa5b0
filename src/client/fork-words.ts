import type {ForkReason} from '../core/fork.ts';
import type {PeerReport} from '../core/peer-report.ts';
import type {Replaced} from './link-event.ts';
import {formatCount, formatMany} from './screen/format.ts';
import type {SeenFork} from './state/forks.ts';

/** What people are told of forks: a student should understand every sentence. */

/** Why a branch won, as the end of a sentence about it. */
const reasons: Readonly<Record<ForkReason, string>> = {
	longer: 'it is longer',
	lowerHash: 'both are equally long, and its last hash is lower',
	accepted: 'a person accepted it',
};

/** How a hub is called. */
export function nameHub(peer: string | null): string {
	return peer ?? 'the other hub';
}

/** An open fork in sentences, from the most words to the fewest; null where the peer does not say how far it goes. */
export function tellOpenFork(peer: PeerReport): readonly string[] | null {
	const {address, state, shared, branch, own, waits} = peer;
	if (state === 'diverged') return tellDiverged(peer);
	if (shared === null || branch === null || own === null) return null;
	const at = formatCount(shared);
	const counts = `${formatCount(own)} here, ${formatCount(branch)} at ${address}`;
	const waiting = waits === 'ours' ? 'this hub waits' : waits === 'theirs' ? `${address} waits` : '';
	return [
		`Two branches after block ${at}: ${counts}. They are being settled${waiting && `, and ${waiting} with new blocks`}`,
		...(waiting === '' ? [] : [`Two branches after block ${at}: ${counts}; ${waiting}`]),
		`Two branches after block ${at}: ${counts}`,
		`two branches after #${at}: ${counts}`,
		`fork after #${at}: ${formatCount(own)} and ${formatCount(branch)}`,
		`fork after #${at}`,
	];
}

function tellDiverged({address, shared}: PeerReport): readonly string[] {
	const after = shared === null ? '' : ` after block ${formatCount(shared)}`;
	return [
		`${address} and this hub parted${after}, too long ago to be settled without a person: bchain peers accept`,
		`${address} parted${after}, too long ago: a person decides (bchain peers accept)`,
		`${address} has DIVERGED: a person decides with bchain peers accept`,
		`${address} has DIVERGED: a person decides`,
		`DIVERGED: ${address}`,
		'a peer has DIVERGED',
	];
}

/** How a fork was settled, in sentences from the most words to the fewest. */
export function tellSettled({shared, winner, why, ours, theirs, peer}: SeenFork): readonly string[] {
	const at = formatCount(shared);
	const many = (count: number): string => formatMany(count, 'block');
	const because = `, as ${reasons[why]}`;
	if (winner === 'ours') {
		return [
			`Two branches after block ${at}, settled: the one here stays (${many(ours.count)}), as ${reasons[why]}. ${nameHub(peer)} replaced ${formatCount(theirs.count)}`,
			`Settled: the branch here stays${because}; ${nameHub(peer)} replaced ${many(theirs.count)}`,
			`settled: the branch here stays${because}`,
			'settled: the branch here stays',
		];
	}
	const gone = many(ours.count);
	return [
		`Two branches after block ${at}, settled: that of ${nameHub(peer)} won (${many(theirs.count)}), as ${reasons[why]}. ${gone} replaced here`,
		`Settled: the branch of ${nameHub(peer)} replaced ${gone} here${because}`,
		`settled: another branch replaced ${gone}${because}`,
		`settled: ${gone} replaced`,
	];
}

/** Which blocks were replaced, as a sentence for whoever saw them. */
export function tellReplaced({shared, count, byCount}: Replaced): string {
	const first = shared + 1;
	const which = count === 1 ? `block ${first}` : `${count} blocks, ${first} to ${shared + count}`;
	return byCount > count
		? `A longer chain replaced ${which}.`
		: `A chain of the same length, whose last hash is lower, replaced ${which}.`;
}

/** Why one of the branches had to win, for who sees a fork for the first time. */
export function explainFork({why, winner, peer}: SeenFork): string {
	const both =
		peer === null
			? 'Both branches grew while nobody saw the two side by side.'
			: 'Both hubs added blocks before they heard of those of the other.';
	switch (why) {
		case 'longer':
			return `${both} The longer valid chain wins; the readings of the shorter one are put again at its end.`;
		case 'lowerHash':
			return `${both} Both branches are equally long, so the one whose last hash is lower wins: every hub decides alike.`;
		default: {
			const which = winner === 'ours' ? 'this one' : 'the other one';
			return `The branches had parted too long ago to be settled by the rule alone: a person accepted ${which}.`;
		}
	}
}
