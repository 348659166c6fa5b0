/** What the log of a front tells: how many blocks came, new ones each with its sender, and an outage once. */
import {expect, it} from 'vitest';
import type {HubEvent} from '../../src/server/log.ts';
import {openHub, prompt} from '../server/support/hub.ts';
import {makeFolder} from '../support/child-env.ts';
import {openLine} from '../support/cuttable-line.ts';
import {openBoth, openFront} from './support/front.ts';

const told = (events: readonly HubEvent[]) =>
	events.flatMap(event =>
		event.event === 'blocks' ? event.blocks.map((block, i) => [block.bpm, event.from[i]]) : [],
	);

it('the blocks that were there are one line, new ones each with who sent them', async () => {
	const hub = await openHub();
	await hub.add(72, 73, 74);
	const front = await openFront(hub.port);
	await front.until('mirrored');
	await using client = await front.connect();
	client.write('88\n');
	await client.until(`\n${prompt}`);
	await hub.add(99);
	await front.until('blocks', ({blocks}) => blocks[0]?.bpm === 99);
	const joined = front.events.find(event => event.event === 'joined');

	expect(front.events.filter(({event}) => event === 'mirrored')).toEqual([
		{event: 'mirrored', upstream: `127.0.0.1:${hub.port}`, count: 4, height: 3},
	]);
	expect(told(front.events)).toEqual([
		[88, joined?.from],
		[99, undefined],
	]);
});

it('what was added while it was away is one line as well, and what waited here is told with its sender', async () => {
	await using both = await openBoth({data: makeFolder('front')});
	const {hub, line, front} = both;
	line.cut();
	await front.until('upstreamAway');
	await using client = await front.connect();
	client.write('88\n');
	await client.until('Queued: ');
	await hub.add(72, 73);
	line.mend();
	await front.until('blocks');
	const joined = front.events.find(event => event.event === 'joined');

	expect(front.events.filter(({event}) => event === 'opened')).toMatchObject([{front: true, blocks: 0}]);
	expect(front.events.filter(({event}) => event === 'mirrored')).toMatchObject([
		{count: 1, height: 0},
		{count: 2, height: 2},
	]);
	expect(told(front.events)).toEqual([[88, joined?.from]]);
});

it('a hub behind that stops is told of in one line, whatever is found when it is dialled again', async () => {
	const hub = await openHub();
	const line = await openLine(() => hub.port);
	const front = await openFront(line.port);
	await front.until('mirrored');
	const before = front.events.length;
	await hub.server.stop('the test says so');
	await front.until('upstreamAway');
	await using client = await front.connect();
	await expect
		.poll(async () => {
			client.write('/status\n');
			return client.until(/upstreamReason: [^\n]*\n/);
		})
		.not.toContain('shutting down');
	await line[Symbol.asyncDispose]();

	const away = front.events.slice(before).filter(({event}) => event.startsWith('upstream'));
	expect(away).toMatchObject([{event: 'upstreamAway', reason: expect.stringContaining('shutting down')}]);
});
