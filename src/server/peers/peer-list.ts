import {limits} from '../../core/limits.ts';
import type {PeerReport} from '../../core/peer-report.ts';
import type {Dialler} from './dialler.ts';
import type {Offender} from './left-alone.ts';
import type {PeerConnection} from './peer-connection.ts';

/**
 * Every peer: first those that this hub dials, each with its link, whoever made that; then the others that are
 * linked; then those that are left alone.
 */
export function describePeers(
	diallers: readonly Dialler[],
	links: readonly PeerConnection[],
	offenders: readonly Offender[],
): readonly PeerReport[] {
	const byNode = new Map(links.map(link => [link.peer?.node ?? '', link]));
	const dialled = diallers.map(dialler => describeDialled(dialler, byNode));
	const came = [...byNode].map(([node, link]) => describeLink(link.name, node, link, false));
	const names = new Set([...dialled, ...came].map(({address}) => address));
	const leftAlone = offenders
		.filter(({name}) => !names.has(name))
		.map(({name, reason}): PeerReport => ({...unlinked, address: name, state: 'leftAlone', reason}));
	return [...dialled, ...came, ...leftAlone].slice(0, limits.statusPeersMax);
}

/** What is to be told of an address that this hub dials; a link that was told of is taken out of `byNode`. */
function describeDialled({name, standing}: Dialler, byNode: Map<string, PeerConnection>): PeerReport {
	if (standing.kind === 'linked' || standing.kind === 'duplicate') {
		const link = byNode.get(standing.node);
		byNode.delete(standing.node);
		if (link) return describeLink(name, standing.node, link, true);
		return {...unlinked, address: name, dialled: true, state: 'duplicate'};
	}
	const reason = 'reason' in standing ? standing.reason : null;
	return {...unlinked, address: name, dialled: true, state: standing.kind, reason};
}

const unlinked = {
	node: null,
	dialled: false,
	height: null,
	shared: null,
	branch: null,
	own: null,
	roundTripMs: null,
	reason: null,
};

function describeLink(address: string, node: string, {state}: PeerConnection, dialled: boolean): PeerReport {
	const {kind = 'syncing', height = -1, shared = -1, own = 0, waits, roundTripMs} = state ?? {};
	const isKnown = height >= 0 && shared >= 0;
	return {
		address,
		node,
		dialled,
		state: kind,
		height: height < 0 ? null : height,
		shared: isKnown ? shared : null,
		branch: isKnown ? height - shared : null,
		own: isKnown ? own : null,
		...(waits === undefined ? {} : {waits}),
		roundTripMs: roundTripMs === undefined ? null : Math.round(roundTripMs * 100) / 100,
		reason: kind === 'diverged' ? divergedReason : null,
	};
}

const divergedReason = 'The chains parted too long ago: "bchain peers accept" takes its chain.';
