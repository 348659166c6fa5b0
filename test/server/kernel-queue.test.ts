import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {afterEach, describe, expect, it, onTestFinished, vi} from 'vitest';
import {readKernelQueues} from '../../src/server/kernel-queue.ts';

const onLinux = process.platform === 'linux';
afterEach(() => vi.restoreAllMocks());

/** Both ends of a connection to a port of its own. */
async function openPair(host: string, to = host): Promise<{port: number; ours: Socket; other: Socket}> {
	const server = createServer({pauseOnConnect: true}).listen(0, host);
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	const other = connect(port, to);
	const [ours] = (await once(server, 'connection')) as [Socket];
	onTestFinished(() => {
		ours.destroy();
		other.destroy();
		server.close();
	});
	return {port, ours, other};
}

describe.skipIf(!onLinux)('the queue of the system', () => {
	it.each([
		['IPv4', '127.0.0.1', '127.0.0.1'],
		['IPv6', '::1', '::1'],
		['IPv4 on a port for both', '::', '127.0.0.1'],
	])('is what the other side has not taken: %s', async (_name, host, to) => {
		const {port, ours, other} = await openPair(host, to);
		other.pause();
		expect((await readKernelQueues(port)).of(ours)).toBe(0);
		ours.write(Buffer.alloc(32 * 1024 * 1024));
		await new Promise(setImmediate);
		const before = (await readKernelQueues(port)).of(ours)!;
		expect(before).toBeGreaterThan(0);
		let left = 4 * 1024 * 1024;
		while (left > 0) {
			const piece = other.read() as Buffer | null;
			if (piece) left -= piece.length;
			else await once(other, 'readable');
		}
		// Not which number, but that it is another one, shows that the other side takes something.
		expect((await readKernelQueues(port)).of(ours)).not.toBe(before);
	});

	it('is not known of a connection to another port', async () => {
		const {ours} = await openPair('127.0.0.1');
		expect((await readKernelQueues(1)).of(ours)).toBeUndefined();
	});
});
