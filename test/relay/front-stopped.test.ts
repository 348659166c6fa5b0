import {truncateSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {frontFile} from '../../src/server/front.ts';
import {openHub, prompt} from '../server/support/hub.ts';
import {openLive} from '../server/support/live-client.ts';
import {makeFolder} from '../support/child-env.ts';
import {openLine} from '../support/cuttable-line.ts';
import {openBoth, openFront} from './support/front.ts';

describe('a hub behind that is not the one that it was', () => {
	it('is known by the chain here where the journal does not say any more which it was', async () => {
		const data = makeFolder('front');
		await using both = await openBoth({data});
		both.line.cut();
		await both.front.until('upstreamAway');
		await both.front.server.stop('a restart');
		truncateSync(path.join(data, frontFile), 0);
		const other = await openHub();
		const front = await openFront(other.port, {data});
		const stopped = await front.until('upstreamStopped');
		await front.server.stop('a restart');
		const again = await openFront(both.hub.port, {data});
		await again.until('upstreamUp');
		await using client = await again.connect();
		client.write('72\n');

		expect(stopped.reason).toMatch(/^it has begun another chain: its genesis block is \w{8}, and was \w{8}$/);
		expect(await client.until(`\n${prompt}`)).toBe(`\n${prompt}`);
	});

	it('gets nothing: the front says so, keeps what waits and refuses what comes', async () => {
		let hub = await openHub();
		const line = await openLine(() => hub.port);
		const front = await openFront(line.port);
		await front.until('mirrored');
		line.cut();
		await front.until('upstreamAway');
		using live = openLive(front.port, '71\n');
		await live.until('queued');
		const other = await openHub();
		hub = other;
		line.mend();
		const stopped = await front.until('upstreamStopped');
		live.write('72\n');
		const refused = await live.until('refused');
		await line[Symbol.asyncDispose]();

		expect(stopped).toMatchObject({waiting: 1, reason: expect.stringMatching(/its ledger is|its genesis/)});
		expect(refused.reason).toMatch(/^Not added: this hub passes nothing on to .*\.$/);
		using there = openLive(other.port);
		expect((await there.until('welcome')).welcome.height).toBe(0);
	});

	it('may be the front itself, which is told in a sentence', async () => {
		let port = 1;
		const line = await openLine(() => port);
		const front = await openFront(line.port);
		({port} = front);
		const stopped = await front.until('upstreamStopped');
		await line[Symbol.asyncDispose]();

		expect(stopped.reason).toBe('the address is that of this hub itself');
	});

	it('or may stand behind it', async () => {
		const hub = await openHub();
		let behindA = hub.port;
		const lineA = await openLine(() => behindA);
		const a = await openFront(lineA.port);
		await a.until('mirrored');
		const b = await openFront(a.port);
		await b.until('mirrored');
		lineA.cut();
		await a.until('upstreamAway');
		behindA = b.port;
		lineA.mend();
		const stopped = await a.until('upstreamStopped');
		await lineA[Symbol.asyncDispose]();

		expect(stopped.reason).toBe('it gets its chain from this hub, in a circle');
	});
});
