import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {OwnBlocks} from '../../../src/client/state/own-blocks.ts';

const added = fc.array(fc.tuple(fc.nat(60), fc.stringMatching(/^[a-e]$/)), {maxLength: 80});

describe('our blocks', () => {
	it('are what was added and not taken out, whatever the order', () => {
		fc.assert(
			fc.property(added, fc.nat(60), (pairs, lowest) => {
				const known = new Map(pairs);
				const all = pairs.reduce((before, [index, id]) => before.with(index, id), OwnBlocks.none);
				expect(all.size).toBe(known.size);
				for (let index = 0; index <= 60; index++) expect(all.get(index)).toBe(known.get(index));
				const indexes = [...known.keys()].sort((a, b) => b - a);
				expect([...all.keys()].sort((a, b) => b - a)).toEqual(indexes);
				expect(all.newest(7).map(({index}) => index)).toEqual(indexes.slice(0, 7));
				const some = all.filter(({index}) => index >= lowest);
				expect([...some.keys()].sort((a, b) => b - a)).toEqual(indexes.filter(index => index >= lowest));
				expect(all.size).toBe(known.size);
			}),
		);
	});

	it('are the same object where nothing changes', () => {
		const own = OwnBlocks.none.with(1, 'a').with(2, 'b');
		expect(own.with(2, 'b')).toBe(own);
		expect(own.filter(() => true)).toBe(own);
	});

	it('can be added one by one, a hundred thousand of them', () => {
		let own = OwnBlocks.none;
		for (let index = 0; index < 100_000; index++) own = own.with(index, 'a');
		expect([own.size, own.has(77_777), own.has(100_000)]).toEqual([100_000, true, false]);
	});
});
