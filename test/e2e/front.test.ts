/** Fronts as processes of their own: killed in the middle of it, like the hubs behind them, they lose nothing. */
import {expect, onTestFinished, test} from 'vitest';
import {run} from '../cli/run-program.ts';
import {startTutorialHub} from '../client/support/tutorial-hub.ts';
import {openLive} from '../server/support/live-client.ts';
import {makeFolder} from '../support/child-env.ts';
import {openLine} from '../support/cuttable-line.ts';
import {readBlocks} from '../support/data-folder.ts';
import {type HubProcess, startHub} from '../support/hub-process.ts';
import {connectSocket} from '../support/socket-client.ts';

const settleMs = 30_000;
const prompt = 'Enter a new BPM:';

/** A process that is killed and started again in its place, with its data, as often as a test likes. */
class Restartable {
	readonly data = makeFolder('restartable');
	readonly #args: readonly string[];
	#port = 0;
	hub!: HubProcess;

	constructor(...args: readonly string[]) {
		this.#args = args;
		onTestFinished(async () => void (await this.hub.kill()));
	}

	async start(): Promise<void> {
		this.hub = await startHub({args: this.#args, data: this.data, port: this.#port});
		this.#port = this.hub.port;
	}

	async restart(): Promise<void> {
		await this.hub.kill();
		await this.start();
	}

	get port(): number {
		return this.#port;
	}
}

async function startBoth() {
	const hub = new Restartable();
	await hub.start();
	const front = new Restartable('--upstream', `127.0.0.1:${hub.port}`);
	await front.start();
	return {hub, front};
}

/** Sends readings with ids to a hub that comes and goes, each again and again until it is accepted. */
async function sendAll(port: () => number, bpms: readonly number[]): Promise<void> {
	const open = new Map(bpms.map(bpm => [`reading-${String(bpm).padStart(12, '0')}`, bpm]));
	const deadlineMs = performance.now() + settleMs;
	while (open.size > 0) {
		expect(performance.now()).toBeLessThan(deadlineMs);
		// It may be gone at this moment, or not know yet which chain it serves.
		const client = await connectSocket(port()).catch(() => null);
		client?.write(`/live\n${[...open].map(([id, bpm]) => `/add ${id} ${bpm}\n`).join('')}`);
		await client?.closed(300).catch(() => {});
		for (const [, id] of client?.unread().matchAll(accepted) ?? []) open.delete(id!);
		await client?.[Symbol.asyncDispose]();
	}
}

const accepted = /"accepted":\{"index":\d+,"hash":"\w+","id":"([\w-]+)"/g;

test('every reading is in the chain once, whoever was killed meanwhile', async () => {
	const {hub, front} = await startBoth();
	await front.hub.until(({event}) => event === 'mirrored');
	const bpms = Array.from({length: 300}, (_, i) => 100 + i);
	let isDone = false;
	const sending = sendAll(() => front.port, bpms).finally(() => {
		isDone = true;
	});
	for (let turn = 0; turn < 4 && !isDone; turn++) {
		await front.restart();
		await hub.restart();
		await Promise.all([front.restart(), hub.restart()]);
	}
	await sending;

	const readings = readBlocks(hub.data, 1).map(({bpm}) => bpm);
	expect(readings.toSorted((a, b) => a - b)).toEqual(bpms);
	await expect.poll(() => readBlocks(front.data), {timeout: settleMs}).toEqual(readBlocks(hub.data));
}, 60_000);

test('what was said to be queued survives kill -9 of the front, and is delivered once the hub is back', async () => {
	const {hub, front} = await startBoth();
	await front.hub.until(({event}) => event === 'mirrored');
	await hub.hub.kill();
	await front.hub.until(({event}) => event === 'upstreamAway');
	const bpms = Array.from({length: 200}, (_, i) => 100 + i);
	await using nc = await connectSocket(front.port);
	nc.write(bpms.map(bpm => `${bpm}\n`).join(''));
	await nc.until(/(?:Queued: [^\n]*\n[^\n]*\n?){200}/);
	await front.restart();
	await hub.start();
	await expect.poll(() => readBlocks(hub.data).length, {timeout: settleMs}).toBe(201);

	expect(readBlocks(hub.data, 1).map(({bpm}) => bpm)).toEqual(bpms);
	await front.hub.until(({event, waiting}) => event === 'upstreamUp' && waiting === 200);
});

test('when a network replaces blocks of the hub behind, the front follows, and tells where a reading went', async () => {
	const line = await openLine(() => east.port);
	onTestFinished(() => line[Symbol.asyncDispose]());
	const east: HubProcess = await startHub({args: ['--reorg-limit', '100'], data: makeFolder('east')});
	onTestFinished(async () => void (await east.kill()));
	const west = new Restartable('--peer', `127.0.0.1:${line.port}`);
	await west.start();
	await west.hub.until(({event}) => event === 'peerJoined');
	const front = new Restartable('--upstream', `127.0.0.1:${west.port}`);
	await front.start();
	await sendAll(() => front.port, [100]);
	line.cut();
	await west.hub.until(({event}) => event === 'peerLeft');
	using live = openLive(front.port, '/from 0\n/add reading-000000000101 101\n');
	const accepted = await live.until('accepted', ({id}) => id === 'reading-000000000101');
	await sendAll(() => east.port, [102, 103, 104]);
	line.mend();
	const moved = await live.until('moved', () => true, settleMs);
	await live.when('the chain', () => live.blocks().at(-1)?.index === moved.index, settleMs);

	expect(accepted.index).toBe(2);
	expect(moved).toMatchObject({id: 'reading-000000000101', index: 5});
	expect(live.messages).toContainEqual({kind: 'rollback', from: 2});
	expect(live.blocks().at(-1)?.bpm).toBe(101);
	await expect.poll(() => readBlocks(front.data), {timeout: settleMs}).toEqual(readBlocks(west.data));
}, 60_000);

test('to nc it speaks the bytes of the tutorial', async () => {
	const {front} = await startBoth();
	await front.hub.until(({event}) => event === 'mirrored');
	await using nc = await connectSocket(front.port);
	nc.write('72\nabc\n\n');
	await nc.until(`help.\n${prompt}\n${prompt}`);

	expect(nc.received().toString()).toBe(
		`${prompt}\n${prompt}\n"abc" is not a whole number. Type /help for help.\n${prompt}\n${prompt}`,
	);
});

test('bchain send waits while readings are queued, and says with its own exit code that they will come', async () => {
	const {hub, front} = await startBoth();
	await front.hub.until(({event}) => event === 'mirrored');
	const there = await run(['send', '72', '--to', front.hub.address]);
	await hub.hub.kill();
	await front.hub.until(({event}) => event === 'upstreamAway');
	const away = await run(['send', '73', '--to', front.hub.address, '--timeout', '1s']);
	await hub.start();
	await expect.poll(() => readBlocks(hub.data).length, {timeout: settleMs}).toBe(3);

	expect(there).toMatchObject({code: 0, stdout: expect.stringContaining('72 is durable in block 1')});
	expect(away).toMatchObject({
		code: 3,
		stdout: '',
		stderr: expect.stringContaining(
			'73 is queued at the hub, and not in the chain yet: it becomes a block by itself, so do not send it again.',
		),
	});
	expect(readBlocks(hub.data, 1).map(({bpm}) => bpm)).toEqual([72, 73]);
});

test("a front for the tutorial's hub delivers what waited, also after kill -9, at least once", async () => {
	const tutorial = await startTutorialHub({intervalMs: 100, loses: (_bpm, count) => count % 3 === 1});
	onTestFinished(() => tutorial[Symbol.asyncDispose]());
	const front = new Restartable('--upstream', `127.0.0.1:${tutorial.port}`);
	await front.start();
	await front.hub.until(({event}) => event === 'shown');
	await using nc = await connectSocket(front.port);
	nc.write('71\n72\n73\n74\n');
	await nc.until(/(?:Queued: [^\n]*\n[^\n]*\n?){4}/);
	await front.hub.until(({event}) => event === 'delivered');
	await front.restart();
	const bpms = () => [...new Set(tutorial.chain.map(({bpm}) => Number(bpm)))];
	await expect.poll(bpms, {timeout: settleMs}).toEqual([0, 71, 72, 73, 74]);
});

test('the folder of a front is not served as a chain of its own, nor the other way round', async () => {
	const {hub, front} = await startBoth();
	await Promise.all([hub.hub.stop(), front.hub.stop()]);
	const own = await run(['serve', '--port', '0', '--data', front.data]);
	const other = await run(['serve', '--port', '0', '--data', hub.data, '--upstream', 'localhost:1']);

	expect(own).toMatchObject({
		code: 2,
		stderr: expect.stringContaining(
			'is the data folder of a front for another hub: start it with --upstream',
		),
	});
	expect(other).toMatchObject({code: 2, stderr: expect.stringContaining('holds a chain of its own')});
});
