import type {ThemeName} from '../client/screen/themes.ts';
import type {Environment} from './environment.ts';
import {type FlagOption, type Given, type Option, readFlag, readValue, type ValueOption} from './options.ts';
import {wordParser} from './units.ts';

/** The client's own list is loaded only with the client. */
export const themeWords = ['auto', 'dark', 'light', 'contrast'] as const satisfies readonly ThemeName[];

const themeOption: ValueOption<ThemeName> = {
	kind: 'value',
	name: 'theme',
	valueName: 'NAME',
	describe: `The colours: ${themeWords.join(', ')}`,
	example: 'light',
	shownDefault: "auto, by the terminal's background",
	words: themeWords,
	parse: wordParser(themeWords),
};

const asciiOption: FlagOption = {
	kind: 'flag',
	name: 'ascii',
	describe: 'Show only ASCII, as where the locale is not UTF-8',
};

const screenReaderOption: FlagOption = {
	kind: 'flag',
	name: 'screen-reader',
	describe: 'No full screen: a line an event, for screen readers',
};

/** What decides how a full screen looks. */
export const lookOptions: readonly Option[] = [themeOption, asciiOption];

/** What decides how the client shows itself. */
export const screenOptions: readonly Option[] = [...lookOptions, screenReaderOption];

/** How a full screen looks. */
export interface LookSettings {
	readonly theme?: ThemeName;
	readonly ascii: boolean;
}

/** How the client shows itself. */
export interface ScreenSettings extends LookSettings {
	readonly screenReader: boolean;
}

/** Reads how a full screen looks. Throws OPTION_INVALID. */
export function readLook(given: Given, environment: Environment): LookSettings {
	const theme = readValue(themeOption, given, environment);
	return {...(theme !== undefined && {theme}), ascii: readFlag(asciiOption, given, environment)};
}

/**
 * Reads those options. A screen reader is also served where INK_SCREEN_READER says so, which programs of this
 * kind share; and a line an event is all that a terminal can show which calls itself dumb. Throws OPTION_INVALID.
 */
export function readScreenSettings(given: Given, environment: Environment): ScreenSettings {
	const {INK_SCREEN_READER = '', TERM} = environment.variables;
	const isAnnounced = /^(?:1|true)$/.test(INK_SCREEN_READER) || TERM === 'dumb';
	const isDecided = given.options.has(screenReaderOption.name) || environment.variables.BCHAIN_SCREEN_READER;
	return {
		...readLook(given, environment),
		screenReader: isDecided ? readFlag(screenReaderOption, given, environment) : isAnnounced,
	};
}
