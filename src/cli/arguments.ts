import {parseArgs} from 'node:util';
import {BchainError} from '../core/errors.ts';
import {isClearlyAddress} from './address.ts';
import type {Command} from './command.ts';
import {formatOption, type Given, hubValueName, type Option, quote} from './options.ts';
import {findSuggestion} from './suggestion.ts';

/** Options that every command has and that are no setting. */
export const commonOptions: readonly Option[] = [
	{kind: 'flag', name: 'help', letter: 'h', describe: 'Show this help'},
	{kind: 'flag', name: 'version', describe: 'Show the version'},
];

/**
 * The command that the first argument names. Throws OPTION_INVALID with a suggestion where there is one, also
 * for an option in front of the command.
 */
export function findCommand(commands: readonly Command[], first: string): Command {
	const command = commands.find(({name}) => name === first);
	if (command) return command;
	const owner = commands.find(({options}) => options.some(({name}) => name === nameOf(first)));
	if (owner && first.startsWith('-'))
		throw wrong(`${cut(first)} comes after the command, as in "bchain ${owner.name} ${cut(first)}".`, first);
	const names = commands.map(({name}) => name);
	const hint = suggest(first, names, name => `"${name}"`) ?? ': "bchain --help" lists them.';
	throw wrong(`${quote(first)} is not a command of bchain${hint}`, first);
}

/**
 * Takes the arguments after a command's name apart: `--name VALUE`, `--name=VALUE`, `-nVALUE`, letters in one
 * (`-fn 5`), and only words after `--`. Throws OPTION_INVALID for an unknown option, a missing value, an option
 * given twice and a word too many, unless help is asked for.
 */
export function readArguments(command: Command, args: readonly string[]): Given {
	const known = [...command.options, ...commonOptions];
	const {tokens} = parseArgs({
		args: args.map(arg => (command.takesNegatives && /^-\d/.test(arg) ? `${numberMark}${arg}` : arg)),
		strict: false,
		tokens: true,
		options: Object.fromEntries(known.map(option => [option.name, declare(option)])),
	});
	const options = new Map<string, string | true>();
	const words: string[] = [];
	if (tokens.some(token => token.kind === 'option' && token.name === 'help'))
		return {options: new Map([['help', true]]), words};
	for (const token of tokens) {
		if (token.kind === 'positional') words.push(unmark(token.value));
		if (token.kind === 'option-terminator') refuseGroup(command, known, args[token.index] ?? '--');
		if (token.kind !== 'option') continue;
		const option = known.find(({name}) => name === token.name);
		if (!option) throw unknownOption(command, known, token.rawName, args[token.index] ?? token.rawName);
		options.set(token.name, readOption(option, token, options));
	}
	if (words.length > command.wordsMax) throw wordTooMany(command, words[command.wordsMax]!);
	return {options, words};
}

/** Stands before `-5` while that must not look like an option. The system lets no argument hold it. */
const numberMark = '\0';

function unmark(text: string): string {
	return text.startsWith(numberMark) ? text.slice(1) : text;
}

/** Hyphens among letters, as in `-f--`, end no options, although they are taken apart into that. */
function refuseGroup(command: Command, known: readonly Option[], arg: string): void {
	if (/^-[^-]/.test(arg)) throw unknownOption(command, known, arg, arg);
}

interface OptionToken {
	readonly rawName: string;
	readonly value?: string | undefined;
	readonly inlineValue?: boolean | undefined;
}

function readOption(
	option: Option,
	{rawName, value, inlineValue}: OptionToken,
	earlier: ReadonlyMap<string, string | true>,
): string | true {
	if (option.kind === 'flag') return value ?? true;
	const before = earlier.get(option.name);
	if (before !== undefined && !option.repeatable)
		throw wrong(`${rawName} was given more than once: give it once.`, rawName);
	// What follows may begin with a hyphen only where it is a number: `--port --ephemeral` forgot the port.
	if (!value || (!inlineValue && /^-(?!\d)./s.test(value)))
		throw wrong(`${rawName} needs a value, as in ${rawName} ${option.example}.`, rawName);
	return before === undefined ? unmark(value) : `${before},${unmark(value)}`;
}

function declare(option: Option): {type: 'string' | 'boolean'; short?: string} {
	const type = option.kind === 'flag' ? 'boolean' : 'string';
	const letter = option.name.length === 1 ? option.name : option.letter;
	return letter === undefined ? {type} : {type, short: letter};
}

/** `rawName` is the option that is unknown, and `arg` all that was typed: `-x` of `-fx`. */
function unknownOption(
	command: Command,
	known: readonly Option[],
	rawName: string,
	arg: string,
): BchainError {
	const {name} = command;
	const names = known.map(option => option.name).filter(each => each.length > 1);
	if (/^-[^-]/.test(arg) && names.includes(nameOf(arg)))
		return wrong(`${cut(arg)} needs two hyphens: write --${nameOf(arg)}.`, arg);
	if (rawName === '-=') return wrong(`${cut(arg)} takes no value: leave out what follows it.`, arg);
	const hint =
		suggestHub(command, rawName) ??
		suggest(nameOf(rawName), names, formatOption) ??
		`: "bchain ${name} --help" lists them.`;
	return wrong(`"bchain ${name}" has no option ${cut(rawName)}${hint}`, arg);
}

function suggest(
	text: string,
	words: readonly string[],
	format: (word: string) => string,
): string | undefined {
	const word = findSuggestion(text, words);
	return word && `; did you mean ${format(word)}?`;
}

/** The options by which commands name their hub: each has one of them, or takes the address as it is. */
const hubOptionNames: readonly string[] = ['--to', '--from', '--hub'];

/** What to write instead of the option by which another command names its hub. */
function suggestHub({name, takes, options}: Command, rawName: string): string | undefined {
	if (!hubOptionNames.includes(rawName)) return undefined;
	const own = hubOptionOf(options);
	if (own) return `; did you mean ${formatOption(own.name)}?`;
	const example = 'localhost:9000';
	return takes.includes('HOST') ? `; write the address alone, as in "bchain ${name} ${example}".` : undefined;
}

function hubOptionOf(options: readonly Option[]): Option | undefined {
	return options.find(option => option.kind === 'value' && option.valueName === hubValueName);
}

function wordTooMany({name, wordsMax, options, word = 'address'}: Command, tooMany: string): BchainError {
	const own = hubOptionOf(options);
	if (own && word !== 'address' && isClearlyAddress(tooMany)) {
		const shown = quote(tooMany).slice(1, -1);
		return wrong(
			`${quote(tooMany)} is one word too many; did you mean ${formatOption(own.name)} ${shown}?`,
			tooMany,
		);
	}
	const takes = wordsMax === 0 ? 'takes only options' : `takes one ${word}`;
	return wrong(`"bchain ${name}" ${takes}, and ${quote(tooMany)} is one word too many.`, tooMany);
}

/** The bare name in `--name=value`. */
function nameOf(arg: string): string {
	return arg.replace(/^-+/, '').replace(/=.*$/s, '');
}

/** An option as it was typed, without its value, safe to show. */
function cut(arg: string): string {
	return quote(arg.replace(/=.*$/s, '')).slice(1, -1);
}

function wrong(sentence: string, value: string): BchainError {
	return new BchainError('OPTION_INVALID', sentence, {value});
}
