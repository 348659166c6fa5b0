import {expect, test} from 'vitest';
import {Teller} from '../../../src/client/reader/teller.ts';

test('A line that is being typed is never written into: what happens meanwhile waits', () => {
	let written = '';
	let line = '';
	const teller = new Teller(
		text => {
			written += text;
		},
		() => line !== '',
	);
	teller.tell('one');
	line = '7';
	teller.tell('two');
	teller.tell('three');
	teller.typed();
	expect(written).toBe('one\n');
	line = '';
	teller.typed();
	teller.tell('four');
	expect(written).toBe('one\ntwo\nthree\nfour\n');
});

test('Not everything is kept while somebody types for hours', () => {
	const written: string[] = [];
	let isTyping = true;
	const teller = new Teller(
		text => written.push(text),
		() => isTyping,
	);
	for (let at = 1; at <= 250; at++) teller.tell(`line ${at}`);
	isTyping = false;
	teller.typed();
	expect(written).toHaveLength(101);
	expect(written.slice(0, 2)).toEqual(['150 earlier lines were left out.\n', 'line 151\n']);
});
