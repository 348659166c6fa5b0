import {describe, expect, it} from 'vitest';
import {hubLine, parseHubMessage} from '../../src/core/live-message.ts';
import {prepareFront} from '../../src/relay/open-front.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import {serveChain} from '../client/support/live-visit.ts';
import {startScriptedHub} from '../client/support/scripted-hub.ts';
import {openHub, prompt} from '../server/support/hub.ts';
import {openLive} from '../server/support/live-client.ts';
import {makeChain} from '../support/chains.ts';
import {makeFolder} from '../support/child-env.ts';
import {openLine} from '../support/cuttable-line.ts';
import {openBoth, openFront} from './support/front.ts';

const id = 'reading-0000000001';

describe('while the hub behind is there', () => {
	it('its chain is shown, with what others add, and readings are in it when they are prompted for', async () => {
		await using both = await openBoth();
		const {hub, front} = both;
		await using client = await front.connect();
		client.write('72\n88\n');
		await client.until(`\n${prompt}\n${prompt}`);
		await hub.add(99);
		using live = openLive(front.port, '/from 0\n');
		await live.when('the chain', () => live.blocks().length >= 4);

		expect(live.blocks().map(({bpm}) => bpm)).toEqual([0, 72, 88, 99]);
		expect(client.unread()).toBe('');
	});

	it('live mode begins also where it adds more all the time than is stored here at once', async () => {
		const hub = await openHub();
		const ledger = createMemoryLedger({replaceable: true});
		const append = ledger.append.bind(ledger);
		Object.assign(ledger, {
			append: async (...args: Parameters<typeof append>) => {
				// The first has come to the front when the second is answered.
				for (const bpm of [72, 73]) await hub.add(bpm).catch(() => {});
				return append(...args);
			},
		});
		const front = await openHub(
			{},
			ledger,
			await prepareFront({host: '127.0.0.1', port: hub.port, queueMax: 10, data: null}),
		);
		await using client = await front.connect();
		client.write('/live\n/from 0\n');

		expect(await client.until('"Index":9,')).toContain('\n{"welcome":');
	});

	it('the welcome is that of the hub behind, and names the front', async () => {
		await using both = await openBoth();
		using there = openLive(both.hub.port);
		using here = openLive(both.front.port);
		const {welcome: theirs} = await there.until('welcome');
		const {welcome: ours} = await here.until('welcome');

		expect(ours).toEqual({...theirs, via: [expect.stringMatching(/^[\w-]{16}$/)]});
	});

	it('a reading that comes again with its id is answered by its first block, by whichever way it came', async () => {
		await using both = await openBoth();
		using there = openLive(both.hub.port, `/add ${id} 72\n`);
		const first = await there.until('accepted');
		using here = openLive(both.front.port, `/add ${id} 72\n`);
		const again = await here.until('accepted');
		here.write(`/add ${id} 73\n`);
		const other = await here.until('refused');

		expect(again).toEqual(first);
		expect(other).toMatchObject({id, reason: expect.stringContaining('has been used for BPM 72 in block 1')});
	});

	it('a front of a front passes readings on as well', async () => {
		await using both = await openBoth();
		const second = await openFront(both.front.port);
		await second.until('mirrored');
		await using client = await second.connect();
		client.write('72\n');
		await client.until(`\n${prompt}`);
		using live = openLive(both.hub.port, '/from 0\n');
		await live.when('the chain', () => live.blocks().length === 2);

		expect(live.blocks()[1]?.bpm).toBe(72);
	});
});

describe('while the hub behind is away', () => {
	it('readings are queued and said to be, in words and as a message, and accepted when it is back', async () => {
		await using both = await openBoth();
		const {line, front} = both;
		line.cut();
		await front.until('upstreamAway');
		await using client = await front.connect();
		client.write('72\n');
		const words = await client.until(/Queued: .*\n.*:/);
		using live = openLive(front.port, `/from 0\n/add ${id} 88\n99\n`);
		await live.when('both', () => live.messages.filter(({kind}) => kind === 'queued').length === 2);
		line.mend();
		await live.when('both', () => live.messages.filter(({kind}) => kind === 'accepted').length === 2);
		await live.when('the chain', () => live.blocks().length === 4);

		expect(words).toBe(
			`\nQueued: not on the chain yet, 1 reading waits here. It becomes a block when the hub at 127.0.0.1:${line.port} is back.\n${prompt}`,
		);
		const queued = live.messages.filter(message => message.kind === 'queued');
		expect(queued).toMatchObject([{id, waiting: 3}, {waiting: 3}]);
		expect(live.messages.filter(({kind}) => kind === 'accepted')).toMatchObject([
			{id, index: 2},
			{id: queued[1]?.id, index: 3},
		]);
		// A prompt without a reading of its own would be taken for the answer to another line.
		expect(client.unread()).toBe('');
	});

	it('its chain is shown all the same, also after a restart of the front, which goes on where it was', async () => {
		const data = makeFolder('front');
		await using both = await openBoth({data});
		await both.hub.add(72, 88);
		using before = openLive(both.front.port, '/from 0\n');
		await before.when('the chain', () => before.blocks().length === 3);
		both.line.cut();
		await both.front.until('upstreamAway');
		await using client = await both.front.connect();
		client.write('99\n');
		await client.until('Queued: ');
		await both.front.server.stop('a restart');

		const again = await openFront(both.line.port, {data});
		using after = openLive(again.port, '/from 0\n');
		await after.when('the chain', () => after.blocks().length === 3);
		both.line.mend();
		await after.when('the reading', () => after.blocks().length === 4);
		expect(after.blocks().map(({bpm}) => bpm)).toEqual([0, 72, 88, 99]);
	});

	it('no more readings are kept than it was told, and the others are refused', async () => {
		await using both = await openBoth({queueMax: 2});
		both.line.cut();
		await both.front.until('upstreamAway');
		using live = openLive(both.front.port, '71\n72\n73\n');
		const refused = await live.until('refused');

		expect(refused.reason).toBe(
			`Not added: 2 readings wait for the hub at 127.0.0.1:${both.line.port} already.`,
		);
		expect(live.messages.filter(({kind}) => kind === 'queued')).toHaveLength(2);
	});

	it('the same id is one reading, and with another BPM it is none', async () => {
		await using both = await openBoth();
		both.line.cut();
		await both.front.until('upstreamAway');
		using one = openLive(both.front.port, `/add ${id} 72\n/add ${id} 72\n/add ${id} 73\n`);
		const refused = await one.until('refused');
		using two = openLive(both.front.port, `/add ${id} 72\n`);
		await two.until('queued');
		both.line.mend();
		const [a, b] = [await one.until('accepted'), await two.until('accepted')];

		expect(refused.reason).toBe(`Not added: the id ${id} is that of a reading with BPM 72 that waits here.`);
		expect([a.index, b.index]).toEqual([1, 1]);
		// Each line has its answer.
		await one.when('both', () => one.messages.filter(({kind}) => kind === 'accepted').length === 2);
		using there = openLive(both.hub.port);
		expect((await there.until('welcome')).welcome.height).toBe(1);
	});

	it('what the hub behind refuses later is told to whoever is still here', async () => {
		await using both = await openBoth();
		using there = openLive(both.hub.port, `/add ${id} 72\n`);
		await there.until('accepted');
		both.line.cut();
		await both.front.until('upstreamAway');
		using live = openLive(both.front.port, `/add ${id} 73\n`);
		await live.until('queued');
		both.line.mend();
		const refused = await live.until('refused');
		const logged = await both.front.until('undelivered');

		expect(refused).toMatchObject({
			id,
			reason: expect.stringContaining('has been used for BPM 72 in block 1'),
		});
		expect(logged).toMatchObject({bpm: 73, id});
	});

	it('what it cannot store at the moment when it is back stays queued, and is passed on again', async () => {
		const ledger = createMemoryLedger({replaceable: true});
		let isFull = false;
		const append = ledger.append.bind(ledger);
		Object.assign(ledger, {
			append: (...args: Parameters<typeof append>): ReturnType<typeof append> =>
				isFull ? Promise.resolve({kind: 'notStored', reason: 'the disk is full'}) : append(...args),
		});
		const hub = await openHub({}, ledger);
		const line = await openLine(() => hub.port);
		const front = await openFront(line.port);
		await front.until('mirrored');
		line.cut();
		await front.until('upstreamAway');
		using live = openLive(front.port, `/add ${id} 72\n`);
		await live.until('queued');
		isFull = true;
		line.mend();
		await front.until('upstreamUp', ({waiting}) => waiting === 1);
		using other = openLive(front.port, '73\n');
		const refused = await other.until('refused');
		isFull = false;
		const accepted = await live.until('accepted');
		await line[Symbol.asyncDispose]();

		expect(refused.reason).toMatch(/^Not added: .* refused it: the disk is full\.$/);
		expect(accepted).toMatchObject({id, index: 1});
	});

	it('its readings are asked for again whose blocks were not here when the connection ended', async () => {
		const there = makeChain([60, 72]);
		const replaced = makeChain([60, 61, 62, 72]);
		await using hub = await startScriptedHub();
		const front = await openFront(hub.port);
		const replaces = {durable: true, reorgLimit: 10};
		const first = await hub.next();
		await serveChain(first, there.slice(0, 2), replaces);
		await front.until('mirrored');
		using live = openLive(front.port, `/add ${id} 72\n`);
		await first.line();
		first.write(hubLine.accepted(2, there[2]!.hash, id));
		await live.until('queued');
		first.destroy();
		const second = await hub.next();
		await serveChain(second, replaced, replaces);
		expect(await second.line()).toBe(`/add ${id} 72`);
		second.write(hubLine.accepted(4, replaced[4]!.hash, id));

		expect(await live.until('accepted')).toMatchObject({index: 4, hash: replaced[4]!.hash});
	});

	it('a front that never reached it serves no chain, keeps readings, and begins live mode by itself', async () => {
		const hub = await openHub();
		const line = await openLine(() => hub.port);
		line.cut();
		const front = await openFront(line.port);
		await using client = await front.connect();
		client.write('72\n/last\n/live\n');
		const words = await client.until(/begins by itself when it is.\n.*:/);
		line.mend();
		const rest = await client.until('{"welcome":');
		const welcome = await client.until('\n');
		await client.until('"BPM":72');
		await line[Symbol.asyncDispose]();

		expect(words).toContain('It becomes a block when the hub at');
		expect(words).toContain(`No block of the hub at 127.0.0.1:${line.port} is known here yet.`);
		expect(rest).toBe('\n{"welcome":');
		expect(parseHubMessage(`${rest.slice(1)}${welcome.trimEnd()}`)).toMatchObject({
			message: {kind: 'welcome', welcome: {genesis: expect.stringMatching(/^\w{64}$/)}},
		});
	});
});
