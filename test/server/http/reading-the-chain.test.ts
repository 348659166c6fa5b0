/** What can be read over HTTP besides the tutorial's interface (protocol section 11). */
import {describe, expect, it} from 'vitest';
import {formatBlock} from '../../../src/core/block.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {makeChain} from '../../support/chains.ts';
import {type HttpHub, openHttpHub, problemOf} from './support/http-hub.ts';

const blocks = makeChain(Array.from({length: 7_999}, (_, i) => 1 + (i % 999)));
const texts = blocks.map(formatBlock);

/** A hub that was started on a ledger with 8,000 blocks, of which it has the newest few dozen in memory. */
async function openOldHub(ledger = createMemoryLedger({replaceable: true})): Promise<HttpHub> {
	await ledger.append(
		null,
		blocks.map(block => ({block})),
	);
	return openHttpHub({broadcastBytesMax: 10_000}, ledger);
}

describe('GET /blocks', () => {
	it('gives the first hundred, and where the next are', async () => {
		const hub = await openOldHub();
		const answer = await hub.ask('/blocks');
		expect(answer.text).toBe(
			`{"blocks":[${texts.slice(0, 100).join(',')}],"from":0,"height":7999,"next":"/blocks?from=100&limit=100","previous":null}`,
		);
	});

	it('gives any part, from the disk and from memory', async () => {
		const hub = await openOldHub();
		const read = async (query: string) => (await hub.ask(`/blocks?${query}`)).json() as Page;
		for (const [query, from, end] of [
			['from=1&limit=1', 1, 2],
			['from=500&limit=1000', 500, 1_500],
			['from=7500&limit=1000', 7_500, 8_000],
			['from=-20', 7_980, 8_000],
			['from=-20&limit=5', 7_980, 7_985],
			['from=-9000&limit=2', 0, 2],
			['from=7999', 7_999, 8_000],
		] as const) {
			const page = await read(query);
			expect([query, page.from, page.height]).toEqual([query, from, 7_999]);
			expect(page.blocks.map(({Index}) => Index)).toEqual(
				Array.from({length: end - from}, (_, i) => from + i),
			);
		}
		expect(await read('from=8000')).toMatchObject({blocks: [], from: 8_000, next: null});
	});

	it('can be read page by page in both directions', async () => {
		const hub = await openOldHub();
		const walk = async (start: string, way: 'next' | 'previous') => {
			const seen: number[] = [];
			for (let at: string | null = start; at !== null; ) {
				const page = (await hub.ask(at)).json() as Page;
				const indexes = page.blocks.map(({Index}) => Index);
				if (way === 'next') seen.push(...indexes);
				else seen.unshift(...indexes);
				at = page[way];
			}
			return seen;
		};
		const all = blocks.map(({index}) => index);
		expect(await walk('/blocks?limit=999', 'next')).toEqual(all);
		expect(await walk('/blocks?from=-999&limit=999', 'previous')).toEqual(all);
	});

	it('shows what has come since the same was asked for', async () => {
		const hub = await openHttpHub();
		const read = async () => ((await hub.ask('/blocks')).json() as Page).blocks.length;
		expect([await read(), await read()]).toEqual([1, 1]);
		await hub.add(72);
		expect(await read()).toBe(2);
	});

	it.each(['from=x', 'from=1.5', 'from=1&from=2', 'from=', 'limit=0', 'limit=1001', 'limit=-1', 'limit=1e3'])(
		'does not take %s',
		async query => {
			const hub = await openHttpHub();
			const answer = await hub.ask(`/blocks?${query}`);
			expect([answer.status, problemOf(answer).code]).toEqual([400, 'QUERY_INVALID']);
		},
	);

	interface Page {
		readonly blocks: readonly {readonly Index: number}[];
		readonly from: number;
		readonly height: number;
		readonly next: string | null;
		readonly previous: string | null;
	}
});

describe('GET /blocks/INDEX', () => {
	it('gives one block, as on the wire', async () => {
		const hub = await openOldHub();
		for (const index of [0, 4_000, 7_999]) {
			const answer = await hub.ask(`/blocks/${index}`);
			expect(answer.text).toBe(texts[index]);
			expect(answer.headers.etag).toBe(`"${blocks[index]!.hash}"`);
		}
	});

	it.each(['8000', '-1', 'x', '1.5', '99999999999999999999'])('does not know %s', async index => {
		const hub = await openOldHub();
		const answer = await hub.ask(`/blocks/${index}`);
		expect([answer.status, problemOf(answer)]).toEqual([
			404,
			{code: 'BLOCK_NOT_FOUND', message: 'There is no such block: the newest is block 7999.'},
		]);
	});
});

describe('the whole chain', () => {
	it('is streamed one block a line, and as an indented array', async () => {
		const hub = await openOldHub();
		const lines = await hub.ask('/chain.ndjson');
		expect(lines.headers['content-type']).toBe('application/x-ndjson');
		expect(lines.text).toBe(`${texts.join('\n')}\n`);
		const array = await hub.ask('/');
		expect(array.text).toBe(JSON.stringify(JSON.parse(`[${texts.join(',')}]`), null, 2));
	});

	it('is that of one moment, whatever comes meanwhile', async () => {
		const hub = await openOldHub();
		await using client = await hub.open();
		client.socket.pause();
		client.write(`GET /chain.ndjson HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
		// The hub has begun when it has answered somebody who came later.
		await hub.ask('/tip');
		await hub.add(72);
		client.socket.resume();
		const text = await client.closed();
		expect(text).toContain(texts.at(-1)!);
		expect(text).not.toContain('"Index":8000');
	});

	it('breaks off when blocks that are still to come are replaced', async () => {
		const ledger = createMemoryLedger({replaceable: true});
		const hub = await openOldHub(ledger);
		const readText = ledger.readText.bind(ledger);
		let reads = 0;
		ledger.readText = async (...range) => (++reads > 3 ? 'replaced' : readText(...range));
		await expect(hub.ask('/chain.ndjson')).rejects.toThrow(/aborted|hang up/);
		expect((await hub.ask('/tip')).status).toBe(200);
	});
});

describe('a ledger that cannot be read', () => {
	it('is answered by 500, and told in the log; the hub goes on', async () => {
		const ledger = createMemoryLedger({replaceable: true});
		const hub = await openOldHub(ledger);
		ledger.readText = () => Promise.reject(new Error('the disk is gone'));
		for (const path of ['/blocks', '/blocks/0', '/']) {
			const answer = await hub.ask(path);
			expect([answer.status, problemOf(answer).code]).toEqual([500, 'FAILED']);
			expect([answer.text.includes('disk'), answer.headers.etag]).toEqual([false, undefined]);
		}
		expect(await hub.until('httpFailed')).toEqual({event: 'httpFailed', reason: 'the disk is gone'});
		expect((await hub.ask('/blocks?from=-1')).status).toBe(200);
		expect((await hub.ask('/status')).json()).toMatchObject({httpFailed: 3});
	});
});

describe('GET /tip and GET /status', () => {
	it('tell of the newest block, and of the hub', async () => {
		const hub = await openHttpHub();
		await hub.add(72);
		await hub.until('left');
		const status = (await hub.ask('/status')).json() as Record<string, unknown>;
		const {ledger, genesis, tip} = status;
		expect((await hub.ask('/tip')).json()).toEqual({height: 1, index: 1, hash: tip, genesis, ledger});
		expect(status).toMatchObject({
			height: 1,
			accepted: 1,
			connections: 0,
			httpConnections: 1,
			httpAnswered: 0,
		});
	});
});

describe('what a client has already', () => {
	it.each(['/', '/tip', '/blocks', '/chain.ndjson'])(
		'%s is not sent again before the next block',
		async path => {
			const hub = await openHttpHub();
			const {headers} = await hub.ask(path);
			const known = {'if-none-match': `"other", W/${headers.etag}`};
			const answer = await hub.ask(path, {headers: known});
			expect([answer.status, answer.text, answer.headers.etag]).toEqual([304, '', headers.etag]);
			await hub.add(72);
			expect((await hub.ask(path, {headers: known})).status).toBe(200);
		},
	);

	it('of a block is not sent again', async () => {
		const hub = await openHttpHub();
		const {headers} = await hub.ask('/blocks/0');
		await hub.add(72);
		const request = {headers: {'if-none-match': headers.etag!}};
		expect((await hub.ask('/blocks/0', request)).status).toBe(304);
		expect((await hub.ask('/blocks/1', request)).status).toBe(200);
	});
});

describe('HEAD', () => {
	it.each(['/', '/tip', '/status', '/blocks', '/blocks/0', '/chain.ndjson', '/events', '/openapi.json'])(
		'of %s gives the headers of GET, without a body',
		async path => {
			const hub = await openHttpHub();
			const answer = await hub.ask(path, {method: 'HEAD'});
			expect([answer.status, answer.text]).toEqual([200, '']);
			if (path === '/events') return;
			const {headers} = await hub.ask(path);
			expect(answer.headers['content-type']).toBe(headers['content-type']);
			expect(answer.headers.etag).toBe(headers.etag);
		},
	);

	it('of what is not there has no body either', async () => {
		const hub = await openHttpHub();
		expect(await hub.ask('/x', {method: 'HEAD'})).toMatchObject({status: 404, text: ''});
	});
});
