import {describe, expect, it} from 'vitest';
import {parseRequest, type Request, requestHelp} from '../../../src/client/reader/request.ts';

describe('a line', () => {
	it.each<[string, Request]>([
		['72', {kind: 'add', bpms: [72]}],
		[' 72 ', {kind: 'add', bpms: [72]}],
		['72 88, 99', {kind: 'add', bpms: [72, 88, 99]}],
		['', {kind: 'nothing'}],
		['?', {kind: 'help'}],
		['HELP', {kind: 'help'}],
		['q', {kind: 'quit'}],
		['g 12', {kind: 'look', text: '12'}],
		['g12', {kind: 'look', text: '12'}],
		['g -1', {kind: 'look', text: '-1'}],
		['block 1,234', {kind: 'look', text: '1,234'}],
		['why 12', {kind: 'why', text: '12'}],
		['why', {kind: 'why', text: ''}],
		['/9e07', {kind: 'find', text: '9e07'}],
		['find >120', {kind: 'find', text: '>120'}],
		['n', {kind: 'nextMatch'}],
		['N', {kind: 'previousMatch'}],
		['p', {kind: 'previousMatch'}],
		['last', {kind: 'last', count: 5}],
		['last 12', {kind: 'last', count: 12}],
		['accept', {kind: 'accept'}],
		['last 0', {kind: 'wrong', sentence: 'last takes a whole number from 1 to 100, as in last 5.'}],
		['1200', {kind: 'wrong', sentence: '1200 is out of range: a BPM is a whole number from 1 to 999.'}],
		['72.5', {kind: 'wrong', sentence: '"72.5" is not a whole number. Type ? for help.'}],
		['72 abc', {kind: 'wrong', sentence: '"72 abc" is nothing that can be done here. Type ? for help.'}],
		['\x1b[31m', {kind: 'wrong', sentence: '"?[31m" is nothing that can be done here. Type ? for help.'}],
	])('%j', (line, request) => {
		expect(parseRequest(line, [1, 999])).toEqual(request);
	});

	it('that helps names every word that can be typed', () => {
		const help = requestHelp.join(' ');
		for (const word of [
			'g 12',
			'why 12',
			'last 5',
			'/9e07',
			'n is',
			'p the',
			's tells',
			'readings',
			'send',
			'drop',
			'r tries',
			'? is',
			'q leaves',
		])
			expect(help).toContain(word);
	});
});
