import {describe, expect, test} from 'vitest';
import {detectDisplay} from '../../../src/client/screen/display.ts';

describe('the terminal', () => {
	const surroundings = {
		env: {LANG: 'en_US.UTF-8', TERM: 'xterm-256color'},
		platform: 'linux',
		colourDepth: 24,
	};

	test('gets the colours it has', () => {
		expect(detectDisplay(surroundings)).toMatchObject({depth: 24, unicode: true});
		expect(detectDisplay({...surroundings, colourDepth: 8}).depth).toBe(8);
		expect(detectDisplay({...surroundings, colourDepth: 4}).depth).toBe(4);
		expect(detectDisplay({...surroundings, colourDepth: 1}).depth).toBe(1);
	});

	test('gets none under NO_COLOR and TERM=dumb', () => {
		expect(detectDisplay({...surroundings, env: {LANG: 'C.UTF-8', NO_COLOR: '1'}}).depth).toBe(1);
		expect(detectDisplay({...surroundings, env: {LANG: 'C.UTF-8', TERM: 'dumb'}})).toMatchObject({
			depth: 1,
			unicode: false,
		});
	});

	test('gets ASCII where the locale is not UTF-8', () => {
		const unicodeOf = (env: Record<string, string>, platform = 'linux') =>
			detectDisplay({...surroundings, env, platform}).unicode;
		expect(unicodeOf({LANG: 'C'})).toBe(false);
		expect(unicodeOf({LANG: 'de_DE.utf8'})).toBe(true);
		expect(unicodeOf({LANG: 'en_US.UTF-8', LC_ALL: 'C'})).toBe(false);
		expect(unicodeOf({LANG: 'C', LC_CTYPE: 'C.UTF-8'})).toBe(true);
		expect(unicodeOf({})).toBe(false);
		expect(unicodeOf({}, 'darwin')).toBe(true);
	});

	test('gets ASCII where that is asked for', () => {
		expect(detectDisplay(surroundings, true)).toMatchObject({unicode: false, depth: 24});
	});

	test('may say in its environment which background it has', () => {
		const groundOf = (COLORFGBG?: string) => detectDisplay({...surroundings, env: {COLORFGBG}}).ground;
		expect(groundOf('15;0')).toBe('dark');
		expect(groundOf('0;15')).toBe('light');
		expect(groundOf('0;default;7')).toBe('light');
		expect(groundOf('7;8')).toBe('dark');
		for (const nonsense of [undefined, '', 'default;default', '15', '0;99'])
			expect(groundOf(nonsense)).toBe('unknown');
	});
});
