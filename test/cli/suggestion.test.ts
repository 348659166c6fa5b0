import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {countEdits, findSuggestion} from '../../src/cli/suggestion.ts';

const words = ['serve', 'connect', 'node', 'send', 'log', 'completion'];

describe('findSuggestion', () => {
	it.each([
		['serv', 'serve'],
		['server', 'serve'],
		['sevre', 'serve'],
		['SERVE', 'serve'],
		['conect', 'connect'],
		['conn', 'connect'],
		['sned', 'send'],
		['logs', 'log'],
		['lgo', 'log'],
		['comp', 'completion'],
	])('%s is likely %s', (text, word) => {
		expect(findSuggestion(text, words)).toBe(word);
	});

	it.each(['', 'x', 's', 'status', 'verify', '9000', 'co', 'é'])('%j is like none of them', text => {
		expect(findSuggestion(text, words)).toBeUndefined();
	});

	it('a page of letters is like none of them', () => {
		expect(findSuggestion('serve'.repeat(100_000), words)).toBeUndefined();
	});
});

describe('countEdits', () => {
	it.each([
		['', '', 0],
		['', 'abc', 3],
		['abc', '', 3],
		['port', 'prot', 1],
		['port', 'ports', 1],
		['port', 'pord', 1],
		['kitten', 'sitting', 3],
	])('from %j to %j it takes %d', (from, to, edits) => {
		expect(countEdits(from, to)).toBe(edits);
	});

	it('is the same in both directions, and 0 only for equal words', () => {
		const word = fc.string({maxLength: 12});
		fc.assert(
			fc.property(word, word, (one, other) => {
				expect(countEdits(one, other)).toBe(countEdits(other, one));
				expect(countEdits(one, other) === 0).toBe(one === other);
			}),
		);
	});
});
