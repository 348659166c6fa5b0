import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createHeldBytes} from '../../src/core/held-bytes.ts';

test('gives back what was appended, in order, and begins anew', () => {
	const property = fc.property(fc.array(fc.uint8Array({maxLength: 400}), {maxLength: 20}), pieces => {
		const held = createHeldBytes();
		for (const round of [1, 2]) {
			for (const piece of pieces) held.append(piece);
			expect(held.length, `round ${round}`).toBe(Buffer.concat(pieces).length);
			expect(held.take()).toEqual(Buffer.concat(pieces));
			expect(held.length).toBe(0);
		}
	});
	fc.assert(property, {seed: 1, numRuns: 200});
});

test('keeps a copy: a chunk that changes afterwards changes nothing', () => {
	const held = createHeldBytes();
	const chunk = Buffer.from('abc');
	held.append(chunk);
	chunk.fill('x');
	const taken = held.take();
	held.append(Buffer.from('zzz'));
	expect(taken.toString()).toBe('abc');
});

test('uses at most twice the memory of the bytes kept, also when they come one by one', () => {
	const held = createHeldBytes();
	for (let count = 0; count < 8_192; count++) held.append(Buffer.from('7'));
	expect(held.take().buffer.byteLength).toBeLessThanOrEqual(2 * 8_192);
});
