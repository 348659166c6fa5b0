import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	durationParser,
	formatDuration,
	formatSize,
	parseListeningPort,
	parsePort,
	rangeParser,
	sizeParser,
	wholeNumberParser,
	wordParser,
} from '../../src/cli/units.ts';

const parseDuration = durationParser({min: 100, max: 24 * 3_600_000});
const parseSize = sizeParser({min: 1_024, max: 1_024 ** 3});
const parseRange = rangeParser({min: -(2 ** 31), max: 2 ** 31 - 1});
const parseCount = wholeNumberParser('a number of connections', {min: 1, max: 1_000_000});

describe('durations', () => {
	it.each([
		['500ms', 500],
		['100ms', 100],
		['30s', 30_000],
		['2m', 120_000],
		['1h', 3_600_000],
		['24h', 86_400_000],
		['007s', 7_000],
	])('%s is %d ms', (text, value) => {
		expect(parseDuration(text)).toEqual({ok: true, value});
	});

	it('a bare number is refused with what to write instead', () => {
		expect(parseDuration('30')).toEqual({
			ok: false,
			reason: 'a duration needs a unit, as in 30s or 30m',
		});
		expect(parseDuration('9'.repeat(1_000))).toEqual({
			ok: false,
			reason: 'a duration needs a unit, and it must be from 100ms to 24h',
		});
		expect(parseDuration(`${'0'.repeat(1_000)}5`)).toEqual({
			ok: false,
			reason: 'a duration needs a unit, as in 00000000000…s or 00000000000…m',
		});
	});

	it('nothing is suggested that would be refused', () => {
		const needs = (text: string) => ({ok: false, reason: `a duration needs a unit, as in ${text}`});
		expect(parseDuration('5')).toEqual(needs('5s or 5m'));
		expect(parseDuration('100')).toEqual(needs('100s or 100ms'));
		expect(parseDuration('100000')).toEqual(needs('100000ms'));
		expect(durationParser({min: 1_000, max: 60_000})('soon')).toEqual({
			ok: false,
			reason: 'a duration is a whole number and a unit, as in 30s',
		});
	});

	it.each([
		'',
		' ',
		's',
		'30 s',
		'30S',
		'1.5s',
		'-1s',
		'+1s',
		'1e3s',
		'1d',
		'30sec',
		'1h30m',
		'30s\n',
		'٣s',
		'NaNs',
	])('%j is no duration', text => {
		const reason = 'a duration is a whole number and a unit, as in 500ms, 30s, 2m or 1h';
		expect(parseDuration(text)).toEqual({ok: false, reason});
	});

	it.each(['99ms', '0s', '25h', '86400001ms', `${'9'.repeat(400)}h`])('%s is outside the limits', text => {
		expect(parseDuration(text)).toEqual({ok: false, reason: 'it must be from 100ms to 24h'});
	});

	it('what is formatted reads as the same duration', () => {
		fc.assert(
			fc.property(fc.integer({min: 100, max: 86_400_000}), value => {
				expect(parseDuration(formatDuration(value))).toEqual({ok: true, value});
			}),
		);
		expect([1, 1_000, 1_500, 60_000, 90_000, 3_600_000].map(formatDuration)).toEqual([
			'1ms',
			'1s',
			'1500ms',
			'1m',
			'90s',
			'1h',
		]);
	});
});

describe('sizes', () => {
	it.each([
		['1024B', 1_024],
		['2kB', 2_000],
		['2KB', 2_000],
		['2KiB', 2_048],
		['8MB', 8_000_000],
		['8MiB', 8_388_608],
		['1GB', 1_000_000_000],
		['1GiB', 1_073_741_824],
	])('%s is %d bytes', (text, value) => {
		expect(parseSize(text)).toEqual({ok: true, value});
	});

	it('a bare number is refused with what to write instead', () => {
		expect(parseSize('8')).toEqual({ok: false, reason: 'a size needs a unit, as in 8MiB or 8KiB'});
		expect(parseSize('3000')).toEqual({ok: false, reason: 'a size needs a unit, as in 3000B or 3000KiB'});
		expect(parseSize('0')).toEqual({
			ok: false,
			reason: 'a size needs a unit, and it must be from 1KiB to 1GiB',
		});
	});

	it.each(['', 'MiB', '8 MiB', '8mib', '8M', '8TiB', '1.5MiB', '-8MiB', '8MiBs', '0x8MiB'])(
		'%j is no size',
		text => {
			const reason = 'a size is a whole number and a unit, as in 64KiB, 8MiB or 1GiB';
			expect(parseSize(text)).toEqual({ok: false, reason});
		},
	);

	it.each(['1023B', '0MiB', '2GiB', `${'9'.repeat(400)}B`])('%s is outside the limits', text => {
		expect(parseSize(text)).toEqual({ok: false, reason: 'it must be from 1KiB to 1GiB'});
	});

	it('what is formatted reads as the same size', () => {
		fc.assert(
			fc.property(fc.integer({min: 1_024, max: 1_024 ** 3}), value => {
				expect(parseSize(formatSize(value))).toEqual({ok: true, value});
			}),
		);
		expect([1, 1_000, 1_024, 8_388_608].map(formatSize)).toEqual(['1B', '1000B', '1KiB', '8MiB']);
	});
});

describe('ports', () => {
	it.each(['1', '9000', '65535', '09000'])('%s is a port', text => {
		expect(parsePort(text)).toEqual({ok: true, value: Number(text)});
		expect(parseListeningPort(text)).toEqual({ok: true, value: Number(text)});
	});

	it.each(['', '-1', '65536', '9000.5', '9e3', '0x50', 'http', ' 9000', '9000 ', '9'.repeat(400)])(
		'%j is no port',
		text => {
			expect(parsePort(text)).toEqual({ok: false, reason: 'a port is a whole number from 1 to 65535'});
			expect(parseListeningPort(text)).toEqual({
				ok: false,
				reason: 'a port is a whole number from 1 to 65535, or 0 for any free one',
			});
		},
	);

	it('0 is a port to listen on and none to connect to', () => {
		expect(parseListeningPort('0')).toEqual({ok: true, value: 0});
		expect(parsePort('0').ok).toBe(false);
	});
});

describe('whole numbers', () => {
	it.each([
		['1', 1],
		['+5', 5],
		['1000000', 1_000_000],
	])('%s is %d', (text, value) => {
		expect(parseCount(text)).toEqual({ok: true, value});
	});

	it.each(['0', '-1', '1000001', '', '1,000', '1_000', 'many', '1.0', 'Infinity'])('%j is none', text => {
		const reason = 'a number of connections is a whole number from 1 to 1000000';
		expect(parseCount(text)).toEqual({ok: false, reason});
	});

	it('-0 is 0', () => {
		expect(wholeNumberParser('n', {min: 0, max: 1})('-0')).toEqual({ok: true, value: 0});
	});
});

describe('ranges', () => {
	it.each([
		['1-999', [1, 999]],
		['-10-300', [-10, 300]],
		['-20--10', [-20, -10]],
		['5-5', [5, 5]],
		['-0-0', [0, 0]],
		['-2147483648-2147483647', [-2_147_483_648, 2_147_483_647]],
	])('%s is read', (text, value) => {
		expect(parseRange(text)).toEqual({ok: true, value});
	});

	it.each(['', '-', '1', '1-', '-5', '--', '1--', '1 - 9', '1..9', '1,9', 'a-b', '1-2-3', '+1-9'])(
		'%j is no range',
		text => {
			const reason = 'a range is two whole numbers with a hyphen between them, as in 1-999';
			expect(parseRange(text)).toEqual({ok: false, reason});
		},
	);

	it('the lower number comes first', () => {
		expect(parseRange('999-1')).toEqual({ok: false, reason: 'the lower number comes first, as in 1-999'});
		expect(parseRange('1--1')).toEqual({ok: false, reason: 'the lower number comes first, as in -1-1'});
	});

	it.each(['-2147483649-0', '0-2147483648', `0-${'9'.repeat(400)}`])('%s leaves the limits', text => {
		const reason = 'both numbers must be from -2147483648 to 2147483647';
		expect(parseRange(text)).toEqual({ok: false, reason});
	});

	it('every range that is written is read', () => {
		const bound = fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1});
		fc.assert(
			fc.property(bound, bound, (one, other) => {
				const value = [Math.min(one, other), Math.max(one, other)] as const;
				expect(parseRange(value.join('-'))).toEqual({ok: true, value});
			}),
		);
	});
});

it('a word is one of a few, as they are written', () => {
	const parse = wordParser(['pretty', 'json']);

	expect(parse('json')).toEqual({ok: true, value: 'json'});
	for (const text of ['JSON', '', 'jso', 'toString'])
		expect(parse(text)).toEqual({ok: false, reason: 'it must be pretty or json'});
});

it('no text makes a parser throw, and a refusal is the end of a sentence', () => {
	const parsers = [parseDuration, parseSize, parseRange, parseCount, parsePort, parseListeningPort];
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			for (const parse of parsers) {
				const parsed = parse(text);
				if (!parsed.ok) expect(parsed.reason).toMatch(/^[a-z].*[a-zA-Z0-9]$/);
			}
		}),
	);
});
