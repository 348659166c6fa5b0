import {fitRow, type Row, type Run, rowWidth} from '../theme.ts';
import {comparisonRow, hashRow, remarksOf} from './comparison-rows.ts';
import {compareHashes, type DetailFacts} from './detail-facts.ts';
import {hashedTextRows, runeNotes, showText} from './hashed-text.ts';
import {
	bond,
	chooseText,
	connector,
	type DetailPlace,
	labelRun,
	marginRow,
	planSheet,
	type Sheet,
	sentenceRows,
} from './sheet.ts';
import {verdictRow} from './verdict-row.ts';

/** What of the details there is room for. */
interface Plan {
	/** How many of the blank rows between groups. */
	readonly air: number;
	/** Lines about what is wrong, what the rule leaves open. */
	readonly reason: number;
	readonly notes: number;
	readonly before: boolean;
	readonly link: boolean;
	readonly fields: boolean;
	readonly caption: boolean;
	readonly text: boolean;
	/** Rows between hashes; without them what they say stands after the hashes. */
	readonly bonds: boolean;
	readonly hash: boolean;
	readonly next: boolean;
	readonly hint: boolean;
}

const everything: Plan = {
	air: 3,
	reason: 2,
	notes: Number.POSITIVE_INFINITY,
	before: true,
	link: true,
	fields: true,
	caption: true,
	text: true,
	bonds: true,
	hash: true,
	next: true,
	hint: true,
};

/** What gives way one after the other, where rows are missing; what matters less first. */
const savings: readonly Partial<Plan>[] = [
	{air: 2},
	{notes: 1},
	{air: 1},
	{fields: false},
	{air: 0},
	{caption: false},
	{hint: false},
	{notes: 0},
	{bonds: false},
	// The hashed text takes most rows: without it there is room for the rest again.
	{text: false, bonds: true, notes: 1, hint: true},
	{notes: 0},
	{hint: false},
	{bonds: false, hint: true},
	{hint: false},
	{reason: 1},
	{next: false},
	{before: false},
	{hash: false},
	{link: false},
	{reason: 0},
];

/** A hostile timestamp is not all there is to see: the zoomed view shows the rest. */
const textLinesMax = 3;

/**
 * The pane "why block N is valid", without its title: at most `height` rows of at most `width` cells. With
 * little height what matters most is there, and each group whole or not at all.
 */
export function detailRows(facts: DetailFacts, place: DetailPlace): readonly Row[] {
	const sheet = planSheet(facts, place);
	let plan = everything;
	let rows = layRows(facts, sheet, plan);
	for (const saving of savings) {
		if (rows.length <= place.height) break;
		plan = {...plan, ...saving};
		rows = layRows(facts, sheet, plan);
	}
	return rows
		.slice(0, Math.max(0, place.height))
		.map(row => (rowWidth(row) <= place.width ? row : fitRow(row, place.width)));
}

function layRows(facts: DetailFacts, sheet: Sheet, plan: Plan): readonly Row[] {
	const blank = (least: number): readonly Row[] => (plan.air >= least ? [[]] : []);
	const hash = [
		...(plan.hash ? hashRows(facts, sheet, plan) : []),
		...(plan.next ? nextRows(facts, sheet, plan) : []),
	];
	const text = [...blank(1), ...(plan.text ? textRows(facts, sheet, plan) : [])];
	const body = sheet.full
		? [...(plan.fields ? fieldRows(facts, sheet) : []), ...hash, ...text]
		: [...text, ...hash];
	const notes = noteRows(facts, sheet, plan.notes);
	return [
		marginRow(...verdictRow(facts, sheet.width, sheet.chips)),
		...reasonRows(facts, sheet, plan.reason),
		...blank(2),
		...linkRows(facts, sheet, plan),
		...body,
		...(notes.length > 0 ? [...blank(3), ...notes] : []),
		...(plan.hint ? [...blank(3), hintRow(sheet)] : []),
	];
}

function reasonRows({reason}: DetailFacts, sheet: Sheet, linesMax: number): readonly Row[] {
	return reason === null || linesMax === 0 ? [] : sentenceRows(sheet, '≠', reason, 'bad', linesMax);
}

function linkRows(facts: DetailFacts, sheet: Sheet, plan: Plan): readonly Row[] {
	if (!plan.link) return [];
	const {before, link, block, index} = facts;
	const own = {index, field: 'PrevHash', hash: block.prevHash, main: true};
	if (before === null) {
		const words = ['the genesis block: there is none before it', 'the genesis block: none before it'];
		const first = marginRow(mute(chooseText(words, sheet.width)));
		const remark: Run =
			link.kind === 'alone' ? {text: '✓ as it must be', tone: 'ok'} : {text: '≠ must be empty', tone: 'bad'};
		return [...(plan.before ? [first] : []), hashRow(sheet, own, link, [remark])];
	}
	if (before.hash === null) {
		const note = chooseText(['not here: a hub shows only its newest blocks', 'not held here'], sheet.room);
		const missing = marginRow(labelRun(sheet, before.index, 'Hash'), {text: `  ${note}`, tone: 'wait'});
		const remark: Run = {text: '? not compared', tone: 'wait'};
		return [...(plan.before ? [missing] : []), hashRow(sheet, own, link, [remark])];
	}
	if (!plan.before) return [hashRow(sheet, own, link, remarksOf(link))];
	return [
		hashRow(sheet, {index: before.index, field: 'Hash', hash: before.hash}, link),
		...(plan.bonds ? [comparisonRow(sheet, [before.hash, block.prevHash], link)] : []),
		hashRow(sheet, own, link, plan.bonds ? [] : remarksOf(link)),
	];
}

function fieldRows({block}: DetailFacts, sheet: Sheet): readonly Row[] {
	// The values stand below the digits of the hashes; `Timestamp` is a cell longer than `PrevHash`.
	const wide = {...sheet, label: sheet.label + 2};
	const gap = ' '.repeat(sheet.gutter - 2);
	const fields: readonly (readonly [string, string])[] = [
		['Index', String(block.index)],
		['Timestamp', showText(block.timestamp)],
		['BPM', String(block.bpm)],
	];
	return fields.map(([name, text]) => marginRow(labelRun(wide, null, name, 'text'), {text: gap + text}));
}

function textRows({explanation, rule, block}: DetailFacts, sheet: Sheet, plan: Plan): readonly Row[] {
	const captions = [
		'the exact text that is hashed, nothing between the parts:',
		'the exact text that is hashed, nothing between:',
		'the exact text that is hashed:',
	];
	const caption = marginRow({text: chooseText(captions, sheet.width), tone: 'muted'});
	const rows = hashedTextRows(explanation.parts, sheet.width, textLinesMax);
	const runes = rule === 'rune' ? [marginRow(mute(chooseText(runeNotes(block), sheet.width)))] : [];
	return [...(plan.caption ? [caption] : []), ...rows.map(row => marginRow(...row)), ...runes];
}

function hashRows({explanation, hash, index}: DetailFacts, sheet: Sheet, plan: Plan): readonly Row[] {
	const {computed, stated, exception} = explanation;
	const own = {index, field: 'Hash', hash: stated, main: true};
	if (hash.kind === 'alone') {
		const remarks = ['! the tutorial gives this block none', '! none'];
		return [hashRow(sheet, own, hash, remarks.map(warn))];
	}
	if (hash.kind === 'differs') {
		const made = hashRow(sheet, {index: null, field: 'sha256', hash: computed}, hash);
		const between = plan.bonds ? [comparisonRow(sheet, [computed, stated], hash)] : [];
		return [made, ...between, hashRow(sheet, own, hash, plan.bonds ? [] : remarksOf(hash))];
	}
	const [sign, tone] = exception === null ? (['✓', 'ok'] as const) : (['!', 'wait'] as const);
	const remark = (text: string): Run => ({text, tone});
	if (!plan.bonds) {
		const remarks = [`${sign} sha256, recomputed here`, `${sign} sha256`, sign];
		return [hashRow(sheet, own, hash, remarks.map(remark))];
	}
	const from = !plan.text ? ' of its fields' : sheet.full ? ' of the text below' : '';
	const words = [`sha256${from}, recomputed here`, `sha256${from}`, 'sha256'];
	return [connector(sheet, bond, words, 'muted'), hashRow(sheet, own, hash, [remark(sign)])];
}

function nextRows({next, block}: DetailFacts, sheet: Sheet, {bonds}: Plan): readonly Row[] {
	if (next.kind === 'uncounted')
		return [marginRow({text: 'what comes after it is not counted', tone: 'bad'})];
	const {index} = next;
	const field = 'PrevHash';
	if (next.kind === 'open') {
		const words = [
			'will be: your next reading is bound to it',
			'binds your next reading',
			'binds your reading',
		];
		const remarks = bonds ? [] : [words[1]!, 'will be'].map(mute);
		const row = hashRow(sheet, {index, field, hash: block.hash}, {kind: 'same'}, remarks);
		return bonds ? [connector(sheet, bond, words, 'muted'), row] : [row];
	}
	const {prevHash} = next;
	if (prevHash === null)
		return [marginRow(labelRun(sheet, index, field), {text: '  not taken: it does not hold', tone: 'bad'})];
	const comparison = compareHashes(prevHash, block.hash);
	const row = hashRow(sheet, {index, field, hash: prevHash}, comparison, bonds ? [] : remarksOf(comparison));
	return bonds ? [comparisonRow(sheet, [block.hash, prevHash], comparison), row] : [row];
}

function mute(text: string): Run {
	return {text, tone: 'muted'};
}

function warn(text: string): Run {
	return {text, tone: 'wait'};
}

/** What the rule of this chain leaves open; in one line that there is something. */
function noteRows({weaknesses, explanation}: DetailFacts, sheet: Sheet, linesMax: number): readonly Row[] {
	const {exception} = explanation;
	const notes = exception === null ? weaknesses : [exception];
	if (notes.length === 0 || linesMax === 0) return [];
	const rows = notes.flatMap(note => sentenceRows(sheet, '!', note, 'wait'));
	if (rows.length <= linesMax) return rows;
	const short = [
		"! valid by the tutorial's rule, which leaves gaps: zoom lists them",
		"! the tutorial's rule leaves gaps: zoom lists them",
		"! by the tutorial's rule: see the zoom",
	];
	return [marginRow({text: chooseText(short, sheet.width), tone: 'wait'})];
}

function hintRow(sheet: Sheet): Row {
	const hints = ['copies a shell line that proves it without us', 'copies a shell line that proves it'];
	return marginRow(
		{text: 'x', tone: 'accent'},
		{text: `  ${chooseText(hints, sheet.width - 3)}`, tone: 'muted'},
	);
}
