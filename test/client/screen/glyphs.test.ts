import {globSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {createTheme} from '../../../src/client/screen/theme.ts';

/** The source of the client without its comments, by path. */
const sources = globSync('src/client/**/*.{ts,tsx}').map(path => {
	const text = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
	return {path, text: text.replace(/(^|\s)\/\/.*$/gm, '')};
});

function glyphsIn(text: string): readonly string[] {
	return [...new Set(text.match(/[^\x00-\x7f]/gu) ?? [])];
}

test('No character of ours is one that terminals may draw as an emoji, twice as wide', () => {
	const glyphs = glyphsIn(sources.map(({text}) => text).join(''));
	expect(glyphs.length).toBeGreaterThan(20);
	expect(glyphs.filter(glyph => /\p{Emoji}|\p{Extended_Pictographic}/u.test(glyph))).toEqual([]);
});

test('Every character of ours stands for something in ASCII', () => {
	const ascii = createTheme(1, false);
	for (const {path, text} of sources) {
		// The chart has a style of its own for ASCII.
		if (path.includes('/chart/')) continue;
		for (const glyph of glyphsIn(text)) {
			const shown = ascii.paint([{text: glyph}], 2).trimEnd();
			expect(shown, `${glyph} in ${path}`).toMatch(/^[\x21-\x3e\x40-\x7e]+$/);
		}
	}
});
