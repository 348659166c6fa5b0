import {printable} from '../../core/printable.ts';
import {formatCount} from '../screen/format.ts';

/** What blocks are looked for: plain data, read from what a person typed after `/`. */
export type Query =
	/** A BPM from `min` to `max`, both included; either may be infinite. */
	| {readonly kind: 'bpm'; readonly min: number; readonly max: number}
	/** A Hash that begins with these 1 to 64 lower-case hexadecimal digits. */
	| {readonly kind: 'hash'; readonly digits: string}
	/** The first block of each day at or after this time of the day: milliseconds since local midnight. */
	| {readonly kind: 'daytime'; readonly ms: number}
	/** The first block at or after this moment: milliseconds since 1970. */
	| {readonly kind: 'moment'; readonly ms: number};

export type ParsedQuery =
	| {
			readonly ok: true;
			readonly query: Query;
			/** How it was read, as a phrase: `BPM above 120`, `Hash beginning 9e07`. */
			readonly readAs: string;
			/** How to ask for what may have been meant instead: `=72 for the BPM`. */
			readonly instead?: string;
			/** The block that may have been meant instead, whether there is one or not. */
			readonly block?: number;
	  }
	| {
			readonly ok: false;
			/** What is missing or wrong, as a sentence. */
			readonly reason: string;
			/** The same in fewer words. */
			readonly short?: string;
			/** Whether it may become a query with what is typed next: nothing is wrong with it so far. */
			readonly unfinished: boolean;
	  };

/** As long as a query may be: a whole hash with room around it. */
export const queryCharactersMax = 80;

/** What can be looked for, in a few words: the hint of an empty box. */
const queryHint = '>120  60-70  =72  14:05  or the first digits of a hash';

const hashDigits = 64;
/** Of what was typed, in a sentence about it. */
const shownCharactersMax = 40;
const shownCharactersShort = 20;
/** Beyond this many digits a BPM is none, and a number would not be exact. */
const bpmDigits = String.raw`[+-]?\d{1,15}`;
const comparison = new RegExp(`^(>=|<=|=|>|<|≥|≤)\\s*(${bpmDigits})$`);
const range = new RegExp(`^(${bpmDigits})\\s*(?:-|–|\\.\\.)\\s*(${bpmDigits})$`);
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?$/;
const dated = /^(\d{4})-(\d{2})-(\d{2})(?:[ T]+(\S+))?$/;
const hexadecimal = /^(?:0x)?([0-9a-f]+)(?:…|\.{2,3})?$/i;
/** What the beginning of each of the above looks like while it is being typed. */
const unfinished = [
	/^(?:>=?|<=?|=|≥|≤)\s*[+-]?$/,
	new RegExp(`^${bpmDigits}\\s*(?:-|–|\\.{1,2})\\s*[+-]?$`),
	/^[+-]\d{0,15}$/,
	/^\d{1,2}:(?:\d?|\d{2}:\d?|\d{2}:\d{2}[.,])$/,
	/^\d{4}-\d{2}-\d?$/,
	/^\d{4}-\d{2}-\d{2}[ T]+\d{1,2}(?::\d?|:\d{2}:\d?|:\d{2}:\d{2}[.,])?$/,
];

/**
 * Reads what was typed after `/`: `>120`, `<=50`, `=72`, `60-70` are about the BPM; `14:05`, `14:05:30`,
 * `2026-11-20`, `2026-11-20 14:05` about the time as the table shows it, which is that of this machine, and
 * with a `Z` at its end about UTC; anything else that is hexadecimal is the beginning of a hash.
 */
export function parseQuery(typed: string): ParsedQuery {
	const text = typed.trim();
	if (text === '') return {ok: false, reason: `Type what to find: ${queryHint}.`, unfinished: true};
	const parsed = parseComparison(text) ?? parseRange(text) ?? parseTime(text) ?? parseHash(text);
	if (parsed) return parsed;
	if (unfinished.some(beginning => beginning.test(text)))
		return {ok: false, reason: `Go on typing, as in ${queryHint}.`, unfinished: true};
	return refuse(
		`"${printable(text, shownCharactersMax)}" is no BPM like >120 or 60-70, no time like 14:05, and no digits of a hash (0-9 a-f)`,
		`"${printable(text, shownCharactersShort)}" is no BPM (>120), no time (14:05), no hash digits`,
	);
}

function parseComparison(text: string): ParsedQuery | null {
	const [, sign, digits] = comparison.exec(text) ?? [];
	if (sign === undefined) return null;
	const bpm = wholeNumber(digits!);
	const shown = formatBpm(bpm);
	switch (sign) {
		case '>':
			return ofBpm(bpm + 1, Number.POSITIVE_INFINITY, `BPM above ${shown}`);
		case '<':
			return ofBpm(Number.NEGATIVE_INFINITY, bpm - 1, `BPM below ${shown}`);
		case '=':
			return ofBpm(bpm, bpm, `BPM ${shown}`);
		case '<=':
		case '≤':
			return ofBpm(Number.NEGATIVE_INFINITY, bpm, `BPM ${shown} or less`);
		default:
			return ofBpm(bpm, Number.POSITIVE_INFINITY, `BPM ${shown} or more`);
	}
}

function parseRange(text: string): ParsedQuery | null {
	const [, from, to] = range.exec(text) ?? [];
	if (from === undefined) return null;
	const [a, b] = [wholeNumber(from), wholeNumber(to!)];
	const [min, max] = a < b ? [a, b] : [b, a];
	return ofBpm(
		min,
		max,
		min === max ? `BPM ${formatBpm(min)}` : `BPM from ${formatBpm(min)} to ${formatBpm(max)}`,
	);
}

function ofBpm(min: number, max: number, readAs: string): ParsedQuery {
	return {ok: true, query: {kind: 'bpm', min, max}, readAs};
}

/** Without a sign where it is positive, and never -0. */
function wholeNumber(digits: string): number {
	return Number(digits) + 0;
}

/** As the table writes it: a BPM has no separators. */
function formatBpm(bpm: number): string {
	return String(bpm);
}

function parseTime(text: string): ParsedQuery | null {
	if (clock.test(text)) {
		const time = readClock(text);
		if (!time)
			return refuse(
				`"${printable(text, shownCharactersMax)}" is no time of day: it goes from 00:00 to 23:59:59`,
			);
		const readAs = `the first block at or after ${time.shown}`;
		return {ok: true, query: {kind: 'daytime', ms: time.ms}, readAs};
	}
	const [, year, month, day, rest] = dated.exec(text) ?? [];
	if (year === undefined) return null;
	const isUtc = rest?.endsWith('Z') ?? false;
	const time = rest === undefined ? midnight : readClock(isUtc ? rest.slice(0, -1) : rest);
	if (!time) return null;
	const date = `${year}-${month}-${day}`;
	const ms = momentOf(Number(year), Number(month), Number(day), time.ms, isUtc);
	if (ms === null) return refuse(`There is no ${date} in the calendar`);
	const shown = `${date} ${time.shown}${isUtc ? ' UTC' : ''}`;
	return {ok: true, query: {kind: 'moment', ms}, readAs: `the first block at or after ${shown}`};
}

interface Clock {
	/** Milliseconds since midnight. */
	readonly ms: number;
	readonly shown: string;
}

const midnight: Clock = {ms: 0, shown: '00:00'};

function readClock(text: string): Clock | null {
	const [, hours, minutes, seconds, fraction] = clock.exec(text) ?? [];
	if (hours === undefined) return null;
	const [h, m, s] = [Number(hours), Number(minutes), Number(seconds ?? 0)];
	if (h > 23 || m > 59 || s > 59) return null;
	const ms = Number((fraction ?? '').padEnd(3, '0'));
	const tail = seconds === undefined ? '' : `:${seconds}${fraction === undefined ? '' : `.${fraction}`}`;
	return {ms: ((h * 60 + m) * 60 + s) * 1_000 + ms, shown: `${hours.padStart(2, '0')}:${minutes}${tail}`};
}

/** Null where the calendar has no such day, as on 30 February. */
function momentOf(year: number, month: number, day: number, ms: number, isUtc: boolean): number | null {
	const utc = new Date(0);
	utc.setUTCFullYear(year, month - 1, day);
	if (utc.getUTCMonth() !== month - 1 || utc.getUTCDate() !== day) return null;
	if (isUtc) return utc.getTime() + ms;
	const local = new Date(0);
	local.setFullYear(year, month - 1, day);
	// Not midnight and some hours more: where the clocks change, that is another time.
	return local.setHours(0, 0, 0, ms);
}

/** How a number could be asked for that was read as the beginning of a hash. */
function insteadOf(digits: string): string | undefined {
	if (!/^\d{1,15}$/.test(digits)) return undefined;
	const time = digits.length === 4 ? readClock(`${digits.slice(0, 2)}:${digits.slice(2)}`) : null;
	return [`=${digits} for the BPM`, ...(time ? [`${time.shown} for the time`] : [])].join(', ');
}

/** The same with the block that may have been meant, where there is one: the newest is `newest`. */
export function nameBlock(parsed: ParsedQuery, newest: number): ParsedQuery {
	if (!parsed.ok || parsed.block === undefined || parsed.block > newest) return parsed;
	return {...parsed, instead: `${parsed.instead}, #${formatCount(parsed.block)} for the block`};
}

function parseHash(text: string): ParsedQuery | null {
	const digits = hexadecimal.exec(text)?.[1]?.toLowerCase();
	if (digits === undefined) return null;
	if (digits.length > hashDigits) return refuse(`A hash has ${hashDigits} digits, this has ${digits.length}`);
	const query: Query = {kind: 'hash', digits};
	const readAs =
		digits.length === hashDigits ? `the block with Hash ${digits.slice(0, 8)}…` : `Hash beginning ${digits}`;
	const instead = insteadOf(digits);
	return {ok: true, query, readAs, ...(instead !== undefined && {instead, block: Number(digits)})};
}

function refuse(reason: string, short?: string): ParsedQuery {
	return {ok: false, reason: `${reason}.`, unfinished: false, ...(short !== undefined && {short})};
}
