import {expect, it} from 'vitest';
import {Beginning, beginningHoldMs} from '../../../src/server/peers/beginning.ts';
import {Meetings} from '../../../src/server/peers/meetings.ts';
import type {PeerConnection} from '../../../src/server/peers/peer-connection.ts';

/** A hub with only its genesis block, and a clock that the test moves. */
function begin() {
	let nowMs = 0;
	let isHeld = false;
	let grown = (): void => {};
	const timers: {readonly atMs: number; readonly go: () => void}[] = [];
	const tip = {index: 0, hash: ''};
	const beginning = new Beginning(
		{
			tip,
			hold: (_who, holds) => {
				isHeld = holds;
			},
			follow: on => {
				grown = () => on({from: 1, removed: [], blocks: []});
				return () => {
					grown = () => {
						throw new Error('nobody follows any more');
					};
				};
			},
		},
		{now: () => nowMs, after: (delayMs, go) => timers.push({atMs: nowMs + delayMs, go})},
	);
	return {
		beginning,
		isHeld: () => isHeld,
		pass(ms: number) {
			nowMs += ms;
			for (const {atMs, go} of timers.splice(0)) {
				if (atMs <= nowMs) go();
				else timers.push({atMs, go});
			}
		},
		grow() {
			tip.index++;
			grown();
		},
	};
}

it('a hub that has only begun waits until it has met all whom it dials', () => {
	const {beginning, isHeld} = begin();
	beginning.expect(['one:9000', 'two:9000']);
	expect(isHeld()).toBe(true);
	beginning.met('one:9000');
	expect(isHeld()).toBe(true);
	beginning.met('two:9000');
	expect(isHeld()).toBe(false);
});

it('but not for ever, and not again', () => {
	const {beginning, isHeld, pass} = begin();
	beginning.expect(['one:9000']);
	pass(beginningHoldMs - 1);
	expect(isHeld()).toBe(true);
	pass(1);
	expect(isHeld()).toBe(false);
	pass(1_000_000);
	beginning.met('two:9000');
	expect(isHeld()).toBe(false);
});

it('it waits while somebody is about to meet it, and for a part of the time if that never ends', () => {
	const {beginning, isHeld, pass} = begin();
	const [one, two] = [{}, {}];
	beginning.meets(one, true);
	beginning.meets(two, true);
	expect(isHeld()).toBe(true);
	beginning.meets(one, false);
	expect(isHeld()).toBe(true);
	beginning.meets(two, false);
	expect(isHeld()).toBe(false);
	beginning.meets(one, true);
	pass(beginningHoldMs);
	expect(isHeld()).toBe(false);
});

it('it waits for nobody when it has a reading, or dials nobody, or stops', () => {
	const {beginning, isHeld, grow} = begin();
	beginning.expect([]);
	expect(isHeld()).toBe(false);
	beginning.expect(['one:9000']);
	beginning.end();
	expect(isHeld()).toBe(false);
	beginning.expect(['one:9000']);
	grow();
	expect(isHeld()).toBe(false);
	beginning.meets({}, true);
	expect(isHeld()).toBe(false);
	expect(grow).toThrow('nobody follows');
});

it('handshakes from one address do not take the places of all others', () => {
	const {beginning, isHeld} = begin();
	const meetings = new Meetings(beginning);
	const connect = (host: string): PeerConnection => ({host}) as PeerConnection;
	const there = Array.from({length: 16}, () => connect('192.0.2.7'));
	for (const connection of there) {
		expect(meetings.refuse('192.0.2.7', false)).toBeNull();
		meetings.add(connection);
	}
	expect(isHeld()).toBe(true);
	expect(meetings.refuse('192.0.2.7', false)).toBe(
		'Too many hubs of your address ask for a link at the same time.',
	);
	expect(meetings.refuse('192.0.2.8', false)).toBeNull();
	expect(meetings.refuse('192.0.2.7', true)).toBeNull();
	meetings.delete(there[0]!);
	expect(meetings.refuse('192.0.2.7', false)).toBeNull();
	for (let n = 15; n < 256; n++) meetings.add(connect(`198.51.100.${n}`));
	expect(meetings.refuse('127.0.0.1', true)).toBe('Too many hubs ask for a link at the same time.');
});
