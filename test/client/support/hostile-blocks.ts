/** Facts of blocks that a hostile hub could show, for properties. */
import fc from 'fast-check';
import {type DetailFacts, detailFacts} from '../../../src/client/screen/detail/detail-facts.ts';
import type {TutorialBlock} from '../../../src/core/block.ts';
import type {HashRule} from '../../../src/core/hash-rule.ts';
import type {FaultReason} from '../../../src/core/verify.ts';
import {chainFacts, columnsOf} from './details.ts';

const hex = fc.constantFrom('ab'.repeat(32), `${'ab'.repeat(20)}${'cd'.repeat(12)}`, '0'.repeat(64));
const pieces = fc.constantFrom(
	'\x1b[2J',
	'\n',
	'\0',
	'\u202e',
	'漢',
	'🫀',
	'é',
	'e\u0301',
	'\ud800',
	' ',
	'2026',
	'-',
);
const text = fc.oneof(
	hex,
	fc.constant(''),
	fc.array(pieces, {maxLength: 40}).map(parts => parts.join('')),
	fc.nat(400).map(length => 'x'.repeat(length)),
);

function block(index: number): fc.Arbitrary<TutorialBlock> {
	const fields = {
		index: fc.constant(index),
		timestamp: text,
		bpm: fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n}),
		hash: text,
		prevHash: text,
	};
	const work = {difficulty: fc.nat(2_000), nonce: text};
	return fc.oneof(fc.record(fields), fc.record({...fields, ...work}));
}

/** Facts of one of three blocks, or of the one after them, that need not hold in anything. */
export const hostileFacts: fc.Arbitrary<DetailFacts> = fc
	.record({
		first: fc.constantFrom(0, 7, 999_999),
		looked: fc.nat(3),
		rule: fc.constantFrom<HashRule>('decimal', 'rune'),
		reason: fc.constantFrom<FaultReason>('shape', 'index', 'link', 'hash', 'work'),
		strict: fc.boolean(),
		own: fc.boolean(),
	})
	.chain(({first, looked, rule, reason, strict, own}) =>
		fc.tuple(block(first), block(first + 1), block(first + 2), block(first + 3)).map(([a, b, c, refused]) => {
			const columns = columnsOf([a, b, c]);
			const fault = {index: first + 3, reason, detail: 'it does not hold'};
			const chain = chainFacts(columns, {rule, strict, fault, refused});
			return detailFacts(columns, first + looked, chain, {own})!;
		}),
	);
