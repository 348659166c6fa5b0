import {describe, expect, test} from 'vitest';
import {commands, isReadingId, parseRequest, type Request} from '../../src/core/request.ts';

const a = 'a'.repeat(64);
const id = '0123456789abcdef';
const parse = (line: string): Request => parseRequest(line, [1, 999]);

describe('a line of a client', () => {
	test.each<[line: string, request: Request]>([
		['', {kind: 'empty'}],
		['72', {kind: 'reading', bpm: 72}],
		['1', {kind: 'reading', bpm: 1}],
		['999', {kind: 'reading', bpm: 999}],
		['+72', {kind: 'reading', bpm: 72}],
		['0072', {kind: 'reading', bpm: 72}],
		['/help', {kind: 'help'}],
		['/help ', {kind: 'help'}],
		['/status', {kind: 'status'}],
		['/chain', {kind: 'chain'}],
		['/forks', {kind: 'forks'}],
		['/live', {kind: 'live'}],
		['/quit', {kind: 'quit'}],
		['/pong', {kind: 'pong'}],
		['/last', {kind: 'last', count: 10}],
		['/last 1', {kind: 'last', count: 1}],
		['/last 1000', {kind: 'last', count: 1_000}],
		['/last  20 ', {kind: 'last', count: 20}],
		['/block 0', {kind: 'block', index: 0}],
		['/block 999999999999999', {kind: 'block', index: 999_999_999_999_999}],
		[`/add ${id} 72`, {kind: 'add', id, bpm: 72}],
		[`/add ${'Z-_9'.repeat(16)} +7`, {kind: 'add', id: 'Z-_9'.repeat(16), bpm: 7}],
		['/from 0', {kind: 'from', from: 0}],
		['/from 17', {kind: 'from', from: 17}],
		[
			`/from [[7,"${a}"],[0,"${a}"]]`,
			{
				kind: 'from',
				from: [
					[7, a],
					[0, a],
				],
			},
		],
		[
			`/from [[7, "${a}"], [0, "${a}"]]`,
			{
				kind: 'from',
				from: [
					[7, a],
					[0, a],
				],
			},
		],
	])('%j', (line, request) => {
		expect(parse(line)).toEqual(request);
	});

	const add = '/add takes an id of 16 to 64 of A-Z a-z 0-9 _ - and a BPM, as in /add 2026-11-20-monday-1 72.';
	const last = '/last takes a whole number from 1 to 1000, as in /last 20.';
	const block = '/block takes the index of a block, as in /block 7.';
	const from = '/from takes an index or a locator, as in /from 0.';

	test.each<[line: string, reason: string]>([
		['abc', '"abc" is not a whole number.'],
		[' 72', '" 72" is not a whole number.'],
		['72 ', '"72 " is not a whole number.'],
		['7 2', '"7 2" is not a whole number.'],
		['72.0', '"72.0" is not a whole number.'],
		['7.2e1', '"7.2e1" is not a whole number.'],
		['0x48', '"0x48" is not a whole number.'],
		['--7', '"--7" is not a whole number.'],
		['+', '"+" is not a whole number.'],
		['٧٢', '"??" is not a whole number.'],
		['72\r', '"72?" is not a whole number.'],
		['\x1b[A', '"??A" is not a whole number.'],
		['\u202e72', '"?72" is not a whole number.'],
		['x'.repeat(8_192), `"${'x'.repeat(40)}" is not a whole number.`],
		['GET / HTTP/1.1', '"GET / HTTP/1.1" is not a whole number.'],
		['/', '"/" is not a command.'],
		['/nope', '"/nope" is not a command.'],
		['/LIVE', '"/LIVE" is not a command.'],
		['/help me', '/help takes no argument, got "me".'],
		['/live\x1b', '"/live?" is not a command.'],
		['/last 0', last],
		['/last 1001', last],
		['/last -1', last],
		['/last x', last],
		['/last 1 2', last],
		['/block', block],
		['/block -1', block],
		['/block 1.5', block],
		['/block 1 2', block],
		['/block 1000000000000000', block],
		['/add', add],
		[`/add ${id}`, add],
		['/add 0123456789abcde 72', add],
		[`/add ${'x'.repeat(65)} 72`, add],
		['/add 0123456789abcdé 72', add],
		[`/add ${id} 72 73`, add],
		['/from', from],
		['/from -1', from],
		['/from []', from],
		['/from [[0,"x"]]', from],
		['/from {"index":0}', from],
	])('%j is refused, with a hint at /help', (line, reason) => {
		expect(parse(line)).toEqual({kind: 'bad', reason: `${reason} Type /help for help.`});
	});

	test.each<[line: string, reason: string]>([
		['1200', '1200 is out of range: a BPM is a whole number from 1 to 999.'],
		['0', '0 is out of range: a BPM is a whole number from 1 to 999.'],
		['-5', '-5 is out of range: a BPM is a whole number from 1 to 999.'],
		['9'.repeat(8_192), `${'9'.repeat(40)} is out of range: a BPM is a whole number from 1 to 999.`],
	])('%j is out of range', (line, reason) => {
		expect(parse(line)).toEqual({kind: 'bad', reason});
	});

	test('the id of a refused /add is told, when it is one', () => {
		expect(parse(`/add ${id} 1200`)).toEqual({
			kind: 'bad',
			id,
			reason: '1200 is out of range: a BPM is a whole number from 1 to 999.',
		});
		expect(parse(`/add ${id} x`)).toEqual({
			kind: 'bad',
			id,
			reason: '"x" is not a whole number. Type /help for help.',
		});
	});

	test('the range is what the hub says', () => {
		expect(parseRequest('-40', [-50, 50])).toEqual({kind: 'reading', bpm: -40});
		expect(parseRequest('60', [-50, 50])).toEqual({
			kind: 'bad',
			reason: '60 is out of range: a BPM is a whole number from -50 to 50.',
		});
	});

	test('minus zero is zero', () => {
		expect(Object.is((parseRequest('-0', [-1, 1]) as {bpm: number}).bpm, 0)).toBe(true);
	});

	test('no line gives an answer with a control character in it', () => {
		for (let code = 0; code < 0x3000; code++) {
			const character = String.fromCharCode(code);
			for (const line of [character, `/${character}`, `/help ${character}`, `/last ${character}`]) {
				const request = parse(line);
				if (request.kind === 'bad') expect(request.reason).toMatch(/^[ -~]+$/);
			}
		}
	});
});

test('every command of the list is one, and its usage is understood', () => {
	for (const {name, usage, help} of commands) {
		expect(usage.startsWith(name)).toBe(true);
		expect(help).not.toBe('');
		const line = usage.replace(' [n]', ' 5').replace('<index>', '5').replace('<id> <bpm>', `${id} 72`);
		expect(parse(line).kind).toBe(name.slice(1));
	}
});

test.each([
	['0123456789abcdef', true],
	['A'.repeat(64), true],
	['Zz09_-Zz09_-Zz09', true],
	['0123456789abcde', false],
	['A'.repeat(65), false],
	['0123456789abcde ', false],
	['0123456789abcde\n', false],
	['0123456789abcdef\n', false],
	['0123456789abcdé0', false],
	['', false],
])('%j as an id: %s', (text, is) => {
	expect(isReadingId(text)).toBe(is);
});
