import {formatCount} from './count.ts';
import type {ForkWinner} from './fork.ts';
import {isAmount, isFields, isIndex} from './json-value.ts';
import {limits} from './limits.ts';
import {printable} from './printable.ts';

/** What each state of a peer means, in the words of docs/operations.md. */
export const peerStates = {
	connecting: 'it is being dialled',
	waiting: 'it is not linked, and will be dialled again; the reason says why',
	leftAlone: 'it broke the rules and is left alone for a while; the reason says how',
	self: 'the address is that of this hub itself',
	duplicate: 'the same hub is linked by another connection already',
	syncing: 'linked; its chain is being compared with ours',
	same: 'linked; its chain is ours',
	ahead: 'linked; it has blocks after ours, which are on their way',
	behind: 'linked; we have blocks after its own, which are on their way',
	conflict: 'linked; both have blocks that the other has not: the fork is being settled',
	diverged: 'linked; the chains parted too long ago to be settled without a person',
} as const;

export type PeerState = keyof typeof peerStates;

/**
 * Another hub as the status of a hub tells of it (protocol section 4). Texts are safe to show; null: not known.
 */
export interface PeerReport {
	/** HOST:PORT by which it is dialled, or from which it came. */
	readonly address: string;
	/** The random id of its process. */
	readonly node: string | null;
	/** Whether this hub dials it, and not only the other way round. */
	readonly dialled: boolean;
	readonly state: PeerState;
	/** Index of its newest block. */
	readonly height: number | null;
	/** Index of the newest block that both hubs have. */
	readonly shared: number | null;
	/** How many blocks the peer has after that one. */
	readonly branch: number | null;
	/** And how many this hub has: where both have some, there is a fork. */
	readonly own: number | null;
	/** In a fork: which of both seals nothing for the moment, so that it can be settled. */
	readonly waits?: ForkWinner;
	/** How long an answer takes at present. */
	readonly roundTripMs: number | null;
	/** Why it is not linked, or diverged: a sentence without its end. */
	readonly reason: string | null;
}

/** Node ids are 96 random bits in base64url. */
export function isNodeId(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Za-z0-9_-]{16}$/.test(value);
}

/** The peers in a list from outside, at most 256; what has another shape is left out. Null when it is no list. */
export function readPeerReports(list: unknown): readonly PeerReport[] | null {
	if (!Array.isArray(list) || list.length > limits.statusPeersMax) return null;
	return list.flatMap(each => readPeerReport(each) ?? []);
}

function readPeerReport(value: unknown): PeerReport | null {
	if (!isFields(value)) return null;
	const {address, node, dialled, state, height, shared, branch, own, waits, roundTripMs, reason} = value;
	if (typeof address !== 'string' || typeof state !== 'string' || !Object.hasOwn(peerStates, state))
		return null;
	return {
		address: printable(address, limits.addressCharactersMax),
		node: isNodeId(node) ? node : null,
		dialled: dialled === true,
		state: state as PeerState,
		height: isIndex(height) ? height : null,
		shared: isIndex(shared) ? shared : null,
		branch: isIndex(branch) ? branch : null,
		own: isIndex(own) ? own : null,
		...(waits === 'ours' || waits === 'theirs' ? {waits} : {}),
		roundTripMs: isAmount(roundTripMs) ? roundTripMs : null,
		reason: typeof reason === 'string' ? printable(reason) : null,
	};
}

/** What each state is called beside an address. */
export const peerStateWords: Readonly<Record<PeerState, string>> = {
	connecting: 'connecting',
	waiting: 'away',
	leftAlone: 'left alone',
	self: 'this hub',
	duplicate: 'linked twice',
	syncing: 'comparing',
	same: 'same chain',
	ahead: 'ahead',
	behind: 'behind',
	conflict: 'fork',
	diverged: 'DIVERGED',
};

/**
 * The peers for people, a line each: address, state, height, round trip and reason. `upstream` is the hub behind a
 * front, which has no peers of its own.
 */
export function formatPeerReports(reports: readonly PeerReport[], upstream?: string): string {
	if (upstream !== undefined)
		return `This hub is a front for ${upstream}, and has no peers: "bchain peers --hub ${upstream}" asks the hub there.`;
	if (reports.length === 0)
		return 'This hub has no peers: "bchain serve --peer HOST:PORT" makes it part of a network.';
	const cells = reports.map(({address, state, height, roundTripMs}) => [
		address,
		peerStateWords[state],
		height === null ? '' : `block ${height}`,
		roundTripMs === null
			? ''
			: `${roundTripMs < tenthsMax ? roundTripMs.toFixed(1) : Math.round(roundTripMs)} ms`,
	]);
	const widths = [0, 1, 2, 3].map(column => Math.max(...cells.map(row => row[column]!.length)));
	return cells
		.map((row, i) => {
			const columns = row.map((cell, column) =>
				column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
			);
			return [...columns, describeStanding(reports[i]!)].join('  ').trimEnd();
		})
		.join('\n');
}

/** Why it is not linked, or what an open fork looks like. */
function describeStanding({reason, shared, branch, own}: PeerReport): string {
	const fork =
		shared !== null && branch && own
			? `fork after block ${formatCount(shared)}: this hub has ${formatCount(own)} more, it has ${formatCount(branch)} more`
			: null;
	return [fork, reason].filter(text => text !== null).join('. ');
}

/** Below this many milliseconds a tenth of one is of interest. */
const tenthsMax = 9.95;
