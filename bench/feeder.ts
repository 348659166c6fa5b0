/** Readings that keep coming. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {connect} from 'node:net';
import {loadScript} from './processes.ts';

/** Adds readings at an even pace to the hub at `port`, from a process of its own, until it is disposed. */
export function startFeeder(port: number, perSecond: number): AsyncDisposable {
	const child = spawn(process.execPath, [loadScript('feeder.ts'), JSON.stringify({port, perSecond})]);
	return {
		async [Symbol.asyncDispose]() {
			const exit = once(child, 'exit');
			child.kill('SIGKILL');
			await exit;
		},
	};
}

/** Adds this many readings to the hub at `port` at once; resolves when all are durable. */
export async function addReadings(port: number, count: number): Promise<void> {
	const socket = connect(port, '127.0.0.1');
	socket.write('72\n'.repeat(count));
	let lines = 0;
	for await (const chunk of socket) {
		for (const byte of chunk as Buffer) if (byte === 0x0a) lines++;
		if (lines === count) break;
	}
}
