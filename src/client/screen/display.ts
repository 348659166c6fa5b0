import type {ColourDepth} from './themes.ts';

/** The parts of `process` that say what a terminal can show. */
export interface Surroundings {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly platform: string;
	/** `stdout.getColorDepth`, which knows NO_COLOR, FORCE_COLOR, TERM and COLORTERM. */
	readonly colourDepth: number;
}

/** What a terminal can show. */
export interface Display {
	readonly depth: ColourDepth;
	readonly unicode: boolean;
	/** Which background the terminal says to have in its environment. */
	readonly ground: 'dark' | 'light' | 'unknown';
}

/** Finds out what the terminal shows: colours, and whether more than ASCII, which `ascii` rules out. */
export function detectDisplay({env, platform, colourDepth}: Surroundings, ascii = false): Display {
	const plain = env.NO_COLOR || env.TERM === 'dumb';
	const depth: ColourDepth = plain || colourDepth < 4 ? 1 : colourDepth < 8 ? 4 : colourDepth < 24 ? 8 : 24;
	return {depth, unicode: !ascii && showsUnicode(env, platform), ground: readGround(env.COLORFGBG)};
}

/** `15;0`: the last number is the background, one of the 16 colours, as rxvt and Konsole say it. */
function readGround(colours = ''): Display['ground'] {
	const ground = /^\d+;(?:\w+;)?(\d{1,2})$/.exec(colours)?.[1];
	if (ground === undefined || Number(ground) > 15) return 'unknown';
	return ground === '7' || Number(ground) > 8 ? 'light' : 'dark';
}

function showsUnicode(env: Surroundings['env'], platform: string): boolean {
	if (env.TERM === 'dumb') return false;
	const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
	// Windows and macOS terminals are UTF-8 also where nothing says so.
	return locale ? /utf-?8/i.test(locale) : platform === 'win32' || platform === 'darwin';
}
