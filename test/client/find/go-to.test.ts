import {describe, expect, it} from 'vitest';
import {parseGoTo} from '../../../src/client/find/go-to.ts';

const place = {first: 0, last: 12_345, selected: 1_284};

function read(text: string, at = place): string {
	const parsed = parseGoTo(text, at);
	return parsed.ok ? `${parsed.index}: ${parsed.readAs}` : `${parsed.unfinished ? '… ' : ''}${parsed.reason}`;
}

describe('going to', () => {
	it.each([
		['1234', '1234: block 1,234'],
		['1,234', '1234: block 1,234'],
		['#1,234', '1234: block 1,234'],
		["12'345", '12345: block 12,345'],
		['0', '0: block 0'],
		['007', '7: block 7'],
		['+10', '1294: 10 blocks down, to block 1,294'],
		['-10', '1274: 10 blocks up, to block 1,274'],
		['-1', '1283: 1 block up, to block 1,283'],
		['-9999', '0: 1,284 blocks up, to block 0'],
		['+99999', '12345: 11,061 blocks down, to block 12,345'],
	])('%s finds its block', (text, expected) => {
		expect(read(text)).toBe(expected);
	});

	it.each([
		['12346', 'Block 12,346 does not exist yet: the newest is 12,345.'],
		['abc', '"abc" is no number of a block: here they go from 0 to 12,345.'],
		['1.5', '… Type the number of a block, 0 to 12,345.'],
		['12,34', '… Type the number of a block, 0 to 12,345.'],
		['1,2345', '"1,2345" is no number of a block: here they go from 0 to 12,345.'],
		['', '… Type the number of a block, 0 to 12,345, or +10, -10.'],
		['-', '… Type the number of a block, 0 to 12,345, or +10, -10.'],
		['9'.repeat(16), `"${'9'.repeat(16)}" is no number of a block: here they go from 0 to 12,345.`],
	])('%j says what is missing', (text, expected) => {
		expect(read(text)).toBe(expected);
	});

	it('a block that is not held says which is the first', () => {
		expect(read('12', {first: 500, last: 600, selected: 550})).toBe(
			'… Block 12 is not held here: the first one is 500.',
		);
	});

	it('any block says that there is none yet', () => {
		expect(read('0', {first: 0, last: -1, selected: 0})).toBe('There is no block to go to yet.');
	});
});
