/** Values as people write them: durations, sizes, whole numbers and ranges. Pure; every parser is total. */

/** A value, or why the text is none: the end of a sentence that says what would be right. */
export type Parsed<T> =
	| {readonly ok: true; readonly value: T}
	| {readonly ok: false; readonly reason: string};

/** Turns a text from outside into a value; never throws. */
export type Parser<T> = (text: string) => Parsed<T>;

/** What a number may be, both ends included. */
export interface Range {
	readonly min: number;
	readonly max: number;
}

/** Milliseconds in each unit of time that may be written. */
const durationUnits: ReadonlyMap<string, number> = new Map([
	['ms', 1],
	['s', 1_000],
	['m', 60_000],
	['h', 3_600_000],
]);

/** Bytes in each unit of size that may be written: KiB counts by 1024, kB and KB by 1000. */
const sizeUnits: ReadonlyMap<string, number> = new Map([
	['B', 1],
	['kB', 1_000],
	['KB', 1_000],
	['KiB', 1_024],
	['MB', 1_000_000],
	['MiB', 1_024 ** 2],
	['GB', 1_000_000_000],
	['GiB', 1_024 ** 3],
]);

const portMax = 65_535;

interface Quantity {
	/** Starts the sentence, as in "a size". */
	readonly what: string;
	readonly units: ReadonlyMap<string, number>;
	/** Units that may have been meant where none was written, the likeliest first. */
	readonly likely: readonly string[];
	readonly examples: readonly string[];
	readonly format: (value: number) => string;
}

/** A parser of durations such as `500ms`, `30s`, `2m`, `1h`, into milliseconds. */
export function durationParser(range: Range): Parser<number> {
	const examples = ['500ms', '30s', '2m', '1h'];
	const likely = ['s', 'ms', 'm', 'h'];
	return quantityParser(
		{what: 'a duration', units: durationUnits, likely, examples, format: formatDuration},
		range,
	);
}

/** A parser of sizes such as `512B`, `64KiB`, `8MiB`, `1MB`, `1GiB`, into bytes. */
export function sizeParser(range: Range): Parser<number> {
	const examples = ['512B', '64KiB', '8MiB', '1GiB'];
	const likely = ['B', 'MiB', 'KiB', 'GiB'];
	return quantityParser({what: 'a size', units: sizeUnits, likely, examples, format: formatSize}, range);
}

/** Suggests only what it would take. */
function quantityParser({what, units, likely, examples, format}: Quantity, range: Range): Parser<number> {
	const limits = `it must be from ${format(range.min)} to ${format(range.max)}`;
	const read: Parser<number> = text => {
		const [, digits, unit] = /^(\d+)([A-Za-z]+)$/.exec(text) ?? [];
		const factor = units.get(unit ?? '');
		return factor === undefined ? refuse(shape) : within(Number(digits) * factor, range, limits);
	};
	const isTaken = (text: string): boolean => read(text).ok;
	const shape = `${what} is a whole number and a unit, as in ${joinWords(examples.filter(isTaken))}`;
	return text => {
		if (!/^\d+$/.test(text)) return read(text);
		const meant = likely.filter(unit => isTaken(text + unit)).slice(0, 2);
		return refuse(
			meant.length === 0
				? `${what} needs a unit, and ${limits}`
				: `${what} needs a unit, as in ${joinWords(meant.map(unit => shorten(text) + unit))}`,
		);
	};
}

function joinWords(words: readonly string[]): string {
	return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** A parser of decimal whole numbers; `what` starts the sentence, as in "a port". */
export function wholeNumberParser(what: string, {min, max}: Range): Parser<number> {
	const reason = `${what} is a whole number from ${min} to ${max}`;
	return text => (/^[+-]?\d+$/.test(text) ? within(Number(text), {min, max}, reason) : refuse(reason));
}

/** The port that a program connects to. */
export const parsePort: Parser<number> = wholeNumberParser('a port', {min: 1, max: portMax});

/** The port that a program listens on: 0 lets the system pick a free one. */
export const parseListeningPort: Parser<number> = text =>
	text === '0' || parsePort(text).ok
		? {ok: true, value: Number(text)}
		: refuse(`a port is a whole number from 1 to ${portMax}, or 0 for any free one`);

/** A parser of `MIN-MAX`, where either may be negative: `1-999`, `-10-300`, `-20--10`. */
export function rangeParser({min, max}: Range): Parser<readonly [number, number]> {
	return text => {
		const [, first, last] = /^(-?\d+)-(-?\d+)$/.exec(text) ?? [];
		if (first === undefined || last === undefined)
			return refuse('a range is two whole numbers with a hyphen between them, as in 1-999');
		const [low, high] = [Number(first), Number(last)];
		if (low > high) return refuse(`the lower number comes first, as in ${shorten(last)}-${shorten(first)}`);
		if (low < min || high > max) return refuse(`both numbers must be from ${min} to ${max}`);
		return {ok: true, value: [withoutSign(low), withoutSign(high)]};
	};
}

/** A parser of one of a few words; the words are part of the sentence, so keep them few. */
export function wordParser<const T extends string>(words: readonly T[]): Parser<T> {
	const reason = `it must be ${joinWords(words)}`;
	return text => {
		const value = words.find(word => word === text);
		return value === undefined ? refuse(reason) : {ok: true, value};
	};
}

/** The name of a file or folder: anything that the system can take for one. */
export const fileParser: Parser<string> = text =>
	text.includes('\0') ? refuse('no file has such a character in its name') : {ok: true, value: text};

/** Milliseconds in the largest unit that leaves a whole number: 30000 is `30s`, 1500 is `1500ms`. */
export function formatDuration(milliseconds: number): string {
	return format(milliseconds, durationUnits);
}

/** Bytes in the largest binary unit that leaves a whole number: 8388608 is `8MiB`, 1000 is `1000B`. */
export function formatSize(bytes: number): string {
	return format(bytes, new Map([...sizeUnits].filter(([unit]) => /^.iB$|^B$/.test(unit))));
}

function format(value: number, units: ReadonlyMap<string, number>): string {
	const fitting = [...units].filter(([, factor]) => value >= factor && value % factor === 0);
	const [unit, factor] = fitting.at(-1) ?? [...units][0]!;
	return `${value / factor}${unit}`;
}

function within(value: number, {min, max}: Range, reason: string): Parsed<number> {
	return value >= min && value <= max ? {ok: true, value: withoutSign(value)} : refuse(reason);
}

/** `-0` is a whole number to people and a different one to `Object.is`. */
function withoutSign(value: number): number {
	return value === 0 ? 0 : value;
}

/** Digits that a sentence repeats, where somebody may have pasted a page of them. */
function shorten(digits: string): string {
	return digits.length <= 12 ? digits : `${digits.slice(0, 11)}…`;
}

function refuse(reason: string): {readonly ok: false; readonly reason: string} {
	return {ok: false, reason};
}
