import {isHash} from '../../core/block.ts';
import type {Hello} from '../hub/hub-event.ts';
import {formatCount} from '../look/format.ts';

/** What this browser verified of a hub's chain (protocol section 6), kept from one visit to the next. */
export interface Past {
	readonly ledger: string;
	readonly genesis: string;
	readonly durable: boolean;
	readonly reorgLimit: number;
	/** The newest block that was verified. */
	readonly index: number;
	readonly hash: string;
}

export type Meeting =
	| {readonly kind: 'same'}
	/** A chain that was never kept began anew: that is told, and gone on with. */
	| {readonly kind: 'new'}
	/** Another past: nothing is taken and nothing sent until a person decides. Sentences, at least one. */
	| {readonly kind: 'alarm'; readonly differences: readonly string[]};

/**
 * Holds a hub that was met before against what is known of it. `hashThere` is what the hub states as the Hash of the
 * newest block that was verified here; null where that was not asked for, or it has no such block.
 */
export function meetAgain(past: Past, hello: Hello, hashThere: string | null): Meeting {
	if (!past.durable && hello.genesis !== past.genesis) return {kind: 'new'};
	const differences = [...findOtherChain(past, hello), ...findLooserRules(past, hello)];
	if (differences.length === 0) differences.push(...findOtherBlocks(past, hello, hashThere));
	return differences.length === 0 ? {kind: 'same'} : {kind: 'alarm', differences};
}

function findOtherChain(past: Past, hello: Hello): readonly string[] {
	return [
		...(hello.genesis === past.genesis ? [] : ['Its first block is another one: this is another chain.']),
		...(hello.ledger === past.ledger ? [] : ['It names another ledger.']),
	];
}

function findLooserRules(past: Past, hello: Hello): readonly string[] {
	return [
		...(past.durable && !hello.durable ? ['It kept its chain on the disk before, and now does not.'] : []),
		...(hello.reorgLimit > past.reorgLimit
			? [
					`It may now replace its newest ${formatCount(hello.reorgLimit)} blocks, before it was ${formatCount(past.reorgLimit)}.`,
				]
			: []),
	];
}

function findOtherBlocks(past: Past, hello: Hello, hashThere: string | null): readonly string[] {
	if (past.reorgLimit > 0) return [];
	const name = `block ${formatCount(past.index)}`;
	if (hello.height < past.index)
		return [`Its newest block is ${formatCount(hello.height)}, and ${name} was verified here.`];
	const there = hello.height === past.index ? hello.tip : hashThere;
	return there === null || there === past.hash
		? []
		: [`Its ${name} is not the one that was verified here: the past was changed.`];
}

/** A past that was kept as text, or null where that is none. */
export function readPast(text: string | null): Past | null {
	try {
		const {ledger, genesis, durable, reorgLimit, index, hash} = JSON.parse(text ?? 'null') as Past;
		const isPast =
			typeof ledger === 'string' &&
			typeof durable === 'boolean' &&
			isHash(genesis) &&
			isHash(hash) &&
			Number.isSafeInteger(index) &&
			Number.isSafeInteger(reorgLimit);
		return isPast ? {ledger, genesis, durable, reorgLimit, index, hash} : null;
	} catch {
		return null;
	}
}
