import fc from 'fast-check';
import {expect, it} from 'vitest';
import {Cuts} from '../../src/server/cuts.ts';

it('knows from where on a chain has changed since each of its versions', () => {
	fc.assert(
		fc.property(fc.array(fc.nat(20), {maxLength: 40}), replaced => {
			const cuts = new Cuts();
			for (const [i, from] of replaced.entries()) cuts.add(i + 1, from);
			for (let version = 0; version <= replaced.length; version++)
				expect(cuts.changedSince(version)).toBe(
					Math.min(Number.POSITIVE_INFINITY, ...replaced.slice(version)),
				);
		}),
	);
});

it('knows of the oldest of very many versions at least as much as has changed', () => {
	const cuts = new Cuts();
	const versions = 25_000;
	for (let version = 1; version <= versions; version++) cuts.add(version, version);
	expect(cuts.changedSince(0)).toBe(1);
	expect(cuts.changedSince(10)).toBeLessThanOrEqual(11);
	expect(cuts.changedSince(versions - 1)).toBe(versions);
	expect(cuts.changedSince(versions)).toBe(Number.POSITIVE_INFINITY);
});
