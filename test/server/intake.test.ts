import {EventEmitter} from 'node:events';
import type {Socket} from 'node:net';
import {afterEach, expect, it, vi} from 'vitest';
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

afterEach(() => void vi.useRealTimers());

/** An intake on such a socket, and what it took. */
async function openIntake() {
	const socket = new ToldSocket();
	const hub = await Hub.open(createMemoryLedger());
	const counters = makeCounters();
	const seen = {bytes: 0, nonsense: [] as string[]};
	const intake = new Intake(
		socket as unknown as Socket,
		{self: {hub}, bounds: defaults, counters},
		{
			isLocal: true,
			isFull: () => false,
			onBytes: bytes => {
				seen.bytes += bytes.length;
				return true;
			},
			onLine: () => true,
			onNonsense: reason => void seen.nonsense.push(reason),
		},
	);
	return {socket, intake, seen, counters};
}

it('takes 8 KiB of a connection a turn, so that a flood does not keep the others waiting', async () => {
	const {socket, seen, counters} = await openIntake();
	socket.emit('data', Buffer.alloc(20 * 1_024, 'x'));
	expect([seen.bytes, socket.told]).toEqual([8_192, ['pause']]);
	await new Promise(setImmediate);
	expect([seen.bytes, socket.told]).toEqual([16_384, ['pause', 'resume', 'pause']]);
	await new Promise(setImmediate);
	expect([seen.bytes, socket.told]).toEqual([20_480, ['pause', 'resume', 'pause', 'resume']]);
	// To wait for one's turn is no bound that was reached.
	expect(counters).toEqual(makeCounters());
});

it('does not begin to count anew for a line without an end that has to wait for its turn', async () => {
	vi.useFakeTimers({toFake: ['performance']});
	const {socket, intake, seen} = await openIntake();
	socket.emit('data', Buffer.from('x'));
	vi.advanceTimersByTime(defaults.nonsenseTimeoutMs - 1);
	socket.emit('data', Buffer.alloc(8 * 1_024, 'x'));
	expect(socket.told).toEqual(['pause']);
	await new Promise(setImmediate);
	intake.look(performance.now());
	expect(seen.nonsense).toEqual([]);
	vi.advanceTimersByTime(1);
	intake.look(performance.now());
	expect(seen.nonsense).toEqual(['A line has begun and does not end.']);
});
