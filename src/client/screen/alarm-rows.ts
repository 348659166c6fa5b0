import {type AlarmCell, type AlarmFacts, type AlarmRow, explainAlarm, tabulateAlarm} from '../alarm-facts.ts';
import type {ChainColumns} from '../chain-columns.ts';
import type {LinkPhase} from '../link-event.ts';
import {consentWord} from '../state/alarm-state.ts';
import type {State} from '../state/state.ts';
import {alarmTable} from './alarm-table.ts';
import {readMoment} from './format.ts';
import {hashCell} from './hash-cell.ts';
import {alarmFrameOf} from './layout.ts';
import {fitSections, type Section} from './sections.ts';
import {fitText, textWidth, wrapText} from './text-width.ts';
import {type Row, rowWidth, type Tone} from './theme.ts';

type Alarm = Extract<LinkPhase, {kind: 'alarm'}>;

/** The line under the header while there is an alarm. */
export function alarmRule(width: number): Row {
	return [{text: '━'.repeat(width), tone: 'bad'}];
}

/**
 * The screen of an alarm between header and box: what was verified beside what the hub says, what that may
 * mean, and what can be done; below it, where there is room or the person looks, both chains as a table.
 */
export function alarmRows(state: State, alarm: Alarm, blocks: ChainColumns): readonly Row[] {
	const {factRows, tableRows} = alarmFrameOf(state);
	const facts = factRows > 0 ? fitSections(sectionsOf(state, alarm), factRows) : [];
	const table = tableRows > 0 ? alarmTable(state, alarm.facts, blocks) : [];
	return [...facts, ...table];
}

/** From the top to the bottom. The comparison and the word to type are the last to go. */
function sectionsOf(state: State, {reason, facts}: Alarm): readonly Section[] {
	const {columns, address} = state;
	const plan = planOf(columns);
	const say = (text: string, lines: number): readonly Row[] =>
		wrapText(text, columns - plan.indent - 1, lines).map(line => [{text: ' '.repeat(plan.indent) + line}]);
	const blank: Section = [
		{rows: [[]], keep: 20},
		{rows: [], keep: 0},
	];
	const title = 'This hub does not have the past it had.';
	const untouched = 'Nothing from it has been taken over.';
	const strong = (rows: readonly Row[]): readonly Row[] =>
		rows.map(row => row.map(run => ({...run, tone: 'bad' as const})));
	const ask = 'Ask the person who runs it and compare the tip aloud.';
	const why = explainAlarm(facts);
	return [
		blank,
		[
			{rows: strong(say(`${title} ${untouched}`, 2)), keep: 40},
			{rows: strong(say('Nothing was taken from this hub.', 1)), keep: 60},
			{rows: [], keep: 0},
		],
		[
			{rows: say(`What was noticed: ${reason}.`, 2), keep: 30},
			{rows: [], keep: 0},
		],
		blank,
		[
			{rows: [headingRow(facts, address, plan), ...tableOf(facts, plan, columns)], keep: 80},
			{rows: tableOf(facts, plan, columns), keep: 100},
		],
		blank,
		[
			{rows: [...say(why, 3), ...say(ask, 2)], keep: 35},
			{rows: say(why, 3), keep: 50},
			{rows: say('Ask who runs it, then decide.', 1), keep: 55},
			{rows: [], keep: 0},
		],
		blank,
		[
			{rows: keyRows(state), keep: 10},
			{rows: [], keep: 0},
		],
		[{rows: [consentRow(state, plan)], keep: 100}],
	];
}

/** How the comparison is laid out. */
interface Plan {
	readonly indent: number;
	readonly label: number;
	/** Cells of one side. */
	readonly side: number;
	readonly digits: number;
	readonly notes: boolean;
}

const widest: Plan = {indent: 5, label: 9, side: 36, digits: 12, notes: true};
const plans: readonly Plan[] = [
	widest,
	{indent: 3, label: 9, side: 23, digits: 8, notes: true},
	{indent: 1, label: 9, side: 11, digits: 8, notes: false},
];
const widths = [104, 72, 0];

function planOf(columns: number): Plan {
	return plans[widths.findIndex(width => columns >= width)]!;
}

function headingRow({verifiedAtMs}: AlarmFacts, address: string, {indent, label, side, notes}: Plan): Row {
	const {date, time} = readMoment({timestamp: new Date(verifiedAtMs).toISOString()});
	const clock = time.slice(0, 8);
	const [mine, theirs] = notes
		? [
				[
					`what you verified until ${date} ${clock}`,
					`what you verified until ${clock}`,
					`you, until ${clock}`,
				],
				[`what ${address} says now`, 'the hub now'],
			]
		: [['verified'], ['now']];
	const choose = (texts: readonly string[] | undefined): string =>
		texts?.find(text => textWidth(text) <= side) ?? texts?.at(-1) ?? '';
	const front = ' '.repeat(indent + label);
	return [
		{text: `${front}${fitText(choose(mine), side)} ${notes ? '  ' : ' '}${choose(theirs)}`, tone: 'muted'},
	];
}

function tableOf(facts: AlarmFacts, plan: Plan, columns: number): readonly Row[] {
	return tabulateAlarm(facts).map(row => comparisonRow(row, plan, columns));
}

function comparisonRow(
	{label, pinned, offered, differs, remark}: AlarmRow,
	plan: Plan,
	columns: number,
): Row {
	const {indent, notes} = plan;
	const between = notes ? (differs ? '≠  ' : '   ') : differs ? '≠ ' : '  ';
	const row: Row = [
		{
			text: ' '.repeat(indent) + fitText(notes ? label : label.replaceAll(/[ ,]/g, ''), plan.label),
			tone: 'strong',
		},
		...sideRuns(pinned, plan, false),
		{text: between, tone: 'bad'},
		...sideRuns(offered, plan, differs),
	];
	const room = columns - rowWidth(row) - 1;
	return textWidth(remark) <= room ? [...row, {text: ` ${remark}`, tone: differs ? 'bad' : 'ok'}] : row;
}

/** One side, in exactly its cells. */
function sideRuns({hash, note}: AlarmCell, {side, digits, notes}: Plan, differs: boolean): Row {
	const tone: Tone = differs ? 'bad' : 'text';
	if (hash === null) {
		const short = textWidth(note) <= side ? note : note.replace(' such', '');
		return [{text: fitText(notes ? `   ${note}` : short, side), tone}];
	}
	const [chip, text] = hashCell(hash, digits, notes);
	const rest = side - rowWidth([chip, text]);
	return [chip, {...text, tone}, {text: fitText(notes ? `  ${note}` : '', rest), tone}];
}

function keyRows({columns, chain}: State): readonly Row[] {
	const look =
		chain.length > 0
			? 'look at both, side by side (read only)'
			: 'look at what is known of both, side by side (read only)';
	const indent = ' '.repeat(planOf(columns).indent);
	return [
		[{text: `${indent}l   `, tone: 'accent'}, {text: look}],
		[{text: `${indent}q   `, tone: 'accent'}, {text: 'leave; your pin stays'}],
	];
}

function consentRow({columns, alarm}: State, {indent}: Plan): Row {
	const typed: Row = [
		{text: alarm.consent, tone: 'strong'},
		{text: '▏', tone: 'accent'},
	];
	const long = `    to trust the new chain, type  ${consentWord}  and press Enter: `;
	const short = `to trust it, type ${consentWord}, Enter: `;
	const text = indent + long.length + consentWord.length + 1 <= columns ? long : short;
	return [{text: ' '.repeat(indent) + text}, ...typed];
}
