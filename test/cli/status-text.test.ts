import {describe, expect, it} from 'vitest';
import {formatHubStatus} from '../../src/cli/status-text.ts';

const hash = '68b6c2b376b5c1efd0c9c0806e4f080642846afebb1d24f1ce13f996f0aadf1f';

const status = {
	hub: 'bchain/0.1.0',
	height: 1_284,
	tip: hash,
	genesis: hash,
	ledger: 'PFuAQqOOBVtSuIYY',
	durable: true,
	range: '1 to 999',
	connections: 31,
	live: 12,
	plain: 19,
	peers: 2,
	peersDiverged: 1,
	reorgLimit: 1_000,
	accepted: 1_284,
	refused: 12,
	waiting: 0,
	healthy: true,
	blocksPerSecond: 1,
	commitP50Ms: 0.41,
	commitP99Ms: 12.3,
	loopDelayP99Ms: 1_250,
	bytesOut: 1_288_490_189,
	memoryBytes: 88_290_000,
	cpuSeconds: 3.14,
	broadcasts: 200,
	broadcastsSkipped: 3,
	catchUpsHeld: 0,
	heldForOwn: 4,
	heldForAll: 0,
	heldForRate: 1_000,
	linesTooLong: 1,
	forks: 3,
	blocksReplaced: 12,
	readingsMoved: 9,
	left: 1_100,
	quit: 90,
	lost: 10,
	stalled: 4,
	nonsense: 2,
	notForUs: 1,
	stopping: 0,
	turnedAway: 3,
	turnedAwayFull: 2,
	turnedAwayPerAddress: 1,
	turnedAwayFiles: 0,
	uptimeSeconds: 1_260,
};

describe('the status of a hub', () => {
	it('tells of what is served over HTTP, where it is', () => {
		const http = {streams: 12, httpConnections: 14, httpAnswered: 1_200, httpRefused: 3, httpFailed: 0};
		const text = formatHubStatus('lab-hub:9000', {...status, ...http});
		expect(text).toContain('  connections  31 with this one, 12 live, 19 plain, 12 in browsers\n');
		expect(text).toContain('  over HTTP    1,200 answered, 3 refused, 14 connections now\n');
	});

	it('is told in groups, with units, in 80 columns', () => {
		const text = formatHubStatus('lab-hub:9000', status);
		expect(text.split('\n')).toEqual([
			'The hub at lab-hub:9000 is bchain/0.1.0, up 21 min',
			'',
			'The chain',
			'  height       1,284',
			`  tip          ${hash}`,
			`  genesis      ${hash}`,
			'  ledger       PFuAQqOOBVtSuIYY, durable',
			'  BPM          1 to 999',
			'  may change   the newest 1,000 blocks',
			'',
			'Now',
			'  storing      yes',
			'  connections  31 with this one, 12 live, 19 plain',
			'  peers        2, 1 diverged',
			'  waiting      0 readings',
			'  blocks       1.0/s',
			'  commits      half within 0.4 ms, 99% within 12 ms',
			'  event loop   99% within 1.3 s',
			'  memory       84.2 MiB',
			'',
			'Since it started',
			'  accepted     1,284 readings',
			'  refused      12 lines, 1 too long',
			'  sent         1.2 GiB',
			'  CPU time     3.1 s',
			'  broadcasts   200, 3 skipped',
			'  held back    4 while their own answers waited,',
			'               0 while all together had too much waiting,',
			'               1,000 for sending too fast',
			'  forks        3, 12 blocks replaced, 9 readings put again',
			'  catch-ups    0 had to wait',
			'  closed       1,100 left, 90 quit, 10 lost, 4 stalled, 2 sent nonsense,',
			'               1 spoke another protocol',
			'  turned away  3, 2 at a full hub, 1 with too many from their address',
			'',
		]);
		expect(text.split('\n').filter(line => line.length > 80)).toEqual([]);
	});

	it('says so where something was not measured, and where nothing happened', () => {
		const lately = {...status, commitP50Ms: null, commitP99Ms: null, blocksPerSecond: 0};
		const ends = {left: 0, quit: 0, lost: 0, stalled: 0, nonsense: 0, notForUs: 0};
		const text = formatHubStatus('lab-hub:9000', {...lately, ...ends});
		expect(text).toContain('  commits      none\n');
		expect(text).toContain('  closed       none\n');
		expect(text).toContain('  blocks       0.0/s\n');
	});

	it('cannot be overlooked where the ledger cannot store, or the chain ends with the hub', () => {
		const text = formatHubStatus('lab-hub:9000', {...status, healthy: false, durable: false});
		expect(text).toContain('  storing      NO: readings are refused\n');
		expect(text).toContain('  ledger       PFuAQqOOBVtSuIYY, ends with the hub\n');
	});

	it('says how a front stands with the hub behind it', () => {
		const text = formatHubStatus('lab-hub:9000', {
			...{height: -1, tip: '', genesis: ''},
			...{upstream: 'far:9000', upstreamState: 'stopped', upstreamUp: false},
			...{upstreamReason: 'it has begun another chain, with another genesis block'},
			...{queued: 1, delivered: 1_000, undelivered: 2},
		});
		expect(text.split('\n').slice(2, -1)).toEqual([
			'The chain',
			'  height       no block yet',
			'  tip          none',
			'  genesis      none',
			'',
			'Now',
			'  upstream     far:9000, stopped,',
			'               it has begun another chain, with another genesis block',
			'  queued       1 reading, 1,000 delivered, 2 refused',
		]);
	});

	it('leaves out what another hub does not say, and tells under its name what this program does not know', () => {
		const text = formatHubStatus('lab-hub:9000', {
			height: 7,
			friends: 1_000,
			mood: 'good',
			spare: null,
			accepted: 'many',
		});
		expect(text).toBe(
			[
				'The hub at lab-hub:9000',
				'',
				'The chain',
				'  height       7',
				'',
				'Since it started',
				'  accepted     none',
				'',
				'Besides',
				'  friends      1,000',
				'  mood         good',
				'  spare        none',
				'',
			].join('\n'),
		);
	});

	it.each([
		[0, '0 B'],
		[1_023, '1023 B'],
		[1_024, '1.0 KiB'],
		[1_048_575, '1024.0 KiB'],
		[5e15, '4.4 PiB'],
	])('tells %d bytes as %s', (memoryBytes, told) => {
		expect(formatHubStatus('a:1', {memoryBytes})).toContain(`  memory       ${told}\n`);
	});
});
