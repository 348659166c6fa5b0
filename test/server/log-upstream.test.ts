import {expect, it} from 'vitest';
import {describeUpstreamEvent, type UpstreamEvent} from '../../src/server/log-upstream.ts';

const upstream = 'lab-hub:9000';

it.each<[UpstreamEvent, string]>([
	[
		{event: 'upstreamUp', upstream, mode: 'live', waiting: 0},
		'  ⇡ a front for the hub at lab-hub:9000, which is there: each reading goes there once\n',
	],
	[
		{event: 'upstreamUp', upstream, mode: 'plain', waiting: 1},
		'  ⇡ a front for the hub at lab-hub:9000, which is there: it speaks only plain mode, so readings go there one at a time, each at least once (in rare cases twice), 1 waits\n',
	],
	[
		{event: 'upstreamAway', upstream, reason: 'nothing listens at lab-hub:9000', waiting: 2},
		'  ! the hub at lab-hub:9000 is away: nothing listens at lab-hub:9000; readings are queued here, 2 wait\n',
	],
	[
		{event: 'upstreamAway', upstream, reason: 'the hub closed the connection: It stops.', waiting: 0},
		'  ! the hub at lab-hub:9000 is away: the hub closed the connection: It stops; readings are queued here\n',
	],
	[
		{event: 'upstreamStopped', upstream, reason: 'its ledger is a, and was b', waiting: 1},
		'  !! STOPPED: nothing is passed on to the hub at lab-hub:9000 any more: its ledger is a, and was b.\n' +
			'  !! What is known of its chain is still shown, new readings are refused, and 1 reading is kept here.\n' +
			'  !! To begin anew with what is there now: start with another --data folder.\n',
	],
	[{event: 'upstreamSays', upstream, text: 'a\u001b[31mb'}, '  ! lab-hub:9000: a?[31mb\n'],
	[
		{event: 'mirrored', upstream, count: 1, height: 0},
		'  ⇡ 1 block of lab-hub:9000 came and is verified, up to block 0\n',
	],
	[
		{event: 'mirrored', upstream, count: 3_000, height: 2_999},
		'  ⇡ 3,000 blocks of lab-hub:9000 came and are all verified, up to block 2999\n',
	],
	[{event: 'shown', upstream, from: 3, height: 3}, '  the hub at lab-hub:9000 shows block 3\n'],
	[{event: 'shown', upstream, from: 3, height: 5}, '  the hub at lab-hub:9000 shows blocks 3 to 5\n'],
	[{event: 'queued', upstream, count: 1, waiting: 1}, '  ⇡ 1 reading is queued for lab-hub:9000, 1 waits\n'],
	[{event: 'delivered', upstream, count: 2, waiting: 0}, '  ⇡ 2 readings are delivered to lab-hub:9000\n'],
	[
		{event: 'undelivered', bpm: 72, id: 'reading-0000000001', reason: 'no'},
		'  ! the queued reading 72 (reading-0000000001) was refused: no\n',
	],
])('%j is told in words', (event, text) => {
	expect(describeUpstreamEvent(event, (_style, words) => words)).toBe(text);
});
