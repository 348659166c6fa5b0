/** The outbox on real TCP, with a reader that the test stops and lets go on. */
import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Block} from '../../src/core/block.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {BlockLines} from '../../src/server/block-lines.ts';
import {CatchUps} from '../../src/server/catch-ups.ts';
import {ChainReader} from '../../src/server/chain-reader.ts';
import {ChainText} from '../../src/server/chain-text.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import {Outbox} from '../../src/server/outbox.ts';
import {Pacer} from '../../src/server/pacer.ts';
import {makeChain, startMs} from '../support/chains.ts';
import {createWatch, within} from '../support/watch.ts';

/** What a stuck reader may cost this process: a piece under way, and what fits in the socket's own buffer. */
const stuckBytesMax = 3 * 64 * 1024;

interface Pair {
	readonly chain: ChainText;
	readonly outbox: Outbox;
	/** The hub's side. */
	readonly socket: Socket;
	readonly reader: Socket;
	readonly received: () => string;
	readonly until: (what: string, holds: (text: string) => boolean) => Promise<unknown>;
	/** Fills the connection until the kernel takes no more of it, with the reader stopped; gives the texts. */
	readonly stall: () => Promise<string>;
	readonly add: (count: number, bpm?: number) => readonly Block[];
}

async function openPair(blocks = 1): Promise<Pair> {
	const server = createServer({allowHalfOpen: true});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const reader = connect({port: (server.address() as AddressInfo).port, allowHalfOpen: true});
	const [socket] = (await once(server, 'connection')) as [Socket];
	onTestFinished(() => {
		for (const each of [reader, socket]) each.destroy();
		server.close();
	});
	const ledger = createMemoryLedger();
	const chain = new ChainText();
	const all: Block[] = [];
	const add = (count: number, bpm = 72): readonly Block[] => {
		const first = chain.length;
		for (let i = 0; i < count; i++) {
			const parent = chain.blockAt(chain.length - 1);
			const block = parent ? sealBlock(parent, bpm, startMs) : makeChain([])[0]!;
			all[block.index] = block;
			chain.append(block);
		}
		return all.slice(first, chain.length);
	};
	add(blocks);
	const source = new ChainReader(chain, ledger);
	const lines = new BlockLines(source);
	const catchUps = new CatchUps(1, {catchUpsHeld: 0});
	const outbox = new Outbox(socket, {pacer: new Pacer(), lines, reader: source, catchUps});
	let text = '';
	const watch = createWatch(() => `${text.length} characters, the last: ${text.slice(-300)}`);
	reader.on('data', piece => {
		text += piece.toString('latin1');
		watch.changed();
	});
	const stall = async (): Promise<string> => {
		reader.pause();
		let sent = '';
		while (socket.writableLength === 0 || outbox.waitingBytes === 0) {
			const line = `${sent.length} `.padEnd(65_536, '.');
			outbox.text(line);
			sent += line;
			await new Promise(setImmediate);
		}
		return sent;
	};
	return {
		chain,
		outbox,
		socket,
		reader,
		received: () => text,
		until: (what, holds) => watch.until(what, () => holds(text)),
		stall,
		add,
	};
}

const arrayOf = (blocks: readonly Block[]): string =>
	`[${blocks.map(({index, timestamp, bpm, hash, prevHash}) => JSON.stringify({Index: index, Timestamp: timestamp, BPM: bpm, Hash: hash, PrevHash: prevHash})).join()}]`;

describe('what is said', () => {
	it('in one turn of the event loop leaves in one write', async () => {
		const {outbox, until, socket} = await openPair();
		const before = socket.bytesWritten;
		let writes = 0;
		const write = socket.write.bind(socket);
		socket.write = ((data: string) => {
			writes++;
			return write(data);
		}) as Socket['write'];
		for (let i = 0; i < 100; i++) outbox.text('\nEnter a new BPM:');
		await until('all of it', text => text.length === 1_700);
		expect([writes, socket.bytesWritten - before]).toEqual([1, 1_700]);
	});

	it('keeps its order among texts and arrays, each whole', async () => {
		const {outbox, chain, add, received, until} = await openPair();
		const blocks = [...makeChain([]), ...add(9_999)];
		outbox.text('<1>');
		outbox.array(chain.snapshot(), 0, '<2>', '<3>');
		outbox.text('<4>');
		outbox.array(chain.snapshot(), 9_998, '', '');
		outbox.text('<5>');
		await until('the end', text => text.endsWith('<5>'));
		expect(received() === `<1><2>${arrayOf(blocks)}<3><4>${arrayOf(blocks.slice(9_998))}<5>`).toBe(true);
	});

	it('is the chain as it was when the array began, whatever comes or is replaced meanwhile', async () => {
		const {outbox, chain, add, received, until, reader, stall} = await openPair();
		const blocks = [...makeChain([]), ...add(9_999)];
		const sent = await stall();
		outbox.array(chain.snapshot(), 0, '', '<end>');
		add(100);
		chain.cut(5_000, 1);
		add(1, 7);
		reader.resume();
		await until('the end', text => text.endsWith('<end>'));
		expect(received() === `${sent}${arrayOf(blocks)}<end>`).toBe(true);
	});
});

describe('a stuck reader', () => {
	it('costs a bounded amount of memory, however many blocks, broadcasts and signs of life there are', async () => {
		const {outbox, chain, socket, add, stall, reader, until, received} = await openPair(5_000);
		const sent = await stall();
		outbox.follow(0, 0);
		const held = outbox.waitingBytes + socket.writableLength;
		expect(held).toBeLessThanOrEqual(stuckBytesMax);
		for (let i = 0; i < 50; i++) {
			expect(outbox.broadcast(chain.snapshot(), 0)).toBe(false);
			outbox.sign('status', `{"status":${i}}\n`);
			add(100);
			outbox.wake();
			await new Promise(setImmediate);
		}
		expect(outbox.waitingBytes + socket.writableLength).toBe(held);
		expect(outbox.isIdle).toBe(false);
		reader.resume();
		await until('the newest block', text => text.includes('"Index":9999,'));
		const heard = received().slice(sent.length);
		// The newest sign of life replaced all others, and comes before the blocks.
		expect(heard.match(/\{"status":\d+\}/g)).toEqual(['{"status":49}']);
		expect(heard.match(/"Index":\d+/g)).toEqual(Array.from({length: 10_000}, (_, i) => `"Index":${i}`));
		expect(outbox.isIdle).toBe(true);
	});

	it('is told the latest of each kind of sign of life, and news only while little waits', async () => {
		const {outbox, stall, reader, until, received} = await openPair();
		outbox.news('too early\n');
		outbox.follow(0, 1);
		const sent = await stall();
		const news = `${'n'.repeat(1_023)}\n`;
		for (let i = 0; i < 200; i++) {
			outbox.news(news);
			outbox.sign('status', `{"status":${i}}\n`);
			outbox.sign('peers', `{"peers":[${i}]}\n`);
		}
		expect(outbox.waitingBytes).toBeLessThan(stuckBytesMax);
		reader.resume();
		await until('the last sign', text => text.includes('{"status":199}'));
		const heard = received().slice(sent.length);
		// As much as makes 64 KiB with what waited before.
		const count = heard.split(news).length - 1;
		expect(count).toBeGreaterThan(0);
		expect(count).toBeLessThan(66);
		expect(heard.endsWith('n\n{"peers":[199]}\n{"status":199}\n')).toBe(true);
		expect(received()).not.toContain('too early');
	});

	it('is told about a rollback once, with the smallest index, when it moves again', async () => {
		const {outbox, chain, add, stall, reader, until, received} = await openPair(10);
		const sent = await stall();
		outbox.follow(0, 10);
		chain.cut(7, 1);
		add(5, 81);
		chain.cut(4, 2);
		add(9, 82);
		chain.cut(12, 3);
		add(2, 83);
		outbox.wake();
		reader.resume();
		await until('the newest block', text => text.includes('"Index":13,'));
		const heard = received().slice(sent.length);
		expect(heard.replace(/\{"Index":(\d+),[^}]*"BPM":(\d+),[^}]*\}/g, '$1:$2')).toBe(
			'{"rollback":{"from":4}}\n{"blocks":[4:82,5:82,6:82,7:82,8:82,9:82,10:82,11:82,12:83,13:83]}\n',
		);
	});

	it.each([5, 8])('that has come to block %i, not to what was replaced, is told nothing', async next => {
		const {outbox, chain, add, until, received} = await openPair(10);
		outbox.follow(0, next);
		chain.cut(8, 1);
		add(3, 81);
		await until('the newest block', text => text.includes('"Index":10,'));
		const shared = next === 5 ? '5:72,6:72,7:72,' : '';
		expect(received().replace(/\{"Index":(\d+),[^}]*"BPM":(\d+),[^}]*\}/g, '$1:$2')).toBe(
			`{"blocks":[${shared}8:81,9:81,10:81]}\n`,
		);
	});
});

describe('the end', () => {
	it('comes after everything that was queued, and after the blocks there were, if they were asked for', async () => {
		const {outbox, add, received, reader, stall} = await openPair(3_000);
		const sent = await stall();
		const ended = once(reader, 'end');
		outbox.text('<1>\n');
		outbox.follow(0, 0);
		outbox.text('<2>\n');
		outbox.end(true);
		add(1_000);
		outbox.wake();
		outbox.sign('status', '{"status":1}\n');
		reader.resume();
		await within('the end', ended);
		const heard = received().slice(sent.length);
		expect(heard.startsWith('<1>\n<2>\n{"blocks":[{"Index":0,')).toBe(true);
		expect(heard.includes('status')).toBe(false);
		expect(heard.endsWith(']}\n')).toBe(true);
		// The line with the last of them may hold some that came later, but no other line follows.
		const blocks = heard.match(/"Index":/g)!.length;
		expect(blocks).toBeGreaterThanOrEqual(3_000);
		expect(blocks).toBeLessThan(3_310);
	});

	it('comes without further blocks when time is short', async () => {
		const {outbox, reader, received, stall} = await openPair(3_000);
		const sent = await stall();
		const ended = once(reader, 'end');
		outbox.follow(0, 0);
		outbox.text('<bye>\n');
		outbox.end(false);
		reader.resume();
		await within('the end', ended);
		expect(received() === `${sent}<bye>\n`).toBe(true);
	});

	it('lets nothing through afterwards', async () => {
		const {outbox, chain, add, reader, received, socket} = await openPair(5);
		const ended = once(reader, 'end');
		outbox.follow(0, 5);
		outbox.end(true);
		await within('the end', ended);
		chain.cut(2, 1);
		add(9);
		outbox.wake();
		outbox.sign('status', '{"status":1}\n');
		expect(outbox.broadcast(chain.snapshot(), 0)).toBe(false);
		await new Promise(setImmediate);
		expect([received(), socket.errored]).toEqual(['', null]);
	});
});
