import {type AnyBlock, shapeFault} from '../../../core/block.ts';
import {type Explanation, explainHash} from '../../../core/explanation.ts';
import type {HashRule} from '../../../core/hash-rule.ts';
import {listWeaknesses} from '../../../core/weaknesses.ts';
import type {ChainColumns} from '../../chain-columns.ts';
import {formatBlockJson} from '../../headless/block-line.ts';
import type {ChainFacts} from '../../link-event.ts';
import {formatCount, formatMany} from '../format.ts';

/** One thing that is looked at to say whether a block is valid (protocol section 1). */
export interface Check {
	readonly name: 'index' | 'link' | 'hash' | 'shape' | 'work';
	/** `weak`: only by the tutorial's rule. `unknown`: what it is compared with is not here. */
	readonly state: 'holds' | 'weak' | 'unknown' | 'broken';
	/** Why, as a phrase without a full stop; safe to show. */
	readonly because: string;
}

/** How two hashes that should be the same compare. */
export type Comparison =
	| {readonly kind: 'same'}
	/** `at`: the first character that differs, counted from 0. */
	| {readonly kind: 'differs'; readonly at: number}
	/** There is nothing to compare with, and that is as it must be, or it is not here. */
	| {readonly kind: 'alone'};

/** The block after the one looked at. */
export type NextFacts =
	/** There is none: the next reading makes it, bound to the Hash of the one looked at. */
	| {readonly kind: 'open'; readonly index: number}
	| {readonly kind: 'held'; readonly index: number; readonly prevHash: string}
	/** It did not verify and was not taken; `prevHash` is null where the block itself was not kept. */
	| {readonly kind: 'refused'; readonly index: number; readonly prevHash: string | null}
	/** The one looked at was not taken: nothing after it counts. */
	| {readonly kind: 'uncounted'};

/** Everything that shows why a block is valid, or that it is not; its hash was really recomputed. */
export interface DetailFacts {
	readonly block: AnyBlock;
	/** Its place in the chain: the index that it should have. */
	readonly index: number;
	readonly rule: HashRule;
	/** In the order in which they are told; at least link, hash and shape. */
	readonly checks: readonly Check[];
	/** No check is broken. */
	readonly valid: boolean;
	/** Every check holds: not only by the tutorial's rule, and nothing to compare with is missing. */
	readonly strict: boolean;
	/** What is wrong, as a phrase; null unless something is broken. */
	readonly reason: string | null;
	/** The block before; null for the genesis block. Its hash is null where it is not held. */
	readonly before: {readonly index: number; readonly hash: string | null} | null;
	/** PrevHash beside the Hash of the block before. */
	readonly link: Comparison;
	/** Hash beside what its fields hash to. */
	readonly hash: Comparison;
	readonly explanation: Explanation;
	readonly next: NextFacts;
	/** Blocks between it and the tip: 0 for the newest. */
	readonly behind: number;
	/** Whether its reading is one of ours. */
	readonly own: boolean;
	/** What the rule of this chain leaves unprotected, a sentence each; none for a chain in the strict shapes. */
	readonly weaknesses: readonly string[];
}

/**
 * Why the block at `index` is valid: of a block held, or of the refused one right after the tip
 * (`ChainFacts.refused`), which is judged in the same way. Null where there is no such block. `chain` says how
 * far the chain is shown, also while the columns have more. The hash of the same block is recomputed once,
 * however often it is asked for.
 */
export function detailFacts(
	blocks: ChainColumns,
	index: number,
	chain: ChainFacts,
	{own = false}: {readonly own?: boolean} = {},
): DetailFacts | null {
	const held = blocks.blockAt(index);
	const block = held ?? (chain.fault?.index === index ? chain.refused : undefined);
	if (!block) return null;
	const tipIndex = Math.min(blocks.tipIndex, chain.firstIndex + chain.length - 1);
	const rule = chain.rule ?? 'decimal';
	const before = index === 0 ? null : {index: index - 1, hash: blocks.hashAt(index - 1) ?? null};
	const explanation = explainOnce(rule, block);
	const link = compareLink(block, before);
	const hash: Comparison = explanation.holds
		? {kind: explanation.computed === block.hash ? 'same' : 'alone'}
		: compareHashes(block.hash, explanation.computed);
	const fault = held ? null : chain.fault;
	const checks = [
		...(block.index === index ? [] : [indexCheck(block, index)]),
		linkCheck(link, before),
		hashCheck(explanation),
		shapeCheck(block, rule, fault?.reason === 'shape'),
		...workChecks(block),
	];
	const broken = checks.find(({state}) => state === 'broken');
	return {
		block,
		index,
		rule,
		checks,
		valid: !broken && !fault,
		strict: checks.every(({state}) => state === 'holds'),
		reason: fault?.detail ?? broken?.because ?? null,
		before,
		link,
		hash,
		explanation,
		next: held ? findNext(blocks, index, tipIndex, chain) : {kind: 'uncounted'},
		behind: Math.max(0, tipIndex - index),
		own,
		weaknesses: findWeaknesses(blocks, rule, chain),
	};
}

/** Two hashes that should be the same, character by character. */
export function compareHashes(a: string, b: string): Comparison {
	if (a === b) return {kind: 'same'};
	let at = 0;
	while (a[at] === b[at]) at++;
	return {kind: 'differs', at};
}

/** Enough for a block that is looked at while the tip moves on. */
const explainedMax = 64;
const explained = new Map<string, Explanation>();

function explainOnce(rule: HashRule, block: AnyBlock): Explanation {
	const key = `${rule} ${formatBlockJson(block)}`;
	const known = explained.get(key);
	if (known) return known;
	if (explained.size >= explainedMax) explained.delete(explained.keys().next().value!);
	const explanation = explainHash(rule, block);
	explained.set(key, explanation);
	return explanation;
}

function compareLink({prevHash}: AnyBlock, before: DetailFacts['before']): Comparison {
	if (before && before.hash === null) return {kind: 'alone'};
	const comparison = compareHashes(prevHash, before?.hash ?? '');
	return before || comparison.kind === 'differs' ? comparison : {kind: 'alone'};
}

function indexCheck(block: AnyBlock, index: number): Check {
	return {name: 'index', state: 'broken', because: `its Index is ${block.index}, ${index} was expected`};
}

function linkCheck({kind}: Comparison, before: DetailFacts['before']): Check {
	const name = 'link';
	const other = before && `the Hash of block ${formatCount(before.index)}`;
	if (kind === 'differs') return {name, state: 'broken', because: `its PrevHash is not ${other ?? 'empty'}`};
	if (!before) return {name, state: 'holds', because: 'it is the first block: its PrevHash is empty'};
	if (kind === 'alone') return {name, state: 'unknown', because: `${other} is not here to compare with`};
	return {name, state: 'holds', because: `its PrevHash is ${other}`};
}

function hashCheck({holds, computed, stated, exception}: Explanation): Check {
	const name = 'hash';
	if (!holds) return {name, state: 'broken', because: 'its Hash is not the SHA-256 of its fields'};
	const because = 'its Hash is the SHA-256 of its fields, recomputed here';
	if (exception === null) return {name, state: 'holds', because};
	const note = computed === stated ? 'it does not cover the time of this block' : 'this block has none';
	return {name, state: 'weak', because: note};
}

function shapeCheck(block: AnyBlock, rule: HashRule, isRefused: boolean): Check {
	const name = 'shape';
	const fault = shapeFault(block);
	if (isRefused) return {name, state: 'broken', because: fault ?? 'it is not in canonical form'};
	if (rule === 'rune') return {name, state: 'weak', because: 'its numbers are hashed as characters'};
	if (fault) return {name, state: 'weak', because: fault};
	return {name, state: 'holds', because: 'each field has the only form that it may have'};
}

/** Proof of work, in the part of the tutorial that has it: a Hash begins with as many zeros as Difficulty says. */
function workChecks(block: AnyBlock): readonly Check[] {
	if (!('difficulty' in block) || block.index === 0) return [];
	const {difficulty = 0, hash} = block;
	const zeros = formatMany(difficulty, 'zero');
	return hash.startsWith('0'.repeat(Math.min(difficulty, hash.length + 1)))
		? [{name: 'work', state: 'holds', because: `its Hash begins with ${zeros}, as Difficulty says`}]
		: [{name: 'work', state: 'broken', because: `its Hash does not begin with ${zeros}`}];
}

function findNext(
	blocks: ChainColumns,
	index: number,
	tipIndex: number,
	{fault, refused}: ChainFacts,
): NextFacts {
	const next = index + 1;
	const held = next <= tipIndex ? blocks.blockAt(next) : undefined;
	if (held) return {kind: 'held', index: next, prevHash: held.prevHash};
	if (fault?.index === next) return {kind: 'refused', index: next, prevHash: refused?.prevHash ?? null};
	return {kind: 'open', index: next};
}

function findWeaknesses(blocks: ChainColumns, rule: HashRule, {strict}: ChainFacts): readonly string[] {
	const first = blocks.blockAt(blocks.firstIndex);
	return first ? listWeaknesses({rule, strict, blocks: blocks.length, tip: null}, first) : [];
}
