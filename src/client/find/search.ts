import type {ChainColumns, Stretch} from '../chain-columns.ts';
import {createDayFinder} from './local-days.ts';
import type {Query} from './query.ts';

/** 1: towards the newest block, -1: towards the oldest. */
export type Direction = 1 | -1;

export interface Found {
	readonly index: number;
	/** Whether the search went on at the other end of the chain, or came back to where it began. */
	readonly wrapped: boolean;
}

/**
 * The next block that `query` means, from the one at `from` on, which itself comes last; null where there is
 * none. Looks at no block twice: a million of our own blocks take a few milliseconds, also when none of them
 * is meant.
 */
export function findNext(
	columns: ChainColumns,
	query: Query,
	from: number,
	direction: Direction,
): Found | null {
	const {firstIndex, tipIndex} = columns;
	if (columns.length === 0) return null;
	const scan = makeScan(columns, query);
	const at = Math.max(firstIndex - 1, Math.min(tipIndex + 1, from));
	const [start, end] = direction === 1 ? [firstIndex, tipIndex] : [tipIndex, firstIndex];
	const straight = walk(columns, scan, at + direction, end, direction);
	if (straight !== null) return {index: straight, wrapped: false};
	const back = direction === 1 ? Math.min(at, tipIndex) : Math.max(at, firstIndex);
	const round = walk(columns, scan, start, back, direction);
	return round === null ? null : {index: round, wrapped: true};
}

/** How many of the blocks from `from` to `to`, both included, `query` means. */
export function countBetween(columns: ChainColumns, query: Query, from: number, to: number): number {
	const scan = makeScan(columns, query);
	const end = Math.min(to, columns.tipIndex);
	let count = 0;
	let at = walk(columns, scan, Math.max(from, columns.firstIndex), end, 1);
	while (at !== null) {
		count++;
		at = walk(columns, scan, at + 1, end, 1);
	}
	return count;
}

/**
 * The first place of a stretch that is meant, from `from` to `to`, both included, in steps of 1 or -1; -1:
 * none. `before` is when the block before the stretch was made.
 */
type Scan = (stretch: Stretch, from: number, to: number, step: Direction, before: number) => number;

/** The first block meant from `from` to `to`, both included, stretch by stretch; null at once where `to` lies behind. */
function walk(columns: ChainColumns, scan: Scan, from: number, to: number, step: Direction): number | null {
	for (let at = from; step * (to - at) >= 0; ) {
		const stretch = columns.stretchAt(at)!;
		const {first, end} = stretch;
		const last = step === 1 ? Math.min(to, end - 1) : Math.max(to, first);
		const place = scan(stretch, at - first, last - first, step, columns.timeAt(first - 1));
		if (place >= 0) return first + place;
		at = last + step;
	}
	return null;
}

function makeScan(columns: ChainColumns, query: Query): Scan {
	if (!columns.isExact) return scanWritten(columns, query);
	switch (query.kind) {
		case 'bpm':
			return scanBpms(query.min, query.max);
		case 'hash':
			return scanHashes(query.digits);
		default:
			return scanTimes(makeTimeTest(query));
	}
}

function scanBpms(min: number, max: number): Scan {
	return ({bpms}, from, to, step) => {
		for (let place = from; place !== to + step; place += step) {
			const bpm = bpms[place]!;
			if (bpm >= min && bpm <= max) return place;
		}
		return -1;
	};
}

const hashBytes = 32;

function scanHashes(digits: string): Scan {
	// Half a byte, where the digits are odd in number, is compared with half of it.
	const whole = digits.length >> 1;
	const bytes = Buffer.from(digits.padEnd(2 * Math.ceil(digits.length / 2), '0'), 'hex');
	const lead = bytes[0]!;
	const leadMask = whole === 0 ? 0xf0 : 0xff;
	const isSame = (hashes: Buffer, start: number): boolean => {
		for (let at = 1; at < whole; at++) if (hashes[start + at] !== bytes[at]) return false;
		return whole === 0 || whole === bytes.length || (hashes[start + whole]! & 0xf0) === bytes[whole];
	};
	return ({hashes}, from, to, step) => {
		for (let place = from; place !== to + step; place += step) {
			const start = place * hashBytes;
			if ((hashes[start]! & leadMask) === lead && isSame(hashes, start)) return place;
		}
		return -1;
	};
}

/** Whether a block of the moment `ms` is late enough, and the one before it, of the moment `earlier`, is not. */
type IsFirst = (ms: number, earlier: number) => boolean;

/** Of a moment the first block at or after it; of a time of the day the first one of each day. */
function makeTimeTest(query: Extract<Query, {kind: 'daytime' | 'moment'}>): IsFirst {
	if (query.kind === 'moment') return (ms, earlier) => ms >= query.ms && !(earlier >= query.ms);
	const dayOf = createDayFinder(query.ms);
	return (ms, earlier) => {
		const {at, until} = dayOf(ms);
		return ms >= at && ms < until && !(earlier >= at && earlier < until);
	};
}

function scanTimes(isFirst: IsFirst): Scan {
	return ({times}, from, to, step, before) => {
		for (let place = from; place !== to + step; place += step) {
			if (isFirst(times[place]!, place === 0 ? before : times[place - 1]!)) return place;
		}
		return -1;
	};
}

/** Chains of the tutorial: times and numbers that are kept as they were written. */
function scanWritten(columns: ChainColumns, query: Query): Scan {
	const isMeant = makeTest(columns, query);
	return ({first}, from, to, step) => {
		for (let place = from; place !== to + step; place += step) if (isMeant(first + place)) return place;
		return -1;
	};
}

function makeTest(columns: ChainColumns, query: Query): (index: number) => boolean {
	switch (query.kind) {
		case 'bpm':
			return index => {
				const bpm = columns.bpmAt(index)!;
				return bpm >= query.min && bpm <= query.max;
			};
		case 'hash':
			return index => columns.hashAt(index)!.toLowerCase().startsWith(query.digits);
		default: {
			const isFirst = makeTimeTest(query);
			return index => isFirst(columns.timeAt(index), columns.timeAt(index - 1));
		}
	}
}
