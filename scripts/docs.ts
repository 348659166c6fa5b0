/** `npm run docs`: writes the documents that are made from the code. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {keyList} from '../src/client/keys/key-label.ts';
import {type Command, commandTable, groups} from '../src/client/keys/keymap.ts';
import {commandTable as labCommands} from '../src/lab/partition/command.ts';
import {root} from './build-options.mjs';
import type {GeneratedDoc} from './check/generated.ts';
import {generateProtocolDoc} from './errors-doc.ts';

/** The documents that are made from the code. */
export const generatedDocs: readonly GeneratedDoc[] = [
	{path: 'docs/keys.md', generate: generateKeysDoc},
	{path: 'docs/protocol.md', generate: generateProtocolDoc},
];

/** The text of a document, or undefined where there is none. */
export function readDoc(path: string): string | undefined {
	return existsSync(root + path) ? readFileSync(root + path, 'utf8') : undefined;
}

const titles: Readonly<Record<Command['group'], string>> = {
	add: 'Add a reading',
	look: 'Look at the chain',
	find: 'Find a block',
	take: 'Take something away',
	show: 'What is shown',
	network: 'Other hubs, and the forks between them',
	connection: 'The connection and the screen',
	leave: 'Help and leaving',
	answer: 'Answer a question',
	alarm: 'When the hub has another past (the alarm)',
	help: 'While the help is open',
};

/** docs/keys.md: every key of the full-screen client, by group, from the table that drives the client itself. */
export function generateKeysDoc(): string {
	const sections = groups.map(group => {
		const commands = commandTable.filter(command => command.group === group);
		const rows = joinSame(commands).map(row => {
			const keys = formatKeys(row[0].helpKeys ?? keyList(row.flatMap(command => command.keys)));
			return `| ${keys} | ${row[0].help} | ${describePlace(row[0])} |`;
		});
		return [`## ${titles[group]}`, '', '| keys | what they do | where |', '|---|---|---|', ...rows].join(
			'\n',
		);
	});
	const note =
		'Made from the command table in `src/client/keys/keymap.ts` by `npm run docs`; the client shows it with `?`.';
	return `${['# The keys of `bchain connect`', note, ...sections, describeLabKeys()].join('\n\n')}\n`;
}

/** The keys of `bchain lab partition`, from its own table. */
function describeLabKeys(): string {
	const places = {looking: 'empty box', typing: 'number in the box', help: 'help'} as const;
	const rows = labCommands.map(({keys, helpKeys, help, modes}) => {
		const where = modes.length === 3 ? 'everywhere' : modes.map(mode => places[mode]).join(', ');
		return `| ${formatKeys(helpKeys ?? keyList(keys))} | ${help} | ${where} |`;
	});
	const note = 'Made from the command table in `src/lab/partition/command.ts`; the lab shows it with `?`.';
	const table = ['| keys | what they do | where |', '|---|---|---|', ...rows].join('\n');
	return ['# The keys of `bchain lab partition`', note, table].join('\n\n');
}

function formatKeys(keys: string): string {
	return keys
		.split(' ')
		.map(key => `\`${key}\``)
		.join(' ');
}

/** Commands next to each other that do the same thing in the same place are one row, as in the client's help. */
function joinSame(commands: readonly Command[]): readonly (readonly [Command, ...Command[]])[] {
	const rows: [Command, ...Command[]][] = [];
	for (const command of commands) {
		const row = rows.at(-1);
		if (row?.[0].help === command.help && describePlace(row[0]) === describePlace(command)) row.push(command);
		else rows.push([command]);
	}
	return rows;
}

function describePlace({modes}: Command): string {
	const isAt = (mode: Command['modes'][number]) => modes.includes(mode);
	const box =
		isAt('looking') && isAt('typing') ? 'main screen' : isAt('looking') ? 'empty box' : 'text in the box';
	const places = [
		(isAt('looking') || isAt('typing')) && box,
		isAt('finding') && 'go to, find',
		isAt('alarm') && 'alarm',
		isAt('question') && 'question',
		isAt('help') && 'help',
	];
	return places.filter(Boolean).join(', ');
}

if (import.meta.main) {
	for (const {path, generate} of generatedDocs) writeFileSync(root + path, await generate());
}
