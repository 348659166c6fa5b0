import {describe, expect, it} from 'vitest';
import type {LinkEvent} from '../../../src/client/link-event.ts';
import {speakEvent} from '../../../src/client/reader/spoken-event.ts';
import {listForks, listPeers} from '../../../src/client/reader/spoken-network.ts';
import {noNetwork} from '../../../src/client/state/network.ts';
import {reduce} from '../../../src/client/state/reduce.ts';
import type {PeerReport} from '../../../src/core/peer-report.ts';
import {
	laterFork,
	makeFork,
	makePeer,
	ours,
	peers,
	replacedEvent,
	settledChain,
	settledState,
	theirs,
} from '../support/forks.ts';
import {liveState, startMs} from '../support/screen.ts';

function say(...events: readonly LinkEvent[]): readonly string[] {
	let state = liveState(80, 24, settledChain);
	return events.flatMap((event, at) => {
		const before = state;
		state = reduce(state, {kind: 'link', event}, startMs + 9_000 + at * 1_000);
		return speakEvent(event, before, state);
	});
}

const told = (...peers: readonly PeerReport[]): LinkEvent => ({kind: 'peers', peers});

describe('the screen-reader mode', () => {
	it('tells of a fork once, when its blocks are replaced, and why one branch won', () => {
		expect(say({kind: 'fork', fork: makeFork()}, replacedEvent(ours, theirs))).toEqual([
			'Two branches after block 1,281, settled: that of east-hub:9000 won (4 blocks), as it is longer. 2 blocks replaced here.',
			'Both hubs added blocks before they heard of those of the other. The longer valid chain wins; the readings of the shorter one are put again at its end.',
		]);
	});

	it('tells of a fork in which the branch here stays as soon as the hub does', () => {
		expect(say({kind: 'fork', fork: laterFork})[0]).toBe(
			'Two branches after block 1,287, settled: the one here stays (2 blocks), as it is longer. east-hub:9000 replaced 1.',
		);
	});

	it('tells which readings are on the chain again', () => {
		const reading = {bpm: 71, was: 1_282, index: 1_286, hash: 'a'.repeat(64)};
		expect(say({kind: 'putAgain', putAgain: {fork: 1, count: 1, readings: [reading]}})).toEqual([
			'71 of a replaced block is on the chain again, in block 1,286; 1 so far.',
		]);
		const readings = [reading, {...reading, index: 1_287}];
		expect(say({kind: 'putAgain', putAgain: {fork: 1, count: 3, readings}})).toEqual([
			'2 readings are on the chain again, up to block 1,287; 3 so far.',
		]);
	});

	it('counts the other hubs, and tells of one that comes, goes or parts, but not of a block more or less', () => {
		const [east, west] = peers as [PeerReport, PeerReport];
		const away = makePeer({state: 'waiting', height: null, reason: 'the connection broke off.'});
		expect(say(told(...peers))).toEqual(['2 of 2 other hubs linked.']);
		expect(say(told(...peers), told({...east, state: 'behind', height: 1_286}, west)).slice(1)).toEqual([]);
		expect(say(told(...peers), told(away, west)).slice(1)).toEqual([
			'east-hub:9000: away. The connection broke off.',
		]);
		expect(say(told(away, west), told(...peers)).slice(1)).toEqual([
			'east-hub:9000: same chain, block 1,287.',
		]);
		const parted = makePeer({state: 'conflict', shared: 1_281, own: 2, branch: 4, waits: 'theirs'});
		expect(say(told(...peers), told(parted, west)).slice(1)).toEqual([
			'Two branches after block 1,281: 2 here, 4 at east-hub:9000. They are being settled, and east-hub:9000 waits with new blocks.',
		]);
		const many = Array.from({length: 9}, (_, at) => makePeer({address: `hub-${at}:9000`}));
		const gone = many.map((peer): PeerReport => ({...peer, state: 'waiting'}));
		expect(say(told(...many), told(...gone)).slice(1)).toEqual(['0 of 9 other hubs linked.']);
	});

	it('lists the other hubs and the forks when it is asked', () => {
		const {network} = settledState(80, 24);
		expect(listPeers(network)).toEqual([
			'east-hub:9000: same chain, block 1,287.',
			'west-hub:9000: same chain, block 1,287.',
		]);
		expect(listForks(network)).toEqual([
			'Two branches after block 1,281, settled: that of east-hub:9000 won (4 blocks), as it is longer. 2 blocks replaced here.',
			'Put again: 71 in block 1,286, 66 in block 1,287.',
		]);
		expect(listPeers(noNetwork)).toEqual(['The hub has told of no other hubs.']);
		expect(listForks(noNetwork)).toEqual(['No fork was seen yet.']);
	});
});
