import {describe, expect, it} from 'vitest';
import {readScreenSettings, themeWords} from '../../src/cli/screen-options.ts';
import {themeNames} from '../../src/client/screen/themes.ts';
import {give, surround} from './surroundings.ts';

describe('how the client shows itself', () => {
	it('comes from options, then from variables', () => {
		const environment = surround({variables: {BCHAIN_THEME: 'light', BCHAIN_ASCII: '1'}});
		expect(readScreenSettings(give(), surround())).toEqual({ascii: false, screenReader: false});
		expect(readScreenSettings(give(), environment)).toEqual({
			theme: 'light',
			ascii: true,
			screenReader: false,
		});
		expect(readScreenSettings(give({theme: 'dark', ascii: '0'}), environment)).toMatchObject({
			theme: 'dark',
			ascii: false,
		});
	});

	it('has every theme, and none that does not exist', () => {
		expect(themeWords).toEqual(themeNames);
		expect(() => readScreenSettings(give({theme: 'solarized'}), surround())).toThrow(
			'--theme is "solarized": it must be auto, dark, light or contrast.',
		);
	});

	it('is a line an event where a screen reader is announced, also for all programs of this kind', () => {
		const isRead = (variables: Record<string, string>, options = {}) =>
			readScreenSettings(give(options), surround({variables})).screenReader;
		expect(isRead({}, {'screen-reader': true})).toBe(true);
		expect(isRead({BCHAIN_SCREEN_READER: '1'})).toBe(true);
		expect(isRead({INK_SCREEN_READER: 'true'})).toBe(true);
		expect(isRead({INK_SCREEN_READER: 'true'}, {'screen-reader': '0'})).toBe(false);
		expect(isRead({INK_SCREEN_READER: 'true', BCHAIN_SCREEN_READER: '0'})).toBe(false);
		expect(isRead({INK_SCREEN_READER: 'false'})).toBe(false);
		expect(isRead({TERM: 'dumb'})).toBe(true);
		expect(isRead({TERM: 'dumb'}, {'screen-reader': '0'})).toBe(false);
	});
});
