import {EventEmitter, once} from 'node:events';
import {expect, test, vi} from 'vitest';
import {KeyStream} from '../../../src/client/keys/key-stream.ts';
import type {KeyToken} from '../../../src/client/keys/key-tokenizer.ts';

/** A terminal's input that the test types into. */
class FakeInput extends EventEmitter {
	raw = false;
	setRawMode(on: boolean): void {
		this.raw = on;
	}
	setEncoding(): void {}
	resume(): void {}
	pause(): void {}
	ref(): void {}
	unref(): void {}
}

function nameOf(token: KeyToken): string {
	return token.kind === 'key' ? token.key : token.text;
}

/** A stream whose tokens are collected, each with the turn of the event loop in which it came. */
function openStream(answer: (token: KeyToken) => readonly string[] = () => []) {
	const input = new FakeInput();
	const names: string[] = [];
	const turns: number[] = [];
	let turn = 0;
	const stream = new KeyStream(input, token => {
		names.push(nameOf(token));
		turns.push(turn);
		return answer(token);
	});
	stream.setRawMode(true);
	const nextTurn = async (): Promise<void> => {
		await new Promise(resolve => setImmediate(resolve));
		turn++;
	};
	return {input, stream, names, turns, nextTurn};
}

test('Keys of one read come one by one, each on a turn of its own', async () => {
	const {input, names, turns, nextTurn} = openStream();
	input.emit('data', '72\r88\r');
	for (let at = 0; at < 8; at++) await nextTurn();
	expect(names).toEqual(['7', '2', 'enter', '8', '8', 'enter']);
	expect(new Set(turns).size).toBe(6);
});

test('What is passed on to Ink comes in order, before the next key is looked at', async () => {
	const {input, stream, names} = openStream(token =>
		nameOf(token) === 'home' ? ['L', 'L'] : [nameOf(token)],
	);
	let read = '';
	stream.on('data', (key: string) => {
		read += key;
		if (key === 'L') expect(names.at(-1)).toBe('home');
	});
	input.emit('data', '7\x1b[H8');
	while (read.length < 4) await once(stream, 'data');
	expect(read).toBe('7LL8');
});

test('A sequence that comes in two reads is one key', async () => {
	const {input, names, nextTurn} = openStream();
	input.emit('data', '\x1b[');
	await nextTurn();
	input.emit('data', 'A');
	await nextTurn();
	await nextTurn();
	expect(names).toEqual(['up']);
});

test('Esc alone is a key after a moment', async () => {
	const {input, names} = openStream();
	input.emit('data', '\x1b');
	expect(names).toEqual([]);
	await vi.waitFor(() => expect(names).toEqual(['escape']));
});

test('What is typed before anybody takes keys waits; what the terminal reports does not', async () => {
	const input = new FakeInput();
	const names: string[] = [];
	const stream = new KeyStream(input, token => {
		names.push(nameOf(token));
		return [];
	});
	stream.listen();
	expect(input.raw).toBe(true);
	input.emit('data', '72\x1b[?62;4c\r');
	await new Promise(resolve => setImmediate(resolve));
	expect(names).toEqual(['?62;4c']);
	stream.setRawMode(true);
	for (let at = 0; at < 4; at++) await new Promise(resolve => setImmediate(resolve));
	expect(names).toEqual(['?62;4c', '7', '2', 'enter']);
	stream.setRawMode(false);
	expect([input.raw, input.listenerCount('data')]).toEqual([false, 0]);
});

test('Leaving raw mode stops listening and drops what waits', async () => {
	const {input, stream, names, nextTurn} = openStream();
	input.emit('data', '72');
	stream.setRawMode(false);
	input.emit('data', '88');
	for (let at = 0; at < 4; at++) await nextTurn();
	expect(names).toEqual([]);
	expect(input.raw).toBe(false);
	expect(input.listenerCount('data')).toBe(0);
});

test('No more than 4096 keys wait for their turn', async () => {
	const {input, names, nextTurn} = openStream();
	input.emit('data', '7'.repeat(10_000));
	for (let at = 0; at < 4_200; at++) await nextTurn();
	expect(names).toHaveLength(4_096);
});

test('Ctrl+C works at once, however many keys wait, and in its turn after a few', async () => {
	const {input, names, nextTurn} = openStream();
	input.emit('data', '72\r\x03');
	for (let at = 0; at < 5; at++) await nextTurn();
	expect(names).toEqual(['7', '2', 'enter', 'ctrl+c']);
	input.emit('data', 'j'.repeat(10_000));
	input.emit('data', '\x03');
	for (let at = 0; at < 3; at++) await nextTurn();
	expect(names.slice(4)).toEqual(['ctrl+c']);
});
