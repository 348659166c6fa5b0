import {BchainError} from '../core/errors.ts';
import {printable} from '../core/printable.ts';
import type {Environment} from './environment.ts';
import type {Parser} from './units.ts';

interface AnyOption {
	/** Typed as `--name` and set by BCHAIN_NAME; one letter is typed as `-n` and has no variable. */
	readonly name: string;
	/** A letter that may be typed instead of the name. */
	readonly letter?: string;
	/** What it is, for the help. */
	readonly describe: string;
}

/** An option that takes a value: `--name VALUE`. */
export interface ValueOption<T> extends AnyOption {
	readonly kind: 'value';
	/** What stands for the value in the help, as in `--port PORT`; VALUE unless given. */
	readonly valueName?: string;
	/** A value that would be right, for sentences and help. */
	readonly example: string;
	/** The default as the help shows it. */
	readonly shownDefault?: string;
	/** Whether it may be given several times; the values are handed to `parse` with commas between them. */
	readonly repeatable?: true;
	/** Values that completion offers. */
	readonly words?: readonly string[];
	readonly parse: Parser<T>;
}

/** An option that is there or not. `--name=0` takes back what its variable says. */
export interface FlagOption extends AnyOption {
	readonly kind: 'flag';
}

export type Option = ValueOption<unknown> | FlagOption;

/** What the command line gave: names of options without their hyphens, and everything that is no option. */
export interface Given {
	readonly options: ReadonlyMap<string, string | true>;
	readonly words: readonly string[];
}

/** How the help shows the value of the option that names the hub of a command. */
export const hubValueName = 'HOST[:PORT]';

/** A text and where it came from, in the words of the person who set it. */
export interface Sourced {
	readonly text: string;
	readonly source: string;
}

/** How long a wrong value may be before a sentence cuts it. */
const shownCharactersMax = 60;

/**
 * The value of an option from the first source that has one, the command line or its BCHAIN_* variable;
 * undefined when none has. An empty variable counts as not there. Throws OPTION_INVALID that names the source.
 */
export function readValue<T>(option: ValueOption<T>, given: Given, environment: Environment): T | undefined {
	const sourced = findSource(option, given, environment);
	return sourced && parseSourced(sourced, option.parse);
}

/** Whether a flag is set, on the command line or by its variable (1 or 0). Throws OPTION_INVALID. */
export function readFlag(option: FlagOption, given: Given, environment: Environment): boolean {
	if (given.options.get(option.name) === true) return true;
	const sourced = findSource(option, given, environment);
	return sourced ? parseSourced(sourced, parseSwitch) : false;
}

/** Parses a text, or throws OPTION_INVALID: what it came from, what it is, and what would be right. */
export function parseSourced<T>({text, source}: Sourced, parse: Parser<T>): T {
	const parsed = parse(text);
	if (parsed.ok) return parsed.value;
	throw new BchainError('OPTION_INVALID', `${source} is ${quote(text)}: ${printable(parsed.reason)}.`, {
		source,
		value: text,
	});
}

/** The variable of an option, or undefined where it has none. */
export function variableOf({name}: Option): string | undefined {
	return name.length > 1 ? `BCHAIN_${name.toUpperCase().replaceAll('-', '_')}` : undefined;
}

/** An option as it is typed: `--port`, `-n`. */
export function formatOption(name: string): string {
	return name.length > 1 ? `--${name}` : `-${name}`;
}

/** A text from outside in a sentence: quoted, cut and safe to show. */
export function quote(text: string): string {
	return `"${printable(text, shownCharactersMax)}"`;
}

function findSource(option: Option, given: Given, environment: Environment): Sourced | undefined {
	const value = given.options.get(option.name);
	if (typeof value === 'string') return {text: value, source: formatOption(option.name)};
	const variable = variableOf(option);
	const text = variable && environment.variables[variable];
	return text ? {text, source: variable} : undefined;
}

const parseSwitch: Parser<boolean> = text => {
	if (/^(?:1|true|yes|on)$/i.test(text)) return {ok: true, value: true};
	if (/^(?:0|false|no|off)$/i.test(text)) return {ok: true, value: false};
	return {ok: false, reason: 'it must be 1 or 0'};
};
