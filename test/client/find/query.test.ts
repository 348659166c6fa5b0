import {describe, expect, it} from 'vitest';
import {
	nameBlock,
	type ParsedQuery,
	parseQuery,
	type Query,
	queryCharactersMax,
} from '../../../src/client/find/query.ts';

const infinity = Number.POSITIVE_INFINITY;

function read(text: string): {readonly query: Query; readonly readAs: string} | string {
	const parsed: ParsedQuery = parseQuery(text);
	return parsed.ok ? {query: parsed.query, readAs: parsed.readAs} : parsed.reason;
}

const bpm = (min: number, max: number): Query => ({kind: 'bpm', min, max});

describe('a query', () => {
	it.each<[string, Query, string]>([
		['>120', bpm(121, infinity), 'BPM above 120'],
		['> 120', bpm(121, infinity), 'BPM above 120'],
		['>=120', bpm(120, infinity), 'BPM 120 or more'],
		['≥120', bpm(120, infinity), 'BPM 120 or more'],
		['<50', bpm(-infinity, 49), 'BPM below 50'],
		['<=50', bpm(-infinity, 50), 'BPM 50 or less'],
		['=72', bpm(72, 72), 'BPM 72'],
		['=-5', bpm(-5, -5), 'BPM -5'],
		['=-0', bpm(0, 0), 'BPM 0'],
		['60-70', bpm(60, 70), 'BPM from 60 to 70'],
		['70 - 60', bpm(60, 70), 'BPM from 60 to 70'],
		['60..70', bpm(60, 70), 'BPM from 60 to 70'],
		['-5--3', bpm(-5, -3), 'BPM from -5 to -3'],
		['72-72', bpm(72, 72), 'BPM 72'],
	])('%s is about the BPM', (text, query, readAs) => {
		expect(read(text)).toEqual({query, readAs});
	});

	it.each<[string, string, string]>([
		['9e07', '9e07', 'Hash beginning 9e07'],
		['9E07', '9e07', 'Hash beginning 9e07'],
		[' a ', 'a', 'Hash beginning a'],
		['0x9e', '9e', 'Hash beginning 9e'],
		['5296bed7aba9…', '5296bed7aba9', 'Hash beginning 5296bed7aba9'],
		['72', '72', 'Hash beginning 72'],
		['1405', '1405', 'Hash beginning 1405'],
		['ab'.repeat(32), 'ab'.repeat(32), 'the block with Hash abababab…'],
	])('%s is the beginning of a hash', (text, digits, readAs) => {
		expect(read(text)).toEqual({query: {kind: 'hash', digits}, readAs});
	});

	it('that is only digits says how to ask for something else', () => {
		const instead = (text: string) => {
			const parsed = parseQuery(text);
			return parsed.ok ? parsed.instead : parsed.reason;
		};
		expect(instead('72')).toBe('=72 for the BPM');
		expect(instead('1405')).toBe('=1405 for the BPM, 14:05 for the time');
		expect(instead('2460')).toBe('=2460 for the BPM');
		expect(instead('9e07')).toBeUndefined();
		const named = (newest: number) => nameBlock(parseQuery('2460'), newest);
		expect(named(2_460)).toMatchObject({instead: '=2460 for the BPM, #2,460 for the block'});
		expect(named(2_459)).toMatchObject({instead: '=2460 for the BPM'});
	});

	it.each<[string, number, string]>([
		['14:05', (14 * 60 + 5) * 60_000, 'the first block at or after 14:05'],
		['7:05', (7 * 60 + 5) * 60_000, 'the first block at or after 07:05'],
		['14:05:30', ((14 * 60 + 5) * 60 + 30) * 1_000, 'the first block at or after 14:05:30'],
		['14:05:38.9', ((14 * 60 + 5) * 60 + 38) * 1_000 + 900, 'the first block at or after 14:05:38.9'],
		['00:00', 0, 'the first block at or after 00:00'],
	])('%s is a time of day', (text, ms, readAs) => {
		expect(read(text)).toEqual({query: {kind: 'daytime', ms}, readAs});
	});

	it.each<[string, number, string]>([
		['2026-11-20', new Date(2026, 10, 20).getTime(), '2026-11-20 00:00'],
		['2026-11-20 14:05', new Date(2026, 10, 20, 14, 5).getTime(), '2026-11-20 14:05'],
		['2026-11-20T14:05:38.898Z', Date.UTC(2026, 10, 20, 14, 5, 38, 898), '2026-11-20 14:05:38.898 UTC'],
		['0099-01-01T00:00Z', Date.parse('0099-01-01T00:00:00.000Z'), '0099-01-01 00:00 UTC'],
	])('%s is a moment', (text, ms, shown) => {
		expect(read(text)).toEqual({query: {kind: 'moment', ms}, readAs: `the first block at or after ${shown}`});
	});

	it.each<[string, string]>([
		['xyz', '"xyz" is no BPM like >120 or 60-70, no time like 14:05, and no digits of a hash (0-9 a-f).'],
		['24:00', '"24:00" is no time of day: it goes from 00:00 to 23:59:59.'],
		['14:60', '"14:60" is no time of day: it goes from 00:00 to 23:59:59.'],
		['2026-02-30', 'There is no 2026-02-30 in the calendar.'],
		['2026-13-01 12:00', 'There is no 2026-13-01 in the calendar.'],
		['a'.repeat(65), 'A hash has 64 digits, this has 65.'],
		['\x1b[31mred', '"?[31mred" is no BPM like >120 or 60-70'],
		[`>${'9'.repeat(16)}`, 'is no BPM like >120'],
	])('%j is refused with a sentence', (text, reason) => {
		const parsed = parseQuery(text);
		expect(parsed).toMatchObject({ok: false, unfinished: false});
		expect(read(text)).toContain(reason);
	});

	it('has nothing wrong with it while it is being typed', () => {
		const whole = [
			'>=-120',
			'-60--70',
			'60..70',
			'14:05:38.898',
			'2026-11-20 14:05:38.898Z',
			'0x9e07…',
			'≤7',
		];
		for (const text of whole) {
			expect(parseQuery(text)).toMatchObject({ok: true});
			// `0x` and the `Z` are never typed by hand.
			for (let length = 0; length < text.length; length++) {
				const parsed = parseQuery(text.slice(0, length));
				if (!parsed.ok && text.slice(0, length) !== '0x') {
					expect(parsed, text.slice(0, length)).toMatchObject({unfinished: true});
				}
			}
		}
	});

	it('fits into the box with a whole hash', () => {
		expect(queryCharactersMax).toBeGreaterThan(64);
	});
});
