import {describe, expect, it, onTestFinished} from 'vitest';
import type {SocketClient} from '../support/socket-client.ts';
import {connectBothSides, untilStill} from './support/both-sides.ts';
import {createHeldLedger} from './support/held-ledger.ts';
import {openHub, prompt} from './support/hub.ts';
import {openLive} from './support/live-client.ts';

const added = `\n${prompt}`;
const answer = (text: string): string => `\n${text}\n${prompt}`;
const turn = (): Promise<void> => new Promise(setImmediate);

describe('a first line that is not for us', () => {
	const http = 'POST /add HTTP/1.1\r\nHost: localhost\r\n\r\n72\n73\r\n';
	const httpAnswer = (port: number): string => {
		const body =
			'This port is a bchain hub. It speaks a line protocol, not HTTP, and has no web page.\n' +
			`Join it with: nc 127.0.0.1 ${port}\n`;
		return (
			'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n' +
			`Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
		);
	};

	it('that is an HTTP request is answered, and nothing after it is taken, in every split', async () => {
		const hub = await openHub();
		const bytes = Buffer.from(http);
		for (let cut = 0; cut <= bytes.length; cut++) {
			await using client = await hub.connect();
			client.write(bytes.subarray(0, cut));
			await turn();
			client.write(bytes.subarray(cut));
			expect(await client.closed()).toBe(httpAnswer(hub.port));
		}
		await expectHeight(hub, 0);
	});

	it.each([
		['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\n72\n'],
		['NUL', '\x0072\n73\n'],
		['NUL inside', '7\x002\n73\n'],
		['DEL', '72\x7f\n73\n'],
		['a control character', '72\x01\n73\n'],
	])('that has %s closes the connection, and nothing is taken, in every split', async (_name, text) => {
		const hub = await openHub();
		const bytes = Buffer.from(text, 'latin1');
		for (let cut = 0; cut <= bytes.length; cut++) {
			await using client = await hub.connect();
			client.write(bytes.subarray(0, cut));
			await turn();
			client.write(bytes.subarray(cut));
			expect(await client.closed()).toBe('');
		}
		const {reason} = await hub.until('left');
		expect(reason).toBe('notForUs');
		await expectHeight(hub, 0);
	});

	it.each([
		['in one packet', 100_000],
		['in small packets', 100],
		['a byte at a time', 1],
	])('that is an HTTP request over 8 KiB is known by its beginning, %s', async (_name, size) => {
		const hub = await openHub();
		await using client = await hub.connect();
		const long = `GET /${'a'.repeat(9_000)} HTTP/1.1\r\n72\n`;
		for (let at = 0; at < long.length; at += size) {
			client.write(long.slice(at, at + size));
			if (at % 512 === 0) await turn();
		}
		expect(await client.closed()).toBe(httpAnswer(hub.port));
		await expectHeight(hub, 0);
	});

	it.each([
		['TAB', '\t\n', answer('"?" is not a whole number. Type /help for help.')],
		['an arrow key', '\x1b[A\n', answer('"??A" is not a whole number. Type /help for help.')],
		[
			'a lower-case method',
			'get / HTTP/1.1\n',
			answer('"get / HTTP/1.1" is not a whole number. Type /help for help.'),
		],
		['no path', 'GET\n', answer('"GET" is not a whole number. Type /help for help.')],
		[
			'another long line',
			`${'x'.repeat(9_000)}\n`,
			answer('That line is longer than 8192 bytes and was ignored.'),
		],
	])('is not one with %s', async (_name, line, text) => {
		const hub = await openHub();
		await using client = await hub.connect();
		client.write(`${line}72\n`);
		expect(await client.until(text.length + added.length)).toBe(text + added);
	});

	it('is only looked for in the first line', async () => {
		const hub = await openHub();
		await using client = await hub.connect();
		client.write('72\nGET / HTTP/1.1\n\x00\n73\n');
		const expected =
			added +
			answer('"GET / HTTP/1.1" is not a whole number. Type /help for help.') +
			answer('"?" is not a whole number. Type /help for help.') +
			added;
		expect(await client.until(expected.length)).toBe(expected);
	});
});

describe('answers', () => {
	it('keep the order of the lines although readings wait for the ledger', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({}, ledger);
		onTestFinished(() => ledger.unhold());
		await using client = await hub.connect();
		ledger.hold();
		client.write('abc\n72\ndef\n/block 0\n\n73\n');
		await ledger.held();
		// What stands before the reading is answered, what stands behind it waits.
		expect(await client.until(prompt)).toBe(answer('"abc" is not a whole number. Type /help for help.'));
		ledger.unhold();
		await client.until(`${added}${answer('"def" is not a whole number. Type /help for help.')}`);
		expect(await client.until(`${added}${added}${added}`)).toMatch(/^\n\{"Index":0,/);
		expect(client.unread()).toBe('');
	});

	it('nothing is said of a reading before the ledger has stored it', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({}, ledger);
		onTestFinished(() => ledger.unhold());
		await using client = await hub.connect();
		await using other = await hub.connect();
		ledger.hold();
		client.write('72\n');
		await ledger.held();
		// Another connection is served all the while, and sees nothing of it.
		other.write('/last 1\n/status\n');
		expect(await other.until(/uptime.*\n/)).toMatch(/^\n\[\{"Index":0,[\s\S]*height: 0\n[\s\S]*waiting: 1\n/);
		expect(client.unread()).toBe('');
		ledger.release({kind: 'notStored', reason: 'the disk is full'});
		const refused = answer('Not added: the disk is full.');
		expect(await client.until(refused.length)).toBe(refused);
	});

	it('come to the last, however many lines there are in a packet', async () => {
		const hub = await openHub();
		await using client = await hub.connect();
		client.write(`72\n${'\n'.repeat(5_000)}`);
		await client.until(5_001 * added.length);
		client.write('/last 1\n'.repeat(200));
		for (let i = 0; i < 200; i++) expect(await client.until(added)).toMatch(/^\n\[\{"Index":1,/);
		for (const lines of [2_000, 3_400, 3_600, 3_850, 4_000]) {
			client.write('\n'.repeat(lines));
			await client.until(lines * added.length);
		}
		client.write('73\n'.repeat(20_000));
		await client.until(20_000 * added.length);
		expect(client.unread()).toBe('');
	});

	it('to everything sent come before the close, when the other side has said all it has to say', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({}, ledger);
		onTestFinished(() => ledger.unhold());
		await using client = await hub.connect();
		ledger.hold();
		client.write('72\n/last 1\nabc\n74');
		client.end();
		await ledger.held();
		ledger.unhold();
		// A line without its end is none: it may be half of another reading.
		expect(await client.closed()).toMatch(
			/^\nEnter a new BPM:\n\[\{"Index":1,.*"BPM":72,.*\}\]\nEnter a new BPM:\n"abc" is not a whole number\. Type \/help for help\.\nEnter a new BPM:\nThe last line has no line end and was not taken: end each line with Enter\.\nEnter a new BPM:$/,
		);
	});
});

describe('a connection with too much under way is not read', () => {
	/** What one read of the socket takes, what the socket keeps on its own, and a little. */
	const readBytesMax = 3 * 65_536;

	it('while its readings wait for the ledger, and read on afterwards', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({}, ledger);
		onTestFinished(() => ledger.unhold());
		const {client, socket} = await connectBothSides(hub);
		await using _ = client;
		ledger.hold();
		client.write('72\n'.repeat(200_000));
		await ledger.held();
		await untilStill(socket);
		expect(socket.isPaused()).toBe(true);
		expect(socket.bytesRead).toBeLessThanOrEqual(readBytesMax);
		await using other = await hub.connect();
		other.write('/status\n');
		// A thousand, and those of the last piece that was taken.
		expect(Number(/waiting: (\d+)/.exec(await other.until(/waiting: \d+/))![1])).toBeLessThanOrEqual(1_400);
		ledger.unhold();
		await untilReceived(client, 200_000 * added.length);
	});

	it('while it does not take its answers, and read on afterwards', async () => {
		const hub = await openHub();
		const {client, socket} = await connectBothSides(hub);
		await using _ = client;
		client.socket.pause();
		client.write('/help\n'.repeat(100_000));
		await untilStill(socket);
		expect(socket.isPaused()).toBe(true);
		expect(socket.bytesRead).toBeLessThanOrEqual(readBytesMax + socket.bytesWritten / 50);
		expect(socket.writableLength).toBeLessThan(1_000_000);
		client.socket.resume();
		await untilReceived(client, 100_000 * 400);
	});
});

describe('/live', () => {
	it('is welcomed after the answers to earlier lines, and hears nothing of live mode before', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({statusIntervalMs: 5}, ledger);
		onTestFinished(() => ledger.unhold());
		using other = openLive(hub.port);
		ledger.hold();
		await using client = await hub.connect();
		client.write('72\nabc\n/live\n73\n');
		await ledger.held();
		const before = other.messages.length;
		await other.when('three more signs of life', () => other.messages.length >= before + 3);
		expect(client.unread()).toBe('');
		ledger.unhold();
		const refused = answer('"abc" is not a whole number. Type /help for help.');
		expect(await client.until('{"welcome"')).toBe(`${added}${refused}\n{"welcome"`);
		expect(await client.until('\n')).toMatch(/"height":2,/);
		await client.until(/^\{"accepted":\{"index":2,/m);
	});

	it('twice is refused the second time', async () => {
		const hub = await openHub();
		using client = openLive(hub.port, '/live\n');
		const {line, reason} = await client.until('refused');
		expect([line, reason]).toEqual(['/live', 'This connection is in live mode already.']);
	});
});

/** Reads on until so many bytes came since the greeting. */
async function untilReceived(client: SocketClient, bytes: number): Promise<void> {
	while (client.socket.bytesRead < prompt.length + bytes) await turn();
}

async function expectHeight(hub: Awaited<ReturnType<typeof openHub>>, height: number): Promise<void> {
	await using client = await hub.connect();
	client.write('/status\n');
	await client.until(`height: ${height}\n`);
}
