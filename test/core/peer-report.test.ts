import {describe, expect, it} from 'vitest';
import {formatPeerReports, type PeerReport, readPeerReports} from '../../src/core/peer-report.ts';

const linked: PeerReport = {
	address: '192.168.1.20:9000',
	node: 'abcdefghijklmnop',
	dialled: true,
	state: 'same',
	height: 1_234,
	shared: 1_234,
	branch: 0,
	own: 0,
	roundTripMs: 0.42,
	reason: null,
};
const away: PeerReport = {
	address: 'lab:9000',
	node: null,
	dialled: true,
	state: 'waiting',
	height: null,
	shared: null,
	branch: null,
	own: null,
	roundTripMs: null,
	reason: 'Nothing listens at lab:9000.',
};

describe('reports from outside', () => {
	it('are read as they are written', () => {
		expect(readPeerReports(JSON.parse(JSON.stringify([linked, away])))).toEqual([linked, away]);
	});

	it('lose what has another shape, a field or the whole', () => {
		const odd = {
			...linked,
			node: 'short',
			height: -1,
			shared: 1.5,
			branch: '1',
			own: -1,
			roundTripMs: '1',
			dialled: 1,
			reason: 7,
		};
		const nothing = {height: null, shared: null, branch: null, own: null};
		const kept = {...linked, ...nothing, node: null, roundTripMs: null, dialled: false};
		expect(readPeerReports([null, 'a:1', {}, {...linked, state: 'toString'}, odd])).toEqual([kept]);
	});

	it('are no list, or too many', () => {
		expect(readPeerReports({})).toBeNull();
		expect(readPeerReports(Array(257).fill(linked))).toBeNull();
		expect(readPeerReports(Array(256).fill(linked))).toHaveLength(256);
	});

	it('cannot harm a terminal', () => {
		const hostile = {...away, address: '\x1b[2J', reason: '\u202eabc'};
		expect(readPeerReports([hostile])).toEqual([{...away, address: '?[2J', reason: '?abc'}]);
	});
});

describe('for people', () => {
	it('each peer is a line, in columns', () => {
		expect(formatPeerReports([linked, {...linked, address: 'a:1', roundTripMs: 12.6, height: 7}, away])).toBe(
			[
				'192.168.1.20:9000  same chain  block 1234  0.4 ms',
				'a:1                same chain     block 7   13 ms',
				'lab:9000           away                            Nothing listens at lab:9000.',
			].join('\n'),
		);
	});

	it('a fork that is open is told with its blocks', () => {
		const fork: PeerReport = {...linked, state: 'conflict', shared: 1_232, branch: 2, own: 1_000};
		const open = 'fork after block 1,232: this hub has 1,000 more, it has 2 more';
		expect(formatPeerReports([fork])).toBe(`192.168.1.20:9000  fork  block 1234  0.4 ms  ${open}`);
		const diverged: PeerReport = {...fork, state: 'diverged', reason: 'They parted long ago.'};
		expect(formatPeerReports([diverged])).toBe(
			`192.168.1.20:9000  DIVERGED  block 1234  0.4 ms  ${open}. They parted long ago.`,
		);
	});

	it('a front has none, and is not told to get some', () => {
		expect(formatPeerReports([], 'lab:9000')).toBe(
			'This hub is a front for lab:9000, and has no peers: "bchain peers --hub lab:9000" asks the hub there.',
		);
	});

	it('a hub without peers is told how to get some', () => {
		expect(formatPeerReports([])).toBe(
			'This hub has no peers: "bchain serve --peer HOST:PORT" makes it part of a network.',
		);
	});
});
