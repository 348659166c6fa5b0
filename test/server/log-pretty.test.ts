import {describe, expect, it} from 'vitest';
import type {HubEvent} from '../../src/server/log.ts';
import {createPrettyLog} from '../../src/server/log-pretty.ts';
import {makeChain} from '../support/chains.ts';

/** The time of day of the timestamps is local: these hold wherever the tests run. */
const clock = new Date(1_795_150_897_390).toTimeString().slice(0, 8);
const second = (n: number): string => new Date(1_795_150_897_390 + n * 1_000).toTimeString().slice(0, 8);

function write(
	events: readonly HubEvent[],
	level: 'debug' | 'info' | 'warn' | 'silent' = 'debug',
	color = false,
): string {
	let text = '';
	const log = createPrettyLog({level, color, program: 'npx bchain'}, piece => {
		text += piece;
	});
	for (const event of events) log(event);
	return text;
}

const from = '127.0.0.1:54321';
const node = 'abcdefghijklmnop';
const peer = 'lab:9000';
const [genesis, one, two] = makeChain([72, 999]);

describe('the first lines', () => {
	it('say where the hub listens, how to join it, and that nothing is stored', () => {
		expect(
			write([{event: 'listening', host: '127.0.0.1', port: 9_000, pid: 42, durable: false, open: false}]),
		).toBe(
			[
				'bchain 0.1.0  the hub listens on 127.0.0.1:9000',
				'',
				'  join it:  nc 127.0.0.1 9000   or   npx bchain connect 127.0.0.1:9000',
				'  ! nothing is stored: this chain lives in memory and ends with the hub',
				'  Ctrl+C stops it; it is process 42',
				'',
				'        #  time          BPM  PrevHash   Hash      from',
				'',
			].join('\n'),
		);
	});

	it('say what it opens when others can reach it', () => {
		expect(
			write([{event: 'listening', host: '0.0.0.0', port: 9_000, pid: 42, durable: true, open: true}]),
		).toBe(
			[
				'bchain 0.1.0  the hub listens on 0.0.0.0:9000',
				'',
				'  join it:  nc THIS-MACHINE 9000   or   npx bchain connect THIS-MACHINE:9000',
				'  ! open to the network: anybody who reaches 0.0.0.0:9000 can read the chain and add to it',
				'  Ctrl+C stops it; it is process 42',
				'',
				'        #  time          BPM  PrevHash   Hash      from',
				'',
			].join('\n'),
		);
	});

	it('say where the chain is kept, and of a front that it is not its own', () => {
		const opened = {event: 'opened', folder: '/data', tookMs: 12, notes: []} as const;
		expect(write([{...opened, blocks: 0}])).toBe('  the chain is kept in /data: a new chain begins\n');
		expect(write([{...opened, blocks: 0, front: true}])).toBe(
			'  what this front knows is kept in /data: no block of the hub behind is known yet\n',
		);
		expect(write([{...opened, blocks: 3, front: true}])).toBe(
			'  what this front knows is kept in /data: 3 blocks, all verified in 12 ms\n',
		);
	});

	it('write an IPv6 address so that it can be copied', () => {
		const text = write([{event: 'listening', host: '::1', port: 9_000, pid: 42, durable: true, open: false}]);
		expect(text).toContain('nc ::1 9000   or   npx bchain connect [::1]:9000\n');
	});
});

describe('a line', () => {
	it('tells index, time, BPM, both hashes and the sender of every block', () => {
		const blocks: HubEvent[] = [
			{event: 'blocks', blocks: [genesis!], from: [undefined]},
			{event: 'blocks', blocks: [one!, two!], from: [from, undefined]},
		];
		const hashes = [genesis!, one!, two!].map(({hash}) => hash.slice(0, 8));
		expect(write(blocks)).toBe(
			[
				`        0  ${clock}.390     0  (none)   → ${hashes[0]}  the genesis block`,
				`        1  ${second(1)}.390    72  ${hashes[0]} → ${hashes[1]}  127.0.0.1:54321`,
				`        2  ${second(2)}.390   999  ${hashes[1]} → ${hashes[2]}  another hub`,
				'',
			].join('\n'),
		);
	});

	it.each<[HubEvent, string]>([
		[{event: 'joined', from, connections: 1}, '  + 127.0.0.1:54321 joined, 1 connection\n'],
		[
			{event: 'http', host: '127.0.0.1', port: 8_080, open: false},
			'  the page for browsers is at http://127.0.0.1:8080/\n',
		],
		[
			{event: 'http', host: '0.0.0.0', port: 8_080, open: true},
			'  the page for browsers is at http://127.0.0.1:8080/; other machines reach it, too\n',
		],
		[
			{event: 'streamOpened', from: '127.0.0.1:4000', streams: 2},
			'  + 127.0.0.1:4000 follows over HTTP, 2 event streams\n',
		],
		[
			{event: 'streamClosed', from: '127.0.0.1:4000', reason: 'left', streams: 1},
			'  - 127.0.0.1:4000 left, 1 event stream\n',
		],
		[
			{event: 'httpRefused', from: '127.0.0.1:4000', reason: 'why.'},
			'  ! a request from 127.0.0.1:4000 was refused: why.\n',
		],
		[{event: 'httpFailed', reason: 'why'}, '  ! a request over HTTP failed: why\n'],
		[
			{event: 'metrics', host: '127.0.0.1', port: 9_464, open: false},
			'  metrics are at http://127.0.0.1:9464/metrics\n',
		],
		[
			{event: 'metrics', host: '0.0.0.0', port: 9_464, open: true},
			'  metrics are at http://0.0.0.0:9464/metrics, for anybody who reaches that\n',
		],
		[{event: 'live', from}, '  · 127.0.0.1:54321 switched to live mode\n'],
		[{event: 'left', from, reason: 'left', connections: 0}, '  - 127.0.0.1:54321 left, 0 connections\n'],
		[{event: 'left', from, reason: 'quit', connections: 2}, '  - 127.0.0.1:54321 left, 2 connections\n'],
		[{event: 'left', from, reason: 'lost', connections: 1}, '  - 127.0.0.1:54321 was lost, 1 connection\n'],
		[
			{event: 'left', from, reason: 'stalled', connections: 1},
			'  - 127.0.0.1:54321 was cut off: it took nothing and said nothing, 1 connection\n',
		],
		[
			{event: 'left', from, reason: 'notForUs', connections: 1},
			'  - 127.0.0.1:54321 was cut off: it does not speak this protocol, 1 connection\n',
		],
		[
			{event: 'left', from, reason: 'stopping', connections: 0},
			'  - 127.0.0.1:54321 was told that the hub stops, 0 connections\n',
		],
		[
			{event: 'turnedAway', from, reason: '2 connections are the limit', count: 1},
			'  ! 127.0.0.1:54321 was turned away: 2 connections are the limit\n',
		],
		[
			{event: 'turnedAway', from, reason: '2 connections are the limit', count: 7},
			'  ! 127.0.0.1:54321 and 6 before it were turned away: 2 connections are the limit\n',
		],
		[
			{event: 'left', from, reason: 'nonsense', connections: 1},
			'  - 127.0.0.1:54321 was cut off: it said nothing sensible, 1 connection\n',
		],
		[
			{event: 'fileLimit', files: 1_024, connections: 960},
			'  ! this process may open 1024 files: there is room for 960 connections (ulimit -n raises it)\n',
		],
		[
			{event: 'acceptFailed', reason: 'the system has no memory left'},
			'  ! a connection could not be taken: the system has no memory left\n',
		],
		[
			{event: 'replaced', index: 7, removed: 2, count: 3, peer, why: 'longer'},
			'  ╌ fork after block 6: lab:9000 wins with the longer branch; 2 blocks are replaced here by 3\n',
		],
		[
			{event: 'replaced', index: 7, removed: 1, count: 1, peer, why: 'lowerHash'},
			'  ╌ fork after block 6: lab:9000 wins by the lower hash; 1 block is replaced here by 1\n',
		],
		[
			{event: 'kept', index: 7, count: 3, dropped: 2, peer, why: 'longer'},
			'  ╌ fork after block 6: this hub wins with the longer branch; lab:9000 replaces 2 blocks by 3\n',
		],
		[
			{event: 'kept', index: 7, count: 1, dropped: 1, peer, why: 'accepted'},
			'  ╌ fork after block 6: this hub wins, as a person accepted it; lab:9000 replaces 1 block by 1\n',
		],
		[
			{event: 'replaced', index: 0, removed: 1, count: 9, peer, why: 'longer'},
			"  ╌ joined the network: its chain, with 9 blocks so far, is this hub's now\n",
		],
		[
			{event: 'moved', index: 9, bpm: 72, from},
			'  ↷ the reading 72 of 127.0.0.1:54321 was put again: it is in block 9\n',
		],
		[
			{event: 'moved', index: 9, bpm: 72, id: 'a-reading-of-mine'},
			'  ↷ the reading 72 was put again: it is in block 9\n',
		],
		[
			{event: 'peerJoined', peer: 'lab:9000', node, dialled: true},
			'  ⇄ linked with the hub lab:9000 (dialled)\n',
		],
		[
			{event: 'peerJoined', peer: '10.0.0.7:9000', node, dialled: false},
			'  ⇄ linked with the hub 10.0.0.7:9000 (it dialled this hub)\n',
		],
		[
			{event: 'peerLeft', peer: 'lab:9000', reason: 'The connection broke off.', fault: false},
			'  ⇹ the link with lab:9000 is gone: The connection broke off.\n',
		],
		[
			{event: 'peerLeft', peer: 'lab:9000', reason: 'Block 7 is not valid.', fault: true},
			'  ⇹ the link with lab:9000 is gone: Block 7 is not valid. It broke the rules, and is left alone for a while.\n',
		],
		[
			{event: 'peerAway', peer: 'lab:9000', reason: 'Nothing listens at lab:9000.'},
			'  ! no link with lab:9000: Nothing listens at lab:9000.\n',
		],
		[
			{event: 'peerRefused', peer: from, reason: 'It has no key.'},
			'  ! 127.0.0.1:54321 was refused as a peer: It has no key.\n',
		],
		[
			{event: 'clockAhead', peer: 'lab:9000', index: 7, aheadMs: 720_000},
			'  ! block 7 of lab:9000 is 12 minutes ahead of the clock here: one of the two is wrong, and blocks sealed until then get its time\n',
		],
		[
			{event: 'diverged', peer: 'lab:9000', reorgLimit: 1_000},
			'  !! DIVERGED: lab:9000 and this hub have different chains, and neither gives way:\n' +
				'  !! they parted more than 1000 blocks ago (--reorg-limit).\n' +
				'  !! To take its chain here, which replaces blocks of this one: npx bchain peers accept lab:9000\n',
		],
		[
			{event: 'adoptedReadings', count: 1},
			'  adopted 1 reading of other hubs: they are put on the chain again\n',
		],
		[{event: 'health', ok: false, reason: 'the disk is full'}, '  ! the ledger: the disk is full\n'],
		[{event: 'dropped', lines: 1}, '  … 1 line of the log was dropped: whoever reads it is too slow\n'],
		[{event: 'dropped', lines: 70}, '  … 70 lines of the log were dropped: whoever reads it is too slow\n'],
		[
			{event: 'stopping', reason: 'SIGINT received', connections: 3},
			'\n  stopping: SIGINT received, 3 connections\n',
		],
		[{event: 'stopped', height: 17}, '  stopped at block 17\n'],
	])('%j', (event, line) => {
		expect(write([event])).toBe(line);
	});

	it('is coloured only where that is wanted, and says the same', () => {
		const events: HubEvent[] = [
			{event: 'listening', host: '127.0.0.1', port: 9_000, pid: 42, durable: false, open: true},
			{event: 'blocks', blocks: [one!], from: [from]},
			{event: 'left', from, reason: 'lost', connections: 1},
			{event: 'health', ok: false, reason: 'the disk is full'},
		];
		const colored = write(events, 'debug', true);
		expect(colored).toContain(`\u001b[36m${one!.hash.slice(0, 8)}\u001b[39m`);
		expect(colored).toContain('\u001b[31m  ! the ledger: the disk is full\n\u001b[39m');
		expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(write(events));
	});

	it('shows the last of many blocks at once, and how many there were', () => {
		const blocks = makeChain(Array.from({length: 100}, () => 72)).slice(1);
		const text = write([{event: 'blocks', blocks, from: blocks.map(() => from)}]);
		expect(text).toMatch(/^ {2}… blocks 1 to 99, in one commit\n {6}100 .* 127\.0\.0\.1:54321\n$/);
	});

	it('is left out below the level', () => {
		const events: HubEvent[] = [
			{event: 'live', from},
			{event: 'stopped', height: 17},
			{event: 'replaced', index: 7, removed: 1, count: 3, peer, why: 'longer'},
		];
		expect(write(events, 'info')).toBe(write(events.slice(1)));
		expect(write(events, 'warn')).toBe(write(events.slice(2)));
		expect(write(events, 'silent')).toBe('');
	});
});
