/** The interface of the tutorial's first part, as a client written for it sees it (protocol section 11). */
import {describe, expect, it} from 'vitest';
import {createHeldLedger} from '../support/held-ledger.ts';
import {openLive} from '../support/live-client.ts';
import {openHttpHub, post, problemOf} from './support/http-hub.ts';

interface WrittenBlock {
	readonly Index: number;
	readonly Timestamp: string;
	readonly BPM: number;
	readonly Hash: string;
	readonly PrevHash: string;
}

describe('GET /', () => {
	it('gives the chain as an array indented by two spaces, as text', async () => {
		const hub = await openHttpHub();
		await hub.add(72, 73);
		const answer = await hub.ask('/');
		expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
		const chain = answer.json() as readonly WrittenBlock[];
		expect(answer.text).toBe(JSON.stringify(chain, null, 2));
		expect(chain.map(({Index, BPM}) => [Index, BPM])).toEqual([
			[0, 0],
			[1, 72],
			[2, 73],
		]);
		expect(Object.keys(chain[1]!)).toEqual(['Index', 'Timestamp', 'BPM', 'Hash', 'PrevHash']);
		expect(chain[2]!.PrevHash).toBe(chain[1]!.Hash);
	});

	it('gives the same as JSON to those who ask for that', async () => {
		const hub = await openHttpHub();
		const text = await hub.ask('/');
		const json = await hub.ask('/', {headers: {accept: 'application/json'}});
		expect(json.headers['content-type']).toBe('application/json; charset=utf-8');
		expect(json.text).toBe(text.text);
		expect(json.headers.vary).toBe('accept');
	});

	it('adds nothing, whatever is sent with it', async () => {
		const hub = await openHttpHub();
		const answers = [
			await hub.ask('/?BPM=50'),
			await hub.ask('/', {body: '{"BPM":50}', headers: {'content-length': '10'}}),
		];
		expect(answers.map(({status}) => status)).toEqual([200, 200]);
		expect(await heightOf(hub)).toBe(0);
	});
});

describe('POST /', () => {
	it('adds the reading, and gives the new block, indented', async () => {
		const hub = await openHttpHub();
		const answer = await post(hub, '{"BPM":50}', {'content-type': 'application/x-www-form-urlencoded'});
		expect([answer.status, answer.headers['content-type']]).toEqual([201, 'application/json; charset=utf-8']);
		const block = answer.json() as WrittenBlock;
		expect(answer.text).toBe(JSON.stringify(block, null, 2));
		expect(block).toMatchObject({Index: 1, BPM: 50});
		expect(answer.headers.location).toBe('/blocks/1');
		expect((await hub.ask('/blocks/1')).json()).toEqual(block);
	});

	it.each([undefined, 'application/json', 'text/plain', 'nonsense', 'multipart/form-data; boundary=x'])(
		'takes a body that is said to be %s',
		async type => {
			const hub = await openHttpHub();
			const answer = await post(hub, '{"bpm":50}', type === undefined ? {} : {'content-type': type});
			expect(answer.status).toBe(201);
		},
	);

	it('is shown to those who are connected in other ways, with who sent it in the log', async () => {
		const hub = await openHttpHub();
		using live = openLive(hub.port);
		await live.until('welcome');
		await post(hub, '{"BPM":50}');
		expect((await live.until('blocks')).blocks[0]).toMatchObject({index: 1, bpm: 50});
		const {from} = await hub.until('blocks', ({blocks}) => blocks[0]!.index === 1);
		expect(from[0]).toMatch(/^127\.0\.0\.1:\d+$/);
	});

	it('answers when the block is durable, and not before', async () => {
		const ledger = createHeldLedger();
		const hub = await openHttpHub({}, ledger);
		ledger.hold();
		let answered = false;
		const answering = post(hub, '{"BPM":50}').finally(() => {
			answered = true;
		});
		await ledger.held();
		expect([answered, await heightOf(hub)]).toEqual([false, 0]);
		ledger.unhold();
		expect((await answering).status).toBe(201);
	});

	it.each([
		['{"BPM":"50"}', 'BODY_INVALID'],
		['BPM=50', 'BODY_INVALID'],
		['', 'BODY_INVALID'],
		['{"BPM":0}', 'BPM_OUT_OF_RANGE'],
	])('refuses %j with a reason, and adds nothing', async (body, code) => {
		const hub = await openHttpHub();
		const answer = await post(hub, body);
		expect([answer.status, problemOf(answer).code]).toEqual([400, code]);
		expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
		expect(await heightOf(hub)).toBe(0);
		expect((await hub.ask('/status')).json()).toMatchObject({refused: 1, accepted: 0, httpRefused: 1});
	});

	it('takes what the hub takes, and no other readings', async () => {
		const hub = await openHttpHub({bpmRange: [-10, 10]});
		expect((await post(hub, '{"BPM":-10}')).status).toBe(201);
		expect(problemOf(await post(hub, '{"BPM":11}')).message).toBe(
			'11 is out of range: a BPM is a whole number from -10 to 10.',
		);
	});

	it('is not possible while the ledger cannot store', async () => {
		const ledger = createHeldLedger();
		const hub = await openHttpHub({}, ledger);
		ledger.hold();
		const answering = post(hub, '{"BPM":50}');
		await ledger.held();
		ledger.release({kind: 'notStored', reason: 'the disk is full'});
		const answer = await answering;
		expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
		expect(problemOf(answer)).toEqual({code: 'NOT_STORED', message: 'Not added: the disk is full.'});
		ledger.unhold();
	});
});

describe('an Idempotency-Key', () => {
	const key = {'idempotency-key': '"2026-11-20-monday-1"'};

	it('makes one block of a reading, however often it is sent, and is the same as the id of /add', async () => {
		const hub = await openHttpHub();
		const first = await post(hub, '{"BPM":50}', key);
		await hub.add(60);
		const again = await post(hub, '{"BPM":50}', key);
		expect([first.status, again.status]).toEqual([201, 201]);
		expect(again.text).toBe(first.text);
		using live = openLive(hub.port, '/add 2026-11-20-monday-1 50\n');
		expect(await live.until('accepted')).toMatchObject({index: 1});
		expect(await heightOf(hub)).toBe(2);
	});

	it('holds while the first is on its way', async () => {
		const ledger = createHeldLedger();
		const hub = await openHttpHub({}, ledger);
		ledger.hold();
		const answering = [post(hub, '{"BPM":50}', key), post(hub, '{"BPM":50}', key)];
		await ledger.held();
		ledger.unhold();
		const [first, second] = await Promise.all(answering);
		expect(first!.text).toBe(second!.text);
		expect(await heightOf(hub)).toBe(1);
	});

	it('is not taken for another reading', async () => {
		const hub = await openHttpHub();
		await post(hub, '{"BPM":50}', key);
		const answer = await post(hub, '{"BPM":51}', key);
		expect([answer.status, problemOf(answer)]).toEqual([
			422,
			{
				code: 'KEY_USED',
				message: 'Not added: the id 2026-11-20-monday-1 has been used for BPM 50 in block 1.',
			},
		]);
	});

	it('that can be no id is refused', async () => {
		const hub = await openHttpHub();
		const answer = await post(hub, '{"BPM":50}', {'idempotency-key': 'x'});
		expect([answer.status, problemOf(answer).code]).toEqual([400, 'KEY_INVALID']);
		expect(await heightOf(hub)).toBe(0);
	});
});

async function heightOf({ask}: Awaited<ReturnType<typeof openHttpHub>>): Promise<number> {
	return ((await ask('/tip')).json() as {readonly height: number}).height;
}
