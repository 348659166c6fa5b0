/** Server-sent events (protocol section 11). */
import {afterEach, describe, expect, it, vi} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import {ChainReader} from '../../../src/server/chain-reader.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {makeChain} from '../../support/chains.ts';
import {makeBranch} from '../support/branch.ts';
import {upTo} from '../support/live-client.ts';
import {openEvents} from './support/event-client.ts';
import {type HttpHub, openHttpHub, post, problemOf} from './support/http-hub.ts';

afterEach(() => void vi.restoreAllMocks());

const hashStart = 16;
const idOf = ({index, hash}: Block) => `${index}-${hash.slice(0, hashStart)}`;

/** A hub with these blocks, which others may replace. */
async function openHubWith(blocks: readonly Block[], reorgLimit = 100) {
	const ledger = createMemoryLedger({replaceable: true});
	await ledger.append(
		null,
		blocks.map(block => ({block})),
	);
	const hub = await openHttpHub({network: {peers: [], key: null, reorgLimit}}, ledger);
	const replace = (from: number, branch: readonly Block[]) =>
		ledger.replaceFrom(
			blocks.at(-1)!,
			from,
			branch.map(block => ({block, foreign: true})),
		);
	return {hub, replace};
}

describe('a stream of events', () => {
	it('begins with what the hub is and how it does', async () => {
		const hub = await openHttpHub();
		await hub.add(72);
		await hub.until('left');
		using stream = openEvents(hub.httpPort);
		const {data: hello} = await stream.until('hello');
		const status = (await hub.ask('/status')).json() as Record<string, unknown>;
		const {ledger, genesis, tip} = status;
		expect(hello).toEqual({
			...{ledger, genesis, tip, height: 1, range: [1, 999], durable: false, reorgLimit: 0},
		});
		expect((await stream.until('status')).data).toMatchObject({connections: 1, waiting: 0});
		expect(stream.head()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
		expect(stream.head()).toMatch(/\r\ncontent-type: text\/event-stream; charset=utf-8\r\n/);
		expect(stream.indexes()).toEqual([]);
		expect(status).toMatchObject({connections: 1, streams: 1, httpConnections: 2});
	});

	it('tells every new block, as on the wire, with its id', async () => {
		const hub = await openHttpHub();
		using stream = openEvents(hub.httpPort);
		await stream.until('hello');
		const block = (await post(hub, '{"BPM":50}')).json() as {readonly Hash: string};
		const event = await stream.until('block');
		expect(event.data).toEqual(block);
		expect(event.id).toBe(`1-${block.Hash.slice(0, hashStart)}`);
	});

	it('tells those of one moment together', async () => {
		const hub = await openHttpHub();
		using stream = openEvents(hub.httpPort);
		await stream.until('hello');
		await hub.add(...upTo(20, 1));
		await stream.when('twenty blocks', () => stream.indexes().length === 19);
		expect(stream.indexes()).toEqual(upTo(20, 1));
		const {data, id} = await stream.until('blocks');
		expect(id).toMatch(new RegExp(`^${data.at(-1).Index}-`));
	});

	it.each([
		['0', upTo(301)],
		['299', [299, 300]],
		['-3', [298, 299, 300]],
		['301', []],
		['9999', []],
	])('begins at block %s where it is asked to', async (from, indexes) => {
		const {hub} = await openHubWith(makeChain(Array.from({length: 300}, () => 72)));
		using stream = openEvents(hub.httpPort, `/events?from=${from}`);
		await stream.until('hello');
		await hub.add(73);
		const expected = [...indexes, 301];
		await stream.when('all blocks', () => stream.indexes().length >= expected.length);
		expect(stream.indexes()).toEqual(expected);
	});

	it('does not begin at what is no index', async () => {
		const hub = await openHttpHub();
		const answer = await hub.ask('/events?from=x');
		expect([answer.status, problemOf(answer).code]).toEqual([400, 'QUERY_INVALID']);
	});

	it('goes on after the last event that a client has', async () => {
		const chain = makeChain([1, 2, 3, 4, 5]);
		const {hub} = await openHubWith(chain);
		using stream = openEvents(hub.httpPort, '/events?from=0', [`Last-Event-ID: ${idOf(chain[3]!)}`]);
		await stream.when('the rest', () => stream.indexes().length === 2);
		expect(stream.indexes()).toEqual([4, 5]);
		expect(stream.events().map(({event}) => event)).toEqual(['hello', 'blocks', 'status']);
	});

	it('begins anew after an event that is not of this chain', async () => {
		const chain = makeChain([1, 2, 3]);
		const {hub} = await openHubWith(chain);
		const other = makeBranch(chain[1]!, [9]);
		for (const id of [idOf(other[0]!), '9-0123456789abcdef', 'x', '']) {
			using stream = openEvents(hub.httpPort, '/events', [`Last-Event-ID: ${id}`]);
			await stream.until('reset');
			const height = (await stream.until('hello')).data.height as number;
			await hub.add(72);
			await stream.when('a block', () => stream.indexes().length === 1);
			expect(stream.indexes()).toEqual([height + 1]);
		}
	});

	it('tells which blocks were replaced, and by what', async () => {
		const chain = makeChain([1, 2, 3, 4, 5]);
		const {hub, replace} = await openHubWith(chain);
		using stream = openEvents(hub.httpPort, '/events?from=4');
		await stream.when('the newest', () => stream.indexes().length === 2);
		await replace(3, makeBranch(chain[2]!, [7, 8, 9, 10]));
		await stream.when('the branch', () => stream.indexes().length === 6);
		expect((await stream.until('rollback')).data).toEqual({from: 3});
		expect(stream.indexes()).toEqual([4, 5, 3, 4, 5, 6]);
	});

	it('hears of the hub every interval', async () => {
		const hub = await openHttpHub({statusIntervalMs: 100});
		using stream = openEvents(hub.httpPort);
		const count = () => stream.events().filter(({event}) => event === 'status').length;
		await stream.when('four of them', () => count() >= 4);
	});
});

describe('event streams', () => {
	it('are bounded, and let in again when others have left', async () => {
		const hub = await openHttpHub({web: {streamsMax: 1}});
		const first = openEvents(hub.httpPort);
		await first.until('hello');
		const answer = await hub.ask('/events');
		expect([answer.status, answer.headers['retry-after'], problemOf(answer)]).toEqual([
			503,
			'5',
			{code: 'FULL', message: 'The hub is full: it serves 1 event streams. Try again later.'},
		]);
		first[Symbol.dispose]();
		await hub.until('streamClosed');
		using second = openEvents(hub.httpPort);
		await second.until('hello');
	});

	it('hold no place for somebody who left while his last block was looked for', async () => {
		const hub = await openHttpHub({web: {streamsMax: 1}});
		const looked = Promise.withResolvers<ReadonlyMap<number, string>>();
		const look = vi.spyOn(ChainReader.prototype, 'hashesAt').mockReturnValueOnce(looked.promise);
		{
			using _gone = openEvents(hub.httpPort, '/events', ['Last-Event-ID: 0-0123456789abcdef']);
			await expect.poll(() => look.mock.calls.length).toBe(1);
		}
		const status = async () =>
			(await hub.ask('/status')).json() as {httpConnections: number; streams: number};
		await status();
		looked.resolve(new Map());
		await expect.poll(status).toMatchObject({httpConnections: 1, streams: 0});
		using stream = openEvents(hub.httpPort);
		await stream.until('hello');
	});

	it('are in the log and among the connections, and how they ended', async () => {
		const hub = await openHttpHub();
		{
			using stream = openEvents(hub.httpPort);
			await stream.until('hello');
			expect(await hub.until('streamOpened')).toMatchObject({streams: 1});
		}
		expect(await hub.until('streamClosed')).toMatchObject({reason: 'left', streams: 0});
		expect((await hub.ask('/status')).json()).toMatchObject({connections: 0, streams: 0, left: 1});
	});

	it('end with the hub, which says so', async () => {
		const hub = await openHttpHub();
		using stream = openEvents(hub.httpPort);
		await stream.until('hello');
		const stopped = hub.server.stop('a test');
		expect((await stream.until('bye')).data).toEqual({reason: 'The hub is shutting down.'});
		await stream.ended();
		await stopped;
		expect(await hub.until('streamClosed')).toMatchObject({reason: 'stopping'});
	});

	it('cost a place and no memory when they are not read, and are whole when they are', async () => {
		const hub: HttpHub = await openHttpHub();
		using stuck = openEvents(hub.httpPort);
		await stuck.until('hello');
		stuck.socket.pause();
		const waiting = (): number => process.memoryUsage().arrayBuffers;
		const before = waiting();
		for (let i = 0; i < 20; i++) await hub.add(...Array.from({length: 1_000}, () => 72));
		expect(waiting() - before).toBeLessThan(16 * 1024 * 1024);
		stuck.socket.resume();
		await stuck.when('all of them', () => stuck.indexes().length === 20_000, 15_000);
		expect(stuck.indexes()).toEqual(upTo(20_001, 1));
	});
});
