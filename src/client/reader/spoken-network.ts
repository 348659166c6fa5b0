import {type PeerReport, peerStateWords} from '../../core/peer-report.ts';
import {explainFork, tellOpenFork, tellSettled} from '../fork-words.ts';
import type {LinkEvent} from '../link-event.ts';
import {formatCount, formatMany} from '../screen/format.ts';
import type {SeenFork} from '../state/forks.ts';
import {countPeers, isLinked, type Network, newFork} from '../state/network.ts';

/** More peers that change at once are told as a number. */
const toldMax = 3;
/** Forks that are told when somebody asks. */
const forksMax = 5;

/** What an event tells of the network, a sentence a line: nothing where nothing is new. */
export function speakNetwork(event: LinkEvent, before: Network, after: Network): readonly string[] {
	switch (event.kind) {
		case 'status':
		case 'peers':
			return speakPeers(before, after);
		case 'fork':
			// Where the peer's branch has won, the blocks are told as they are replaced.
			return event.fork.winner === 'ours' ? speakSettled(newFork(after)) : [];
		case 'replaced':
			return speakSettled(newFork(after));
		case 'putAgain': {
			const {readings, count} = event.putAgain;
			if (readings.length === 0) return [];
			const newest = Math.max(...readings.map(({index}) => index));
			const isOne = readings.length === 1;
			const what = isOne ? `${readings[0]!.bpm} of a replaced block` : formatMany(readings.length, 'reading');
			const where = isOne ? `in block ${formatCount(newest)}` : `up to block ${formatCount(newest)}`;
			return [`${what} ${isOne ? 'is' : 'are'} on the chain again, ${where}; ${formatCount(count)} so far.`];
		}
		default:
			return [];
	}
}

function speakSettled(fork: SeenFork | null): readonly string[] {
	return fork ? [`${tellSettled(fork)[0]}.`, explainFork(fork)] : [];
}

function speakPeers(before: Network, after: Network): readonly string[] {
	if (before.peers.length === 0) return after.peers.length === 0 ? [] : [speakCount(after)];
	const known = new Map(before.peers.map(peer => [peer.address, peer]));
	const changed = after.peers.filter(peer => isNews(known.get(peer.address), peer));
	return changed.length > toldMax ? [speakCount(after)] : changed.map(speakPeer);
}

/** That one is a block ahead or behind for a moment is nothing to hear of. */
function isNews(before: PeerReport | undefined, after: PeerReport): boolean {
	if (before === undefined || isLinked(before) !== isLinked(after)) return true;
	return before.state !== after.state && (after.state === 'conflict' || after.state === 'diverged');
}

function speakCount(network: Network): string {
	const {linked, all} = countPeers(network);
	return `${formatCount(linked)} of ${formatMany(all, 'other hub')} linked.`;
}

/** How a hub stands: `east-hub:9000: same chain, block 1,287.` */
export function speakPeer(peer: PeerReport): string {
	const {address, state, height, reason} = peer;
	const fork = state === 'conflict' || state === 'diverged' ? tellOpenFork(peer) : null;
	if (fork) return `${fork[0]!.replace(/\.$/, '')}.`;
	const block = height === null ? '' : `, block ${formatCount(height)}`;
	const why =
		reason === null ? '' : ` ${reason.slice(0, 1).toUpperCase()}${reason.slice(1).replace(/\.$/, '')}.`;
	return `${address}: ${peerStateWords[state]}${block}.${why}`;
}

/** The other hubs, one a line. */
export function listPeers({peers}: Network): readonly string[] {
	return peers.length === 0 ? ['The hub has told of no other hubs.'] : peers.map(speakPeer);
}

/** The last forks, the newest first, and what became of the readings in replaced blocks. */
export function listForks({forks}: Network): readonly string[] {
	if (forks.length === 0) return ['No fork was seen yet.'];
	return forks
		.toReversed()
		.slice(0, forksMax)
		.flatMap(fork => {
			const back = fork.returned.map(({bpm, index}) => `${bpm} in block ${formatCount(index)}`);
			return [`${tellSettled(fork)[0]}.`, ...(back.length > 0 ? [`Put again: ${back.join(', ')}.`] : [])];
		});
}
