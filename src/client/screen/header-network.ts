import {countPeers, newFork, openFork} from '../state/network.ts';
import type {State} from '../state/state.ts';
import {formatCount, formatMany} from './format.ts';
import {hidden, type Segment} from './segments.ts';
import type {Tone} from './theme.ts';

/** How the connection stands while two branches are settled, or were a moment ago; null: there is nothing to say. */
export function branchesTexts({network, phase}: State): readonly [tone: Tone, ...texts: string[]] | null {
	if (phase.kind !== 'live') return null;
	if (openFork(network)?.state === 'conflict') return ['wait', '● two branches', '● fork'];
	return newFork(network) ? ['ok', '● two branches, settled', '● fork settled', '● settled'] : null;
}

/** Where the hub is a front: that the hub behind it is not there, or not any more; null: there is nothing to say. */
export function upstreamTexts({status, phase}: State): readonly [tone: Tone, ...texts: string[]] | null {
	const {upstream, upstreamState} = status ?? {};
	if (phase.kind !== 'live' || upstream === undefined) return null;
	switch (upstreamState) {
		case 'connecting':
		case 'away':
			return ['wait', `◐ front · ${upstream} is away`, '◐ front · hub away', '◐ hub away'];
		case 'stopped':
			return ['bad', `✗ front · cut off from ${upstream}`, '✗ front · cut off', '✗ cut off'];
		default:
			return null;
	}
}

/** Which hub a front stands before, while that one is there. */
export function upstreamSegment(state: State): Segment {
	const {upstream} = state.status ?? {};
	if (upstream === undefined || state.phase.kind !== 'live' || upstreamTexts(state)) return [hidden];
	return [{row: [{text: `front for ${upstream}`, tone: 'muted'}], keep: 57}, hidden];
}

/** How many other hubs the hub is linked with: while all are, that matters least where there is little room. */
export function peersSegment({network}: State): Segment {
	const {linked, all} = countPeers(network);
	if (all === 0) return [hidden];
	const far = network.peers.some(({state}) => state === 'diverged');
	if (far) {
		return [
			{row: [{text: '✗ a peer has DIVERGED', tone: 'bad'}], keep: 59},
			{row: [{text: '✗ DIVERGED', tone: 'bad'}], keep: 87},
			hidden,
		];
	}
	if (linked === all) return [{row: [{text: formatMany(all, 'peer'), tone: 'muted'}], keep: 61}, hidden];
	const count = `${formatCount(linked)}/${formatCount(all)}`;
	return [{row: [{text: `peers ${count}`, tone: 'wait'}], keep: 86}, hidden];
}

/** How many blocks a branch has just replaced here. */
export function replacedSegment({network}: State): Segment {
	const fork = newFork(network);
	if (fork?.winner !== 'theirs') return [hidden];
	const {count} = fork.ours;
	return [
		{row: [{text: `${formatMany(count, 'block')} replaced`, tone: 'moved'}], keep: 62},
		{row: [{text: `${formatCount(count)} replaced`, tone: 'moved'}], keep: 66},
		hidden,
	];
}
