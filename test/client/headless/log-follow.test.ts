/** What `bchain log` does when the chain, the connection or the person moves while it prints and follows. */
import {Writable} from 'node:stream';
import {describe, expect, it} from 'vitest';
import {type LogOptions, runLog} from '../../../src/client/headless/log.ts';
import {type Block, formatBlock} from '../../../src/core/block.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {makeChain, startMs} from '../../support/chains.ts';
import {type CapturedOutput, captureOutput} from '../support/captured-output.ts';
import {blocksLine, makeWelcome, serveChain, welcome} from '../support/live-visit.ts';
import {branchAt, chain} from '../support/runs.ts';
import {startScriptedHub, type Visitor} from '../support/scripted-hub.ts';

/** More blocks than are written at a time. */
const long = makeChain(Array.from({length: 600}, (_, index) => index));

type Run = {readonly code: Promise<number>; readonly stderr: CapturedOutput};

function log(port: number, stdout: Writable, options: Partial<LogOptions> = {}): Run {
	const stderr = Object.assign(captureOutput(), {isTTY: true});
	const defaults = {follow: false, json: true, plain: false, timeoutMs: 2_000, stdout, stderr};
	return {code: runLog({host: '127.0.0.1', port, ...defaults, ...options}), stderr};
}

function jsonLines(blocks: readonly Block[]): string {
	return blocks.map(block => `${formatBlock(block)}\n`).join('');
}

async function serveLong(visitor: Visitor): Promise<void> {
	await welcome(visitor, makeWelcome(long, {reorgLimit: 600}), long);
	visitor.write('{"from":{"index":0}}\n');
	for (let at = 0; at < long.length; at += 200) visitor.write(blocksLine(long.slice(at, at + 200)));
}

/** Output to a slow reader: `taking` is called with the first piece, and has it until it resolves. */
function readSlowly(taking: () => Promise<unknown>): Writable & {readonly lines: () => number} {
	let lines = 0;
	const stream = new Writable({
		highWaterMark: 1,
		write(chunk: Buffer, _encoding, done) {
			const isFirst = lines === 0;
			lines += chunk.toString().split('\n').length - 1;
			if (isFirst) taking().then(() => done(), done);
			else done();
		},
	});
	return Object.assign(stream, {lines: () => lines});
}

describe('bchain log', () => {
	it('prints nothing more after Ctrl+C, also while it prints', async () => {
		await using hub = await startScriptedHub(visitor => void serveLong(visitor).catch(() => {}));
		const stop = new AbortController();
		const stdout = readSlowly(async () => stop.abort());
		const {code} = log(hub.port, stdout, {follow: true, signal: stop.signal});
		expect(await code).toBe(0);
		expect(stdout.lines()).toBe(256);
	});

	it('says, and fails, when another chain took the place of the one that it prints', async () => {
		await using hub = await startScriptedHub();
		const stdout = readSlowly(async () => {
			visitor.write(`{"rollback":{"from":300}}\n${blocksLine(replacing.slice(300))}`);
			await stderr.has('A longer chain replaced');
		});
		const {code, stderr} = log(hub.port, stdout);
		const replacing = long.slice(0, 300);
		while (replacing.length <= long.length) replacing.push(sealBlock(replacing.at(-1)!, 1, startMs));
		const visitor = await hub.next();
		await serveLong(visitor);
		expect(await code).toBe(1);
		expect(stdout.lines()).toBe(256);
		expect(stderr.text()).toBe(
			'A longer chain replaced 301 blocks, 300 to 600.\n' +
				'Another chain took the place of this one while it was printed: it is not all there.\n',
		);
	});

	it('goes on with what differs when blocks are replaced that it was told not to print', async () => {
		await using hub = await startScriptedHub();
		const stop = new AbortController();
		const stdout = captureOutput();
		const {code, stderr} = log(hub.port, stdout, {count: 0, follow: true, signal: stop.signal});
		const visitor = await hub.next();
		await serveChain(visitor, chain, {reorgLimit: 6});
		await stderr.has('All 5 blocks are verified');
		const other = branchAt(4, [50, 51]);
		visitor.write(`{"rollback":{"from":4}}\n${blocksLine(other.slice(4))}`);
		await stdout.has('"BPM":51');
		stop.abort();
		expect(await code).toBe(0);
		expect(stdout.text()).toBe(jsonLines(other.slice(4)));
	});

	it('says once why the connection is lost, however often it tries again', async () => {
		await using hub = await startScriptedHub();
		const stop = new AbortController();
		const stdout = captureOutput();
		const {code, stderr} = log(hub.port, stdout, {follow: true, signal: stop.signal});
		const first = await hub.next();
		await serveChain(first, chain);
		await stderr.has('All 5 blocks are verified');
		first.destroy();
		for (let failures = 0; failures < 3; failures++) (await hub.next()).destroy();
		await serveChain(await hub.next(), [...chain, sealBlock(chain[4]!, 60, startMs + 60_000)]);
		await stdout.has('"BPM":60');
		stop.abort();
		expect(await code).toBe(0);
		const said = stderr.text().match(/^The connection is lost: .*$/gm) ?? [];
		expect(said).toEqual(['The connection is lost: the hub closed the connection. Trying again.']);
	});

	it('says anew that the connection is lost when it had been there again', async () => {
		await using hub = await startScriptedHub();
		const stop = new AbortController();
		const stdout = captureOutput();
		const {code, stderr} = log(hub.port, stdout, {follow: true, signal: stop.signal});
		const longer = [...chain];
		for (const bpm of [60, 61, 62]) {
			longer.push(sealBlock(longer.at(-1)!, bpm, startMs + 60_000));
			const visitor = await hub.next();
			await serveChain(visitor, longer);
			await stdout.has(`"BPM":${bpm}`);
			visitor.destroy();
		}
		await hub.next();
		stop.abort();
		expect(await code).toBe(0);
		expect(stderr.text().match(/^The connection is lost: /gm)).toHaveLength(3);
	});
});
