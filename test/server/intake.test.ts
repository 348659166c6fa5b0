import {EventEmitter} from 'node:events';
import type {Socket} from 'node:net';
import {expect, it} from 'vitest';
import {defaults} from '../../src/core/limits.ts';
import {Hub} from '../../src/server/hub.ts';
import {Intake} from '../../src/server/intake.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import {makeCounters} from '../../src/server/status.ts';

/** A socket of which one sees what it is told; what is put back into it comes again when it is read on. */
class ToldSocket extends EventEmitter {
	readonly told: string[] = [];
	#rest: Buffer = Buffer.alloc(0);

	pause(): void {
		this.told.push('pause');
	}

	resume(): void {
		this.told.push('resume');
		const rest = this.#rest;
		this.#rest = Buffer.alloc(0);
		if (rest.length > 0) this.emit('data', rest);
	}

	unshift(rest: Buffer): void {
		this.#rest = rest;
	}
}

it('takes 8 KiB of a connection a turn, so that a flood does not keep the others waiting', async () => {
	const socket = new ToldSocket();
	const hub = await Hub.open(createMemoryLedger());
	let taken = 0;
	const counters = makeCounters();
	new Intake(
		socket as unknown as Socket,
		{hub, bounds: defaults, counters},
		{
			isLocal: true,
			isFull: () => false,
			onBytes: bytes => {
				taken += bytes.length;
				return true;
			},
			onLine: () => true,
			onNonsense: () => {},
		},
	);
	socket.emit('data', Buffer.alloc(20 * 1_024, 'x'));
	expect([taken, socket.told]).toEqual([8_192, ['pause']]);
	await new Promise(setImmediate);
	expect([taken, socket.told]).toEqual([16_384, ['pause', 'resume', 'pause']]);
	await new Promise(setImmediate);
	expect([taken, socket.told]).toEqual([20_480, ['pause', 'resume', 'pause', 'resume']]);
	// To wait for one's turn is no bound that was reached.
	expect(counters).toEqual(makeCounters());
});
