/** What the HTTP port takes from outside, at most, over real sockets (protocol section 11). */
import {afterEach, describe, expect, it, vi} from 'vitest';
import {BlockPages} from '../../../src/server/http/blocks-page.ts';
import {within} from '../../support/watch.ts';
import {comeFrom} from '../support/come-from.ts';
import {createHeldLedger} from '../support/held-ledger.ts';
import {openEvents} from './support/event-client.ts';
import {type HttpHub, openHttpHub, post} from './support/http-hub.ts';

afterEach(() => void vi.restoreAllMocks());

const reading = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{"BPM":50}';
const tipRequest = 'GET /tip HTTP/1.1\r\nHost: localhost\r\n\r\n';

async function heightOf({ask}: HttpHub): Promise<number> {
	return ((await ask('/tip')).json() as {readonly height: number}).height;
}

describe('a body that is too long', () => {
	const head = 'POST / HTTP/1.1\r\nHost: localhost\r\n';

	it('is refused by its length, before it comes', async () => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.write(`${head}Content-Length: 1000000\r\n\r\n{"BPM":50`);
		expect(await client.closed()).toMatch(/^HTTP\/1\.1 413 .*"code":"BODY_TOO_LARGE"/s);
		expect(await heightOf(hub)).toBe(0);
	});

	it('is refused while it comes, and whoever goes on sending can read that', async () => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
		const chunk = `400\r\n${' '.repeat(0x400)}\r\n`;
		for (let i = 0; i < 200; i++) client.write(chunk);
		expect(await client.until('}}\n')).toMatch(/^HTTP\/1\.1 413 .*"code":"BODY_TOO_LARGE"/s);
		await client.closed();
		expect(await heightOf(hub)).toBe(0);
	});

	it('is one byte above the bound', async () => {
		const hub = await openHttpHub();
		const padded = (bytes: number) => `{"BPM":50}${' '.repeat(bytes - 10)}`;
		expect((await post(hub, padded(8_192))).status).toBe(201);
		expect((await post(hub, padded(8_193))).status).toBe(413);
	});
});

describe('a body that waits to be asked for', () => {
	const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n';

	it('is asked for, and read', async () => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.write(`${head}Content-Length: 10\r\n\r\n`);
		await client.until('HTTP/1.1 100 Continue\r\n\r\n');
		client.write('{"BPM":50}');
		await client.until('HTTP/1.1 201 Created');
	});

	it.each([
		['is of another page', 'Origin: http://evil.example\r\nContent-Length: 10\r\n', 403],
		['is too long', 'Content-Length: 8193\r\n', 413],
	])('is not when it %s', async (_, headers, status) => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.write(`${head}${headers}\r\n`);
		expect(await client.closed()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
	});
});

describe('a request that does not come', () => {
	it('is not waited for, neither its header nor its body', async () => {
		const hub = await openHttpHub();
		await using silent = await hub.open();
		await using header = await hub.open();
		await using body = await hub.open();
		header.write('GET / HTTP/1.1\r\nHost: localhost\r\n');
		body.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{"BPM"');
		await silent.closed(15_000);
		expect(await header.closed(15_000)).toMatch(/^HTTP\/1\.1 408 .*"code":"TOO_SLOW"/s);
		expect(await body.closed(30_000)).toMatch(/^HTTP\/1\.1 408 .*"code":"TOO_SLOW"/s);
		expect(await heightOf(hub)).toBe(0);
	}, 40_000);

	it('or whose header is too long, is refused', async () => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(9_000)}\r\n\r\n`);
		expect(await client.closed()).toMatch(/^HTTP\/1\.1 431 .*"code":"HEADER_TOO_LARGE"/s);
	});

	it('because its sender has gone adds nothing', async () => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"BPM":50}');
		client.end();
		await client.closed();
		expect(await heightOf(hub)).toBe(0);
	});
});

describe('connections', () => {
	it('share their places with those of the other port', async () => {
		const hub = await openHttpHub({connectionsMax: 2});
		await using _plain = await hub.connect();
		await using web = await hub.open();
		await using turnedAway = await hub.open();
		turnedAway.write(tipRequest);
		const text = await turnedAway.closed();
		expect(text).toMatch(/^HTTP\/1\.1 503 FULL\r\n/);
		expect(text).toMatch(/\r\nretry-after: 5\r\n/);
		expect(text).toContain('The hub is full: it serves 2 connections. Try again later.');
		web.end();
		await web.closed();
		await expect.poll(async () => (await hub.ask('/tip').catch(() => null))?.status).toBe(200);
	});

	it('from one address are bounded', async () => {
		const hub = await openHttpHub({connectionsPerAddressMax: 1});
		comeFrom('192.0.2.7');
		await using first = await hub.open();
		await using second = await hub.open();
		expect(await second.closed()).toContain('Too many connections from your address: the hub serves 1.');
		first.write(tipRequest);
		await first.until('"ledger"');
	});

	it('may ask several times, also before the first answer is there', async () => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.write(tipRequest.repeat(50));
		for (let i = 0; i < 50; i++) await client.until(/HTTP\/1\.1 200 OK.*?"ledger":"[^"]+"\}/s);
		expect(client.unread()).toBe('');
	});

	it('that bring more readings than may wait are told so', async () => {
		const ledger = createHeldLedger();
		const hub = await openHttpHub({waitingReadingsMax: 10}, ledger);
		ledger.hold();
		await using client = await hub.open();
		client.write(reading.repeat(12));
		await ledger.held();
		ledger.unhold();
		for (let i = 0; i < 10; i++) await client.until(/HTTP\/1\.1 201 Created.*?\n\}/s);
		expect(await client.closed()).toMatch(/^HTTP\/1\.1 503 .*"code":"FULL".*\n$/s);
		expect(await heightOf(hub)).toBe(10);
	});

	it('that ask on and on and read nothing are not read either', async () => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.socket.pause();
		const asked = tipRequest.repeat(1_000);
		const isTaken = () => new Promise<boolean>(resolve => void resolve(client.socket.write(asked)));
		// Megabytes of the answers are the system's, and more are not made.
		for (let i = 0; i < 400 && ((await isTaken()) || client.socket.writableLength < 2_000_000); i++)
			await new Promise(setImmediate);
		expect(client.socket.writableLength).toBeGreaterThan(1_000_000);
		const {httpAnswered} = (await hub.ask('/status')).json() as {readonly httpAnswered: number};
		expect(httpAnswered).toBeLessThan(50_000);
	});

	it('with a stream of events can ask for nothing more', async () => {
		const hub = await openHttpHub();
		using stream = openEvents(hub.httpPort);
		await stream.until('hello');
		stream.socket.write(tipRequest);
		expect(await hub.until('streamClosed')).toMatchObject({reason: 'nonsense'});
	});

	it('on which more is asked already cannot become a stream', async () => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.write('GET /events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0-0123456789abcdef\r\n\r\n');
		client.write(tipRequest);
		expect(await client.until(/"ledger":"[^"]+"\}/)).toMatch(
			/^HTTP\/1\.1 400 .*"REQUEST_INVALID".*HTTP\/1\.1 200 OK/s,
		);
	});

	it('are answered in order: what is asked between two readings is how it is between them', async () => {
		const ledger = createHeldLedger();
		const hub = await openHttpHub({}, ledger);
		ledger.hold();
		await using client = await hub.open();
		client.write(`${reading}${tipRequest}${reading}${reading}${tipRequest}`);
		await ledger.held();
		ledger.unhold();
		for (const told of ['"Index": 1', '"height":1', '"Index": 2', '"Index": 3', '"height":3'])
			await client.until(told);
		// Readings that come together share a commit, after that of the genesis block.
		expect(ledger.batches.map(({length}) => length)).toEqual([1, 1, 2]);
	});

	it('that ask for much at once and take nothing have it made one after the other', async () => {
		const hub = await openHttpHub();
		await hub.add(...Array.from({length: 3_000}, () => 72));
		const write = vi.spyOn(BlockPages.prototype, 'write');
		await using client = await hub.open();
		client.socket.pause();
		const asked = Array.from(
			{length: 1_000},
			(_, from) => `GET /blocks?limit=1000&from=${from} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
		);
		client.write(asked.join(''));
		// The system takes megabytes of them.
		let before = -1;
		for (let made = 0; made > before; made = write.mock.calls.length) {
			before = made;
			for (let i = 0; i < 20; i++) await hub.ask('/tip');
		}
		expect(before).toBeGreaterThan(0);
		expect(before).toBeLessThan(100);
	});

	it('that end in nonsense get no answer that could be taken for that to a reading', async () => {
		const ledger = createHeldLedger();
		const hub = await openHttpHub({}, ledger);
		ledger.hold();
		await using client = await hub.open();
		client.write(reading);
		await ledger.held();
		client.write('nonsense\r\n\r\n');
		expect(await client.closed()).toBe('');
		ledger.unhold();
		await expect.poll(() => heightOf(hub)).toBe(1);
	});

	it('whose other side has nothing more to say get their answers', async () => {
		const ledger = createHeldLedger();
		const hub = await openHttpHub({}, ledger);
		ledger.hold();
		await using client = await hub.open();
		client.write(reading);
		client.socket.end();
		await ledger.held();
		ledger.unhold();
		expect(await client.closed()).toMatch(/^HTTP\/1\.1 201 Created/);
	});

	it('for something behind the hub are not made, and that is said', async () => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.write('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n');
		expect(await client.closed()).toMatch(/^HTTP\/1\.1 400 .*"code":"REQUEST_INVALID"/s);
	});

	it('that take nothing of what they asked for are cut', async () => {
		const hub = await openHttpHub({stallTimeoutMs: 1_000});
		for (let i = 0; i < 8; i++) await hub.add(...Array.from({length: 5_000}, () => 72));
		await using client = await hub.open();
		client.socket.pause();
		client.write('GET /chain.ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n');
		await expect
			.poll(async () => ((await hub.ask('/status')).json() as {stalled: number}).stalled, {timeout: 10_000})
			.toBe(1);
	}, 20_000);
});

describe('stopping', () => {
	it('answers what is under way, closes the others, and takes no more', async () => {
		const ledger = createHeldLedger();
		const hub = await openHttpHub({}, ledger);
		await using idle = await hub.open();
		idle.write(tipRequest);
		await idle.until(/"ledger":"[^"]+"\}/);
		ledger.hold();
		const answering = post(hub, '{"BPM":50}');
		await ledger.held();
		const stopped = hub.server.stop('a test');
		expect(await idle.closed()).toBe('');
		await expect(hub.open()).rejects.toThrow('ECONNREFUSED');
		ledger.unhold();
		expect((await answering).status).toBe(201);
		await within('the hub has stopped', stopped);
		expect(hub.events.at(-1)).toEqual({event: 'stopped', height: 1});
	});

	it('does not wait for those who do not go', async () => {
		const hub = await openHttpHub();
		using stuck = openEvents(hub.httpPort, '/events?from=0');
		await stuck.until('hello');
		stuck.socket.pause();
		for (let i = 0; i < 4; i++) await hub.add(...Array.from({length: 5_000}, () => 72));
		const startedMs = performance.now();
		await hub.server.stop('a test');
		expect(performance.now() - startedMs).toBeLessThan(4_500);
	});
});
