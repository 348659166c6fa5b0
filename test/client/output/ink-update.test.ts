import {describe, expect, test} from 'vitest';
import {readInkUpdate} from '../../../src/client/output/ink-update.ts';

describe('a write of Ink on a screen of three rows', () => {
	test.each([
		['the first frame', 'a\n\nb'],
		['a frame over another', '\x1b[2K\x1b[1A\x1b[2K\x1b[1A\x1b[2K\x1b[Ga\n\nb'],
		[
			'a frame after the cursor showed',
			'\x1b[?25l\x1b[1B\x1b[1G\x1b[2K\x1b[1A\x1b[2K\x1b[1A\x1b[2K\x1b[Ga\n\nb',
		],
		['a frame on a screen that is erased', '\x1b[1;1H\x1b[Ja\n\nb'],
	])('is %s', (_, text) => {
		expect(readInkUpdate(text, 3)).toEqual({kind: 'frame', lines: ['a', '', 'b'], cursor: null});
	});

	test('is a frame with the cursor in one of its rows', () => {
		const cursor = {row: 1, column: 4};
		expect(readInkUpdate('a\n\nb\x1b[1A\x1b[5G\x1b[?25h', 3)).toEqual({
			kind: 'frame',
			lines: ['a', '', 'b'],
			cursor,
		});
		const last = {row: 2, column: 0};
		expect(readInkUpdate('a\n\nb\x1b[1G\x1b[?25h', 3)).toEqual({
			kind: 'frame',
			lines: ['a', '', 'b'],
			cursor: last,
		});
	});

	test('is the cursor alone', () => {
		const place = '\x1b[?25l\x1b[1B\x1b[1G\x1b[2A\x1b[8G\x1b[?25h';
		expect(readInkUpdate(place, 3)).toEqual({kind: 'cursor', cursor: {row: 0, column: 7}});
		expect(readInkUpdate('\x1b[?25l', 3)).toEqual({kind: 'cursor', cursor: null});
		expect(readInkUpdate('\x1b[?25l\x1b[1B\x1b[1G', 3)).toEqual({kind: 'cursor', cursor: null});
	});

	test('is unknown when it is no whole frame, or shows or leaves the screen', () => {
		const erased = '\x1b[2K\x1b[1A\x1b[2K\x1b[1A\x1b[2K\x1b[G';
		for (const text of [
			'a\nb',
			'a\nb\nc\n',
			erased,
			'\x1b[2J\x1b[H',
			'\x1b[?1049h',
			'\x1b[?25h',
			'words\n',
		]) {
			expect(readInkUpdate(text, 3), JSON.stringify(text)).toEqual({kind: 'unknown'});
		}
	});

	test('changes nothing that is seen: modes of mouse and paste, the clipboard, queries', () => {
		for (const text of [
			'\x1b[?2004h',
			'\x1b[?1000h\x1b[?1006h',
			'\x1b]52;c;MTI=\x07',
			'\x1b]11;?\x1b\\',
			'\x1b[c',
		]) {
			expect(readInkUpdate(text, 3), JSON.stringify(text)).toEqual({kind: 'unseen'});
		}
	});
});
