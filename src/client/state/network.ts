import type {Fork, ForkReport, PutAgain} from '../../core/fork.ts';
import type {PeerReport} from '../../core/peer-report.ts';
import type {Reading, Replaced} from '../link-event.ts';
import {
	forgetIds,
	type SeenFork,
	takeFork,
	takeForks,
	takeMoved,
	takePutAgain,
	takeReplaced,
} from './forks.ts';
import type {OwnBlock} from './own-blocks.ts';
import type {Panes} from './panes.ts';

/** What is known of the hubs that the hub is linked with, and of the forks between them. */
export interface Network {
	readonly peers: readonly PeerReport[];
	/** The forks that were settled, the oldest first. */
	readonly forks: readonly SeenFork[];
	/** What the latest of them left on the screen; null when that is past. */
	readonly news: ForkNews | null;
}

/** A fork that was settled a moment ago. */
export interface ForkNews {
	readonly key: number;
	readonly untilMs: number;
	/** Until when the replaced blocks stand in the table; 0: none were. */
	readonly rowsUntilMs: number;
}

export const noNetwork: Network = {peers: [], forks: [], news: null};

/** For how long it is told that a fork was settled, and the blocks are shown that were replaced. */
const newsMs = 20_000;
const rowsMs = 10_000;

export function withPeers(network: Network, peers: readonly PeerReport[]): Network {
	return {...network, peers};
}

/** The hub has told that a fork was settled. */
export function withFork(network: Network, fork: Fork, nowMs: number): Network {
	return tell(network, takeFork(network.forks, fork), fork.id, nowMs);
}

/** The forks that the hub remembers: what is past is no news. */
export function withForks(network: Network, reports: readonly ForkReport[]): Network {
	return {...network, forks: takeForks(network.forks, reports)};
}

/** Blocks were replaced here; `own` of them held our readings. */
export function withReplaced(
	network: Network,
	replaced: Replaced,
	own: readonly OwnBlock[],
	nowMs: number,
): Network {
	const forks = takeReplaced(network.forks, replaced, own, nowMs);
	const {key} = forks.find((fork, at) => fork !== network.forks[at])!;
	return {...network, forks, news: {key, untilMs: nowMs + newsMs, rowsUntilMs: nowMs + rowsMs}};
}

export function withPutAgain(network: Network, putAgain: PutAgain): Network {
	const forks = takePutAgain(network.forks, putAgain);
	return forks === network.forks ? network : {...network, forks};
}

/** A reading of ours has moved. */
export function withMoved(network: Network, reading: Reading): Network {
	const forks = takeMoved(network.forks, reading);
	return forks === network.forks ? network : {...network, forks};
}

/** There is no connection: nobody tells how the peers are, nor what the forks are called. */
export function withoutHub(network: Network): Network {
	const forks = forgetIds(network.forks);
	return network.peers.length === 0 && forks === network.forks ? network : {...network, forks, peers: []};
}

/** What of the news is past at `nowMs` is not told any more; the same object where nothing is. */
export function ageNews(network: Network, nowMs: number): Network {
	const {news} = network;
	if (!news) return network;
	if (news.untilMs <= nowMs) return {...network, news: null};
	return news.rowsUntilMs > 0 && news.rowsUntilMs <= nowMs
		? {...network, news: {...news, rowsUntilMs: 0}}
		: network;
}

function tell(network: Network, forks: readonly SeenFork[], id: number, nowMs: number): Network {
	const {key} = forks.findLast(fork => fork.id === id)!;
	return {...network, forks, news: {key, untilMs: nowMs + newsMs, rowsUntilMs: 0}};
}

/** The fork that was settled a moment ago; null where none was. */
export function newFork({forks, news}: Network): SeenFork | null {
	return forks.find(({key}) => key === news?.key) ?? null;
}

/** The fork of which the blocks stand in the table that were replaced; null where none do. */
export function shownReplaced(network: Network): SeenFork | null {
	return (network.news?.rowsUntilMs ?? 0) > 0 ? newFork(network) : null;
}

/** The fork that is looked at, the latest one unless another was chosen; null while there is none. */
export function shownFork(state: {readonly network: Network; readonly panes: Panes}): SeenFork | null {
	const {forks} = state.network;
	return forks.find(({key}) => key === state.panes.fork.key) ?? forks.at(-1) ?? null;
}

/** The peer with which a fork is open, the deepest one first. */
export function openFork({peers}: Pick<Network, 'peers'>): PeerReport | null {
	const open = peers.filter(({state}) => state === 'conflict' || state === 'diverged');
	return open.sort((a, b) => (a.shared ?? 0) - (b.shared ?? 0))[0] ?? null;
}

/** Peers that are linked, and those that are meant to be: a hub is no peer of itself. */
export function countPeers({peers}: Pick<Network, 'peers'>): {
	readonly linked: number;
	readonly all: number;
} {
	const others = peers.filter(({state}) => state !== 'self' && state !== 'duplicate');
	return {linked: others.filter(isLinked).length, all: others.length};
}

const linkedStates: readonly PeerReport['state'][] = [
	'syncing',
	'same',
	'ahead',
	'behind',
	'conflict',
	'diverged',
];

/** Whether there is a connection to the peer. */
export function isLinked({state}: PeerReport): boolean {
	return linkedStates.includes(state);
}
