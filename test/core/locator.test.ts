import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {sha256} from '../../src/core/hash-rule.ts';
import {limits} from '../../src/core/limits.ts';
import {highestShared, makeLocator, parseLocator} from '../../src/core/locator.ts';

/** A chain that shares its first `shared` blocks with every other; what follows is its own. */
const hashesOf =
	(name: string, shared: number, length: number) =>
	(index: number): string | undefined => {
		if (index < 0 || index >= length) return undefined;
		return sha256(index < shared ? `${index}` : `${name} ${index}`);
	};

const indexesOf = (tipIndex: number): number[] =>
	makeLocator(tipIndex, index => `${index}`).map(([index]) => index);

describe('a locator', () => {
	test.each<[tipIndex: number, indexes: number[]]>([
		[-1, []],
		[0, [0]],
		[1, [1, 0]],
		[9, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
		[10, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
		[11, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 0]],
		[100, [100, 99, 98, 97, 96, 95, 94, 93, 92, 91, 89, 85, 77, 61, 29, 0]],
	])('of a chain with tip %d', (tipIndex, indexes) => {
		expect(indexesOf(tipIndex)).toEqual(indexes);
	});

	test('carries the hash of each of its blocks', () => {
		expect(makeLocator(2, index => `hash ${index}`)).toEqual([
			[2, 'hash 2'],
			[1, 'hash 1'],
			[0, 'hash 0'],
		]);
	});

	test('is bounded for any chain that a number can count', () => {
		expect(indexesOf(Number.MAX_SAFE_INTEGER).length).toBeLessThanOrEqual(limits.locatorPairsMax);
		const longest = JSON.stringify(makeLocator(Number.MAX_SAFE_INTEGER, index => sha256(`${index}`)));
		expect(parseLocator(longest)).not.toBeNull();
		expect(`/from ${longest}`.length).toBeLessThanOrEqual(limits.lineBytesMax);
	});

	const chains = fc.record({
		shared: fc.nat({max: 3_000}),
		mine: fc.nat({max: 3_000}),
		theirs: fc.nat({max: 3_000}),
	});

	test('finds the highest shared pair of any two chains with a common beginning', () => {
		const property = fc.property(chains, ({shared, mine, theirs}) => {
			const tipIndex = shared + mine - 1;
			const own = hashesOf('mine', shared, shared + mine);
			const locator = makeLocator(tipIndex, index => own(index)!);
			const found = highestShared(locator, hashesOf('theirs', shared, shared + theirs));
			const indexes = locator.map(([index]) => index);
			expect(found).toBe(Math.max(-1, ...indexes.filter(index => index < shared)));
			// Near the tip nothing is sent twice; further down at most about as much as has changed.
			if (shared > 0) expect(shared - 1 - found).toBeLessThanOrEqual(mine < 10 ? 0 : mine);
		});
		fc.assert(property, {seed: 1, numRuns: 500});
	});

	test('read from its text is the same locator', () => {
		const property = fc.property(fc.nat({max: 100_000}), tipIndex => {
			const locator = makeLocator(tipIndex, index => sha256(`${index}`));
			expect(parseLocator(JSON.stringify(locator))).toEqual(locator);
		});
		fc.assert(property, {seed: 1, numRuns: 100});
	});
});

describe('the text of a locator', () => {
	const hash = `"${'a'.repeat(64)}"`;
	const pairs = (count: number): string =>
		`[${Array.from({length: count}, (_, at) => `[${count - at},${hash}]`).join(',')}]`;

	test('may have at most 64 pairs', () => {
		expect(parseLocator(pairs(64))).toHaveLength(64);
		expect(parseLocator(pairs(65))).toBeNull();
	});

	test.each([
		'',
		'[]',
		'{}',
		'null',
		'7',
		'"x"',
		`[${hash}]`,
		'[[1]]',
		`[[1,${hash},2]]`,
		`[["1",${hash}]]`,
		`[[-1,${hash}]]`,
		`[[1.5,${hash}]]`,
		`[[9007199254740992,${hash}]]`,
		`[[1,${hash}],[1,${hash}]]`,
		`[[1,${hash}],[2,${hash}]]`,
		`[[1,${hash.toUpperCase()}]]`,
		'[[1,""]]',
		'[[1,null]]',
		`[[1,${hash}]`,
		`[[1,${hash}],null]`,
	])('is not %s', text => {
		expect(parseLocator(text)).toBeNull();
	});
});
