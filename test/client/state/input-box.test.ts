import {describe, expect, test} from 'vitest';
import {
	browse,
	couldBeReadings,
	emptyBox,
	type InputBox,
	moveCaret,
	readDraft,
	remember,
	setText,
	typeInto,
	withoutWord,
} from '../../../src/client/state/input-box.ts';

const range = [1, 999] as const;

function withText(text: string): InputBox {
	return [...text].reduce((box, character) => typeInto(box, box.text + character), emptyBox);
}

describe('the cursor', () => {
	test('follows what is typed and erased before it', () => {
		const box = moveCaret(withText('172'), 1);
		expect(typeInto(box, '1972')).toMatchObject({text: '1972', caret: 2});
		expect(typeInto(box, '72')).toMatchObject({text: '72', caret: 0});
	});

	test('stays within the text', () => {
		expect(moveCaret(withText('72'), -1).caret).toBe(0);
		expect(moveCaret(withText('72'), 9).caret).toBe(2);
	});

	test('is at the end of a text that came from elsewhere, which the input takes up anew', () => {
		expect(setText(withText('7'), '120')).toMatchObject({text: '120', caret: 3, revision: 1});
	});
});

describe('earlier readings', () => {
	const box = typeInto(remember(remember(remember(emptyBox, '72'), '88'), '72'), '9');

	test('are each there once, the newest last', () => {
		expect(box.history).toEqual(['88', '72']);
	});

	test('come with the newest first, and what was being typed comes back', () => {
		const once = browse(box, -1);
		const twice = browse(once, -1);
		expect([once.text, twice.text, browse(twice, -1).text]).toEqual(['72', '88', '88']);
		expect(browse(browse(twice, 1), 1).text).toBe('9');
		expect(browse(box, 1)).toBe(box);
	});

	test('are at most a hundred', () => {
		const full = Array.from({length: 150}, (_, at) => String(at)).reduce(remember, emptyBox);
		expect(full.history).toHaveLength(100);
		expect(full.history.at(-1)).toBe('149');
	});
});

test('Ctrl+W erases the word before the cursor, with what separates it', () => {
	expect(withoutWord(withText('72')).text).toBe('');
	expect(withoutWord(withText('-72')).text).toBe('-');
	expect(withoutWord(withText('7.2.')).text).toBe('7.');
	expect(withoutWord(moveCaret(withText('72'), 1))).toMatchObject({text: '2', caret: 1});
});

test('What is typed could be readings until there is something else in it', () => {
	for (const text of ['7', '-', '+72', '7 80', '72, 88', '72;'])
		expect(couldBeReadings(text), text).toBe(true);
	for (const text of ['1e', '71q', '7.', '7?', '--', '7-2']) expect(couldBeReadings(text), text).toBe(false);
});

describe('a draft', () => {
	test('is one reading, or several that were pasted', () => {
		expect(readDraft('72', range)).toEqual({ok: true, bpms: [72]});
		expect(readDraft(' 72\r\n88, 99;+64\n', range)).toEqual({ok: true, bpms: [72, 88, 99, 64]});
	});

	test('is refused with what is wrong with it, safe to show', () => {
		expect(readDraft('1200', range)).toEqual({
			ok: false,
			reason: '1200 is out of range: a BPM is a whole number from 1 to 999.',
			short: ['"1200": not 1-999', '1200: not 1-999'],
		});
		expect(readDraft('7.2', range)).toEqual({
			ok: false,
			reason: '"7.2" is not a whole number.',
			short: ['"7.2": no whole number', '7.2: no whole number'],
		});
		expect(readDraft('72 \u202eabc', range)).toEqual({
			ok: false,
			reason: '"?abc" is not a whole number.',
			short: ['"?abc": no whole number', '?abc: no whole number'],
		});
		expect(readDraft(' \n', range)).toMatchObject({ok: false, reason: 'There is no number in it.'});
	});

	test('of more than a thousand readings is one for bchain send', () => {
		expect(readDraft('72 '.repeat(1_000), range)).toMatchObject({ok: true});
		expect(readDraft('72 '.repeat(1_001), range)).toEqual({
			ok: false,
			reason: 'That is more than 1,000 readings: "bchain send" adds that many.',
			short: ['more than 1,000 readings: "bchain send" adds them', 'over 1,000 readings'],
		});
	});
});
