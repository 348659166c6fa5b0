/** Readers that are slow, and readers that are stuck, on real connections and by the real clock. */
import type {Socket} from 'node:net';
import {expect, test} from 'vitest';
import {verifyChain} from '../../src/core/verify.ts';
import {readKernelQueues} from '../../src/server/kernel-queue.ts';
import {type LogEvent, startHub} from '../support/hub-process.ts';
import {SlowReader} from '../support/slow-reader.ts';
import {connectSocket} from '../support/socket-client.ts';

const stallMs = 5_000;
/** 10 MB: more than the system keeps of a connection that is not read. */
const blocks = 61_440;
const blocksAtOnce = 4_096;
const greeting = 'Enter a new BPM:';
/** 200 KB a second at most. Of what it takes Node sees nothing before a third of the system's buffer is empty. */
const slowRestMs = 20;
/** So that it reads for longer than the stall timeout, however fast the machine is. */
const slowBytes = 1_200_000;

// Only Linux tells what is left in its buffers.
test.skipIf(process.platform !== 'linux')(
	'a reader that is slow is not cut, and gets everything; one that takes nothing is, after the stall timeout',
	async () => {
		const keeps = (line: string): boolean => !line.includes('"event":"block"');
		await using hub = await startHub({args: [`--stall-timeout=${stallMs}ms`], keeps});
		await using writer = await connectSocket(hub.port);
		for (let i = 0; i < blocks; i += blocksAtOnce) writer.write('72\n'.repeat(blocksAtOnce));
		await writer.until(greeting.length + blocks * (greeting.length + 1), 15_000);
		const findLeft = ({localPort}: Socket): LogEvent | undefined =>
			hub.events().find(({event, from}) => event === 'left' && from === `127.0.0.1:${localPort}`);

		const startedMs = performance.now();
		using slow = new SlowReader(hub.port, slowRestMs);
		await using stuck = await connectSocket(hub.port);
		stuck.socket.pause();
		stuck.write('/live\n/from 0\n');

		await Promise.all([
			slow.untilBytes(slowBytes, 6 * stallMs),
			hub.until(() => findLeft(stuck.socket) !== undefined, 3 * stallMs),
		]);
		expect(findLeft(stuck.socket)).toMatchObject({reason: 'stalled'});
		expect(performance.now() - startedMs).toBeGreaterThan(stallMs);
		expect(findLeft(slow.socket)).toBeUndefined();
		// What it did not take is not kept for it, by the system either.
		const queues = await readKernelQueues(hub.port);
		const remote = {remoteAddress: hub.host, remotePort: stuck.socket.localPort} as Socket;
		expect(queues.of(remote)).toBeUndefined();
		const chain = await slow.readUpTo(blocks, 10_000);
		expect(verifyChain(chain)).toMatchObject({ok: true, blocks: blocks + 1});
	},
	60_000,
);
