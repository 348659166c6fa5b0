import {commonOptions} from './arguments.ts';
import type {Command} from './command.ts';
import type {Option} from './options.ts';

/** How wide the help may be, in columns; `unknown` where nobody says how wide the terminal is. */
const widths = {min: 60, max: 110, unknown: 80} as const;
const indent = '  ';
/** In front of what an example does, where that does not fit beside it. */
const meaningIndent = '      ';

type Row = readonly [left: string, right: string];

/**
 * The help of a command, or of the program, for a terminal of so many columns; without a line end. No line of an
 * example is ever broken: it must work as it is copied.
 */
export function formatHelp(
	commands: readonly Command[],
	command: Command | undefined,
	columns: number | undefined,
): string {
	const width = Math.min(Math.max(columns || widths.unknown, widths.min), widths.max);
	return (command ? describeCommand(command, width) : describeProgram(commands, width)).join('\n\n');
}

function describeProgram(commands: readonly Command[], width: number): readonly string[] {
	const rows = commands.map(({name, describe}): Row => [`bchain ${name}`, describe]);
	return [
		'A shared, verified, hash-chained log of heart-rate readings.',
		'Usage: bchain COMMAND [OPTIONS]',
		`Commands:\n${formatTable(rows, width)}`,
		`Options:\n${formatTable(commonOptions.map(describeOption), width)}`,
		wrap('"bchain COMMAND --help" shows the options and examples of a command.', width).join('\n'),
	];
}

function describeCommand(
	{name, takes, describe, options, examples, epilogue}: Command,
	width: number,
): readonly string[] {
	const rows = [...commonOptions, ...options].map(describeOption);
	return [
		wrap(`${describe}.`, width).join('\n'),
		wrap(`Usage: ${`bchain ${name} ${takes}`.trim()}`, width - indent.length).join(`\n${indent}`),
		`Options:\n${formatTable(rows, width)}`,
		`Examples:\n${formatExamples(examples, width)}`,
		...(epilogue?.split('\n\n').map(text => wrap(text, width).join('\n')) ?? []),
	];
}

function describeOption(option: Option): Row {
	const {name, letter, describe} = option;
	const typed = name.length > 1 ? `${letter === undefined ? '   ' : `-${letter},`} --${name}` : `-${name}`;
	if (option.kind === 'flag') return [typed, describe];
	const {valueName = 'VALUE', shownDefault} = option;
	return [`${typed} ${valueName}`, shownDefault === undefined ? describe : `${describe} (${shownDefault})`];
}

/** Two columns; what does not fit into the second goes on below it. */
function formatTable(rows: readonly Row[], width: number): string {
	const column = Math.max(...rows.map(([left]) => left.length)) + 2;
	return rows
		.flatMap(([left, right]) =>
			wrap(right, width - indent.length - column).map(
				(line, at) => `${indent}${(at === 0 ? left : '').padEnd(column)}${line}`,
			),
		)
		.join('\n');
}

function formatExamples(rows: readonly Row[], width: number): string {
	const table = formatTable(rows, Infinity);
	if (table.split('\n').every(line => line.length <= width)) return table;
	return rows
		.flatMap(([line, meaning]) => [
			`${indent}${line}`,
			...wrap(meaning, width - meaningIndent.length).map(part => `${meaningIndent}${part}`),
		])
		.join('\n');
}

/** Lines of at most `width` characters, broken at spaces. */
function wrap(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= width)
			lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}
