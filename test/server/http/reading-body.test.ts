import {describe, expect, it} from 'vitest';
import {parseKey, parseReading} from '../../../src/server/http/reading-body.ts';

const range = [1, 999] as const;
const read = (text: string) => parseReading(Buffer.from(text), range);
const messageOf = (text: string) => {
	const problem = read(text);
	return typeof problem === 'number' ? problem : `${problem.code} ${problem.message}`;
};
const example = 'a body is an object such as {"BPM":50}.';

describe('the reading in a body', () => {
	it.each([
		['{"BPM":50}', 50],
		['{"bpm":1}', 1],
		['{"Bpm": 999}', 999],
		[' \n{"BPM":7.2e1}', 72],
		['\ufeff{"BPM":50}', 50],
		['{"note":"x","BPM":50,"nested":{"BPM":7}}', 50],
	])('of %j is %d', (text, bpm) => {
		expect(read(text)).toBe(bpm);
	});

	it.each([
		['', `BODY_INVALID There is no body: ${example}`],
		['BPM=50', `BODY_INVALID The body is not JSON: ${example}`],
		['{"BPM":50', `BODY_INVALID The body is not JSON: ${example}`],
		['{"BPM":50} {"BPM":51}', `BODY_INVALID The body is not JSON: ${example}`],
		['50', `BODY_INVALID The body is JSON, but not an object: ${example}`],
		['null', `BODY_INVALID The body is JSON, but not an object: ${example}`],
		['[{"BPM":50}]', `BODY_INVALID The body is JSON, but not an object: ${example}`],
		['{}', `BODY_INVALID The object has no BPM: ${example}`],
		['{"__proto__":{"BPM":50}}', `BODY_INVALID The object has no BPM: ${example}`],
		['{"BPM":50,"bpm":51}', `BODY_INVALID The object has more than one BPM: ${example}`],
		['{"BPM":"50"}', `BODY_INVALID The BPM is not a whole number: ${example}`],
		['{"BPM":null}', `BODY_INVALID The BPM is not a whole number: ${example}`],
		['{"BPM":50.5}', `BODY_INVALID The BPM is not a whole number: ${example}`],
		['{"BPM":0}', 'BPM_OUT_OF_RANGE 0 is out of range: a BPM is a whole number from 1 to 999.'],
		['{"BPM":-0}', 'BPM_OUT_OF_RANGE 0 is out of range: a BPM is a whole number from 1 to 999.'],
		['{"BPM":1000}', 'BPM_OUT_OF_RANGE 1000 is out of range: a BPM is a whole number from 1 to 999.'],
		['{"BPM":1e300}', 'BPM_OUT_OF_RANGE 1e+300 is out of range: a BPM is a whole number from 1 to 999.'],
	])('is not in %j', (text, message) => {
		expect(messageOf(text)).toBe(message);
	});

	it('is not in bytes that are no UTF-8', () => {
		expect(parseReading(Buffer.from('{"BPM":50,"\xff":1}', 'latin1'), range)).toMatchObject({
			code: 'BODY_INVALID',
		});
	});

	it('is never minus zero', () => {
		expect(Object.is(parseReading(Buffer.from('{"BPM":-0}'), [-1, 1]), 0)).toBe(true);
	});
});

describe('an Idempotency-Key', () => {
	it('is the id of a reading, in quotes or not', () => {
		expect(parseKey('8e03978e-40d5-43dd-bc93-6894a57f9324')).toBe('8e03978e-40d5-43dd-bc93-6894a57f9324');
		expect(parseKey('"2026-11-20-monday-1"')).toBe('2026-11-20-monday-1');
		expect(parseKey(undefined)).toBeUndefined();
	});

	it.each(['', '"', 'short', 'a'.repeat(65), 'with spaces in between', '"a-key-of-enough-length'])(
		'is not %j',
		header => {
			expect(parseKey(header)).toMatchObject({
				code: 'KEY_INVALID',
				message: 'An Idempotency-Key is 16 to 64 of A-Z a-z 0-9 _ -, such as a UUID.',
			});
		},
	);
});
