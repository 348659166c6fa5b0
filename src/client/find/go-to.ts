import {printable} from '../../core/printable.ts';
import {formatCount, formatMany} from '../screen/format.ts';

/** Where somebody is who asks to go somewhere: the blocks held and the selected one. */
export interface Place {
	/** Index of the first block held. */
	readonly first: number;
	/** Index of the newest block; below `first` while there is none. */
	readonly last: number;
	readonly selected: number;
}

export type ParsedGoTo =
	/** `readAs` is a phrase: `block 1,234`, `10 blocks up, to block 1,274`. */
	| {readonly ok: true; readonly index: number; readonly readAs: string}
	/** `unfinished`: nothing is wrong with it so far. `short` is the reason in a few words. */
	| {readonly ok: false; readonly reason: string; readonly unfinished: boolean; readonly short?: string};

/** Of what was typed, in a sentence about it. */
const shownCharactersMax = 40;
const index = /^#?\s*(\d{1,15}|\d{1,3}(?:[,._' ]\d{3}){1,4})$/;
const steps = /^([+-])\s*(\d{1,15})$/;
const named = /^(?:#|block(?=[\s#]|$))\s*(.*)$/i;

/** What was typed where anything can be looked for, if it names a block: the rest of `#3`, of `block 3`; else null. */
export function readBlockName(typed: string): string | null {
	return named.exec(typed.trim())?.[1] ?? null;
}

/**
 * Reads what was typed after `g`: an index as people write it (`1234`, `1,234`, `#1,234`), or how far from the
 * selected block (`+10`, `-10`), which ends at the first and at the newest block.
 */
export function parseGoTo(typed: string, {first, last, selected}: Place): ParsedGoTo {
	const text = typed.trim();
	if (last < first) return {ok: false, reason: 'There is no block to go to yet.', unfinished: false};
	const range = `${formatCount(first)} to ${formatCount(last)}`;
	if (/^(?:#|[+-])?$/.test(text))
		return {ok: false, reason: `Type the number of a block, ${range}, or +10, -10.`, unfinished: true};
	const [, sign, count] = steps.exec(text) ?? [];
	if (sign !== undefined) {
		const by = sign === '-' ? -Number(count) : Number(count);
		const target = Math.max(first, Math.min(last, selected + by));
		const way = `${formatMany(Math.abs(target - selected), 'block')} ${by < 0 ? 'up' : 'down'}`;
		return {ok: true, index: target, readAs: `${way}, to block ${formatCount(target)}`};
	}
	const digits = index.exec(text)?.[1]?.replace(/\D/g, '');
	if (digits === undefined) {
		const isGrouping = /^#?\s*\d{1,3}(?:[,._' ]\d{3})*[,._' ]\d{0,2}$/.test(text);
		if (isGrouping) return {ok: false, reason: `Type the number of a block, ${range}.`, unfinished: true};
		return {
			ok: false,
			reason: `"${printable(text, shownCharactersMax)}" is no number of a block: here they go from ${range}.`,
			unfinished: false,
		};
	}
	const target = Number(digits);
	if (target > last) {
		const reason = `Block ${formatCount(target)} does not exist yet: the newest is ${formatCount(last)}.`;
		return {ok: false, reason, unfinished: false, short: 'does not exist yet'};
	}
	if (target < first) {
		const reason = `Block ${formatCount(target)} is not held here: the first one is ${formatCount(first)}.`;
		return {ok: false, reason, unfinished: true, short: 'not held here'};
	}
	return {ok: true, index: target, readAs: `block ${formatCount(target)}`};
}
