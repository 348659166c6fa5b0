import {describe, expect, it} from 'vitest';
import {type LogOptions, runLog} from '../../../src/client/headless/log.ts';
import {formatBlock} from '../../../src/core/block.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {makeChain, startMs} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {within} from '../../support/watch.ts';
import {type CapturedOutput, captureOutput} from '../support/captured-output.ts';
import {answerBlocks, blocksLine, makeWelcome, prompt, serveChain, welcome} from '../support/live-visit.ts';
import {startScriptedHub, type Visitor} from '../support/scripted-hub.ts';
import {formatTutorialChain, startTutorialHub} from '../support/tutorial-hub.ts';

const chain = makeChain([72, 88, 165]);

type Run = {
	readonly code: Promise<number>;
	readonly stdout: CapturedOutput;
	readonly stderr: CapturedOutput;
};

function log(port: number, options: Partial<LogOptions> = {}): Run {
	const stdout = captureOutput();
	const stderr = Object.assign(captureOutput(), {isTTY: true});
	const defaults = {follow: false, json: false, plain: false, timeoutMs: 2_000, stdout, stderr};
	return {code: runLog({host: '127.0.0.1', port, ...defaults, ...options}), stdout, stderr};
}

function jsonLines(blocks: typeof chain): string {
	return blocks.map(block => `${formatBlock(block)}\n`).join('');
}

describe('bchain log', () => {
	it('prints the verified chain in aligned lines, and on standard error by which rule it was verified', async () => {
		await using hub = await startScriptedHub(visitor => void serveChain(visitor, chain));
		const {code, stdout, stderr} = log(hub.port);
		expect(await code).toBe(0);
		const [genesis, one, two, three] = chain.map(({hash}) => hash.slice(0, 8));
		expect(stdout.text()).toBe(
			[
				`    0  2026-11-20T05:01:37.390Z     0  (none)   → ${genesis}`,
				`    1  2026-11-20T05:01:38.390Z    72  ${genesis} → ${one}`,
				`    2  2026-11-20T05:01:39.390Z    88  ${one} → ${two}`,
				`    3  2026-11-20T05:01:40.390Z   165  ${two} → ${three}`,
				'',
			].join('\n'),
		);
		expect(stderr.text()).toBe('All 4 blocks are verified by the decimal rule.\n');
	});

	it('says by which rule it is valid only where a person sees it', async () => {
		await using hub = await startScriptedHub(visitor => void serveChain(visitor, chain));
		const stderr = captureOutput();
		expect(await log(hub.port, {stderr}).code).toBe(0);
		expect(stderr.text()).toBe('');
	});

	it.each([
		[1, 'The block before it holds.\n'],
		[2, 'The 2 blocks before it hold.\n'],
	])('says of a broken block %d what holds before it', async (index, sentence) => {
		const broken = chain.with(index, {...chain[index]!, bpm: 89});
		await using hub = await startScriptedHub(visitor => void serveChain(visitor, broken).catch(() => {}));
		const {code, stderr} = log(hub.port);
		expect(await code).toBe(1);
		expect(stderr.text().endsWith(sentence) ? sentence : stderr.text()).toBe(sentence);
	});

	it.each([
		[0, []],
		[2, chain.slice(2)],
		[9, chain],
		['all' as const, chain],
	])('prints the newest %j blocks as JSON, as they were received', async (count, blocks) => {
		await using hub = await startScriptedHub(visitor => void serveChain(visitor, chain));
		const {code, stdout} = log(hub.port, {json: true, count});
		expect(await code).toBe(0);
		expect(stdout.text()).toBe(jsonLines(blocks));
	});

	it('colours its lines when it is told to', async () => {
		await using hub = await startScriptedHub(visitor => void serveChain(visitor, chain));
		const {code, stdout} = log(hub.port, {color: true, count: 1});
		expect(await code).toBe(0);
		expect(stdout.text()).toContain('\u001b[1m 165\u001b[22m');
	});

	it('follows the chain until it is stopped, over a lost connection', async () => {
		await using hub = await startScriptedHub();
		const abort = new AbortController();
		const {code, stdout, stderr} = log(hub.port, {json: true, follow: true, count: 1, signal: abort.signal});
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		await stdout.has(jsonLines(chain.slice(3)));
		const longer = [...chain, sealBlock(chain[3]!, 60, startMs + 60_000)];
		visitor.write(blocksLine(longer.slice(4)));
		await stdout.has(jsonLines(longer.slice(3)));
		visitor.destroy();
		longer.push(sealBlock(longer[4]!, 61, startMs + 60_000));
		await serveChain(await hub.next(), longer);
		await stdout.has(jsonLines(longer.slice(3)));
		abort.abort();
		expect(await code).toBe(0);
		expect(stdout.text()).toBe(jsonLines(longer.slice(3)));
		expect(stderr.text()).toMatch(/The connection is lost: .*\. Trying again\.\n/);
	});

	it('goes on with the first block that differs when blocks are replaced', async () => {
		await using hub = await startScriptedHub();
		const abort = new AbortController();
		const {code, stdout, stderr} = log(hub.port, {json: true, follow: true, signal: abort.signal});
		const visitor = await hub.next();
		await serveChain(visitor, chain, {reorgLimit: 2});
		await stdout.has(jsonLines(chain));
		const branch = chain.slice(0, 2);
		for (const bpm of [60, 61, 62]) branch.push(sealBlock(branch.at(-1)!, bpm, startMs));
		visitor.write(`{"rollback":{"from":2}}\n${blocksLine(branch.slice(2))}`);
		await stdout.has(jsonLines(branch.slice(2)));
		abort.abort();
		expect(await code).toBe(0);
		expect(stdout.text()).toBe(jsonLines(chain) + jsonLines(branch.slice(2)));
		expect(stderr.text()).toContain('A longer chain replaced 2 blocks, 2 to 3.\n');
	});

	it('prints nothing of a chain that does not hold, and says which block and why', async () => {
		const broken = chain.with(2, {...chain[2]!, bpm: 89});
		await using hub = await startScriptedHub(visitor => void serveChain(visitor, broken).catch(() => {}));
		const {code, stdout, stderr} = log(hub.port);
		expect(await code).toBe(1);
		expect(stdout.text()).toBe('');
		expect(stderr.text()).toBe(
			`Nothing more was taken from 127.0.0.1:${hub.port}: block 2 does not hold: its Hash is not the SHA-256 of its fields.\nThe 2 blocks before it hold.\n`,
		);
	});

	it('stops following when a block does not hold', async () => {
		await using hub = await startScriptedHub();
		const {code, stdout, stderr} = log(hub.port, {json: true, follow: true});
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		await stdout.has(jsonLines(chain));
		visitor.write(blocksLine([{...sealBlock(chain[3]!, 60, startMs + 60_000), bpm: 61}]));
		expect(await code).toBe(1);
		expect(stderr.text()).toContain('block 4 does not hold');
		expect(stdout.text()).toBe(jsonLines(chain));
	});

	it('stops following when the hub comes back with another past', async () => {
		await using hub = await startScriptedHub();
		const {code, stdout, stderr} = log(hub.port, {json: true, follow: true});
		const visitor = await hub.next();
		await serveChain(visitor, chain, {durable: true});
		await stdout.has(jsonLines(chain));
		visitor.destroy();
		serveChain(await hub.next(), makeChain([1], startMs + 1), {durable: true}).catch(() => {});
		expect(await code).toBe(1);
		expect(stderr.text()).toMatch(
			/does not have the past it had: its genesis block is [0-9a-f]{8}, and was [0-9a-f]{8}\. Nothing was taken/,
		);
	});

	it('remembers a hub, and prints nothing when it has another past at the next run', async () => {
		const stateFolder = makeFolder('state');
		const edited = makeChain([72, 89, 165]);
		let blocks = chain;
		await using hub = await startScriptedHub(visitor => {
			serveChain(visitor, blocks, {durable: true})
				.then(() => answerBlocks(visitor, blocks))
				.catch(() => {});
		});
		expect(await log(hub.port, {stateFolder}).code).toBe(0);
		expect(await log(hub.port, {stateFolder}).code).toBe(0);
		blocks = [...edited, sealBlock(edited[3]!, 60, startMs + 60_000)];
		const {code, stdout, stderr} = log(hub.port, {stateFolder});
		expect(await code).toBe(1);
		expect(stdout.text()).toBe('');
		const lines = stderr.text().split('\n');
		expect(lines[0]).toContain(
			'does not have the past it had: its block 3 is not the one that was verified before',
		);
		expect(lines[4]).toMatch(/# 2 +[0-9a-f]{12} {2}BPM 88 +≠ [0-9a-f]{12} {2}BPM 89 +first difference/);
		expect(stderr.text()).toContain('Someone rebuilt 2 blocks, or this is another hub at the same address');
		expect(await log(hub.port).code).toBe(0);
	});

	it('ends quietly when nobody reads any more', async () => {
		const long = makeChain(Array.from({length: 3_000}, (_, index) => index));
		await using hub = await startScriptedHub(visitor => void serveLong(visitor));
		async function serveLong(visitor: Parameters<typeof serveChain>[0]): Promise<void> {
			await serveChain(visitor, long.slice(0, 1), {height: 3_000, tip: long[3_000]!.hash});
			for (let at = 1; at < long.length; at += 200) visitor.write(blocksLine(long.slice(at, at + 200)));
		}
		const stdout = captureOutput(2);
		const {code, stderr} = log(hub.port, {stdout});
		expect(await code).toBe(0);
		expect(stdout.text().split('\n')).toHaveLength(2 * 256 + 1);
		expect(stderr.text()).toBe('');
	});

	it('gives up on a hub that is not there', async () => {
		const hub = await startScriptedHub();
		await hub[Symbol.asyncDispose]();
		const {code, stderr} = log(hub.port, {timeoutMs: 100});
		expect(await code).toBe(1);
		expect(stderr.text()).toBe(`There is no hub at 127.0.0.1:${hub.port}: nothing listens there.\n`);
	});

	it('gives up on a hub that ends every connection before its chain is there', async () => {
		const serve = async (visitor: Visitor) => {
			await welcome(visitor, makeWelcome(chain));
			visitor.destroy();
		};
		await using hub = await startScriptedHub(visitor => void serve(visitor).catch(() => {}));
		const {code, stderr} = log(hub.port, {timeoutMs: 400});
		expect(await within('it gives up', code)).toBe(1);
		expect(hub.visits()).toBeGreaterThan(1);
		expect(stderr.text()).toMatch(/^There is no hub at .*: the hub closed the connection\.\n$/);
	});
});

describe("bchain log against the tutorial's hub", () => {
	it('prints its blocks, and says by which rule they are valid and what that leaves open', async () => {
		await using hub = await startTutorialHub({intervalMs: 30});
		hub.add(72n);
		const {code, stdout, stderr} = log(hub.port, {plain: true});
		expect(await code).toBe(0);
		const [genesis, one] = hub.chain.map(({timestamp}) => timestamp.slice(0, 23));
		expect(stdout.text()).toBe(
			`    0  ${genesis}…     0  (none)   → (none)  \n    1  ${one}…    72  (none)   → ${hub.chain[1]!.hash.slice(0, 8)}\n`,
		);
		expect(stderr.text()).toBe(
			"All 2 blocks are valid by the tutorial's rule (rune), which does not notice every change: its times have no fixed length, so digits can move from one field to the next.\n",
		);
	});

	it('prints its blocks as JSON, as they were received', async () => {
		await using hub = await startTutorialHub({intervalMs: 30});
		hub.add(9_223_372_036_854_775_807n);
		const {code, stdout} = log(hub.port, {plain: true, json: true});
		expect(await code).toBe(0);
		expect(`[${stdout.text().trim().split('\n').join(',')}]`).toBe(formatTutorialChain(hub.chain));
	});

	it('never prints a control character that a timestamp carries', async () => {
		const timestamp = '\\u001b[2J\\u009b31m\\u202e';
		const genesis = `{"Index":0,"Timestamp":"${timestamp}","BPM":0,"Hash":"","PrevHash":""}`;
		await using hub = await startScriptedHub(visitor => visitor.write(`${prompt}[${genesis}]`));
		const readable = log(hub.port, {plain: true, color: false});
		expect(await readable.code).toBe(0);
		expect(readable.stdout.text()).toMatch(/^ {4}0 {2}\?\[2J\?31m\? +0 {2}\(none\)/);
		const json = log(hub.port, {plain: true, json: true});
		expect(await json.code).toBe(0);
		expect(json.stdout.text()).toBe(`${genesis}\n`);
	});

	it('says that no chain came', async () => {
		await using hub = await startTutorialHub({intervalMs: 1e6});
		const {code, stderr} = log(hub.port, {plain: true, timeoutMs: 100});
		expect(await code).toBe(1);
		expect(stderr.text()).toBe(`The hub at 127.0.0.1:${hub.port} has not sent its chain.\n`);
	});
});
