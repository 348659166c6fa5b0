import {formatCount} from '../format.ts';
import {spread} from '../segments.ts';
import {wrapText} from '../text-width.ts';
import {chipText, fitRow, type Row, type Run, rowWidth, type Tone} from '../theme.ts';
import {comparisonRow, type HashField, hashRow} from './comparison-rows.ts';
import {type Check, type Comparison, compareHashes, type DetailFacts} from './detail-facts.ts';
import {hashedTextRows, runeNotes, showText, splitText} from './hashed-text.ts';
import {type DetailPlace, marginRow, planSheet, type Sheet, sentenceRows} from './sheet.ts';
import {detailTitle, momentVariants, signs} from './verdict-row.ts';

/** The part of the zoomed view that is on the screen. */
export interface ZoomView {
	/** At most `height` rows of at most `width` cells. */
	readonly rows: readonly Row[];
	/** The first row shown: what was asked for, or the nearest from which the screen is full. */
	readonly top: number;
	/** Rows of all there is. */
	readonly total: number;
}

const hashDigits = 64;

/**
 * Everything that shows why a block is valid, on the whole screen: every check with its reason, all 64 digits of
 * every hash, the fields, what the rule leaves unprotected, and the line for a shell. Scrolled to row `top`.
 */
export function zoomRows(facts: DetailFacts, place: DetailPlace, top: number): ZoomView {
	const all = layZoom(facts, place);
	const first = Math.max(0, Math.min(top, all.length - place.height));
	const rows = all
		.slice(first, first + Math.max(0, place.height))
		.map(row => (rowWidth(row) <= place.width ? row : fitRow(row, place.width)));
	return {rows, top: first, total: all.length};
}

/** What stands under a heading is indented where that costs nothing. */
const indentCells = 2;

/** Where a hash does not fit beside its label it stands below it: then there are no columns for labels. */
function planZoom(facts: DetailFacts, place: DetailPlace): Sheet {
	const sheet = planSheet(facts, place);
	if (sheet.full) return sheet;
	const room = Math.max(1, sheet.width - sheet.gutter);
	return {...sheet, label: 0, room, digits: Math.min(hashDigits, room)};
}

function layZoom(facts: DetailFacts, place: DetailPlace): readonly Row[] {
	const sheet = planZoom(facts, place);
	const narrower = planZoom(facts, {...place, width: place.width - indentCells});
	const isIndented = narrower.full === sheet.full && linesOfHash(narrower) === linesOfHash(sheet);
	const inner = isIndented ? narrower : sheet;
	const sections: readonly (readonly [heading: readonly Row[], rows: readonly Row[]])[] = [
		...facts.checks.map(check => [headingRows(sheet, check), checkRows(check, facts, inner)] as const),
		[nextHeading(facts, sheet), nextRows(facts, inner)],
		[proofHeading(sheet), proofRows(facts, inner)],
	];
	const indent = isIndented ? [{text: ' '.repeat(indentCells)}] : [];
	return [
		titleRow(facts, sheet),
		...reasonRows(facts, sheet),
		...sections.flatMap(([heading, rows]) => [[], ...heading, ...rows.map(row => [...indent, ...row])]),
	];
}

function linesOfHash({digits}: Sheet): number {
	return Math.ceil(hashDigits / digits);
}

function titleRow(facts: DetailFacts, sheet: Sheet): Row {
	const title = detailTitle(facts, sheet.width - 2).replace(/^why (\S+)/, 'block $1');
	const left: Row = [{text: title, tone: facts.valid ? 'strong' : 'bad'}];
	const room = sheet.width - rowWidth(left) - 2;
	const right = momentVariants(facts).find(row => rowWidth(row) <= room) ?? [];
	return marginRow(...spread(left, right, sheet.width));
}

/** What is wrong, where no check tells: a block that holds can be another one than was verified before. */
function reasonRows({reason, checks}: DetailFacts, sheet: Sheet): readonly Row[] {
	const isTold = reason === null || checks.some(({state}) => state === 'broken');
	return isTold ? [] : sentenceRows(sheet, '≠', reason, 'bad');
}

/** `✓ link   its PrevHash is the Hash of block 1,283`, in as many lines as it takes. */
function headingRows(sheet: Sheet, {name, state, because}: Check): readonly Row[] {
	return titledRows(sheet, {text: signs[state].sign, tone: signs[state].tone}, name, because);
}

const nameCells = 'shape  '.length;

function titledRows(sheet: Sheet, sign: Run, name: string, text: string): readonly Row[] {
	const indent = 2 + nameCells;
	// A check mark that is spelt out takes a cell more.
	return wrapText(text, sheet.width - indent - 1, 4).map((line, at) =>
		at === 0
			? marginRow(sign, {text: ` ${name.padEnd(nameCells)}`, tone: 'strong'}, {text: line})
			: marginRow({text: ' '.repeat(indent) + line}),
	);
}

function checkRows({name, state}: Check, facts: DetailFacts, sheet: Sheet): readonly Row[] {
	if (name === 'link') return linkRows(facts, sheet);
	if (name === 'hash') return hashRows(facts, sheet);
	if (name !== 'shape') return [];
	return [...fieldRows(facts, sheet), ...(state === 'holds' ? [] : weaknessRows(facts, sheet))];
}

function linkRows({before, link, block, index}: DetailFacts, sheet: Sheet): readonly Row[] {
	const own = {index, field: 'PrevHash', hash: block.prevHash, main: true};
	if (!before || before.hash === null) return hashLines(sheet, own, link);
	return [
		...hashLines(sheet, {index: before.index, field: 'Hash', hash: before.hash}, link),
		betweenHashes(sheet, [before.hash, block.prevHash], link),
		...hashLines(sheet, own, link),
	];
}

function hashRows(facts: DetailFacts, sheet: Sheet): readonly Row[] {
	const {explanation, hash, index} = facts;
	const {computed, stated, exception, parts} = explanation;
	const caption = 'the exact text that is hashed, nothing between the parts:';
	const own = {index, field: 'Hash', hash: stated, main: true};
	const verdict =
		hash.kind === 'alone'
			? hashLines(sheet, own, hash)
			: [
					...hashLines(sheet, {index: null, field: 'sha256', hash: computed}, hash),
					betweenHashes(sheet, [computed, stated], hash),
					...hashLines(sheet, own, hash),
				];
	return [
		...noteLines(sheet, exception === null ? [] : [exception], 'wait'),
		...noteLines(sheet, [caption], 'muted'),
		...hashedTextRows(parts, sheet.width).map(row => marginRow(...row)),
		...noteLines(sheet, textNotes(facts), 'muted'),
		...verdict,
	];
}

/** What cannot be seen in the text itself. */
function textNotes({rule, block, explanation}: DetailFacts): readonly string[] {
	const notes = rule === 'rune' ? [runeNotes(block)[0]!] : [];
	if (showText(explanation.text) !== explanation.text) notes.push('What cannot be shown stands as "?".');
	return notes;
}

const ruleTexts = {
	decimal: 'decimal: Index and BPM are hashed as their digits',
	rune: 'rune: Index and BPM are hashed as the characters that they stand for',
} as const;

function fieldRows({block, rule}: DetailFacts, sheet: Sheet): readonly Row[] {
	const {index, timestamp, bpm} = block;
	const fields: (readonly [string, string])[] = [
		['Index', String(index)],
		['Timestamp', timestamp],
		['BPM', String(bpm)],
	];
	if ('difficulty' in block) {
		fields.push(['Difficulty', String(block.difficulty)], ['Nonce', block.nonce ?? '']);
	}
	const cells = 'Difficulty  '.length;
	const room = sheet.width - cells;
	const name = (text: string, at: number): Run => ({
		text: (at === 0 ? text : '').padEnd(cells),
		tone: 'muted',
	});
	return [
		...fields.flatMap(([field, text]) =>
			splitText(showText(text), room).map((line, at) => marginRow(name(field, at), {text: line})),
		),
		...wrapText(ruleTexts[rule], room, 4).map((line, at) => marginRow(name('rule', at), {text: line})),
	];
}

function weaknessRows({weaknesses}: DetailFacts, sheet: Sheet): readonly Row[] {
	if (weaknesses.length === 0) return [];
	return [
		...noteLines(sheet, ["valid by the tutorial's rule, which leaves unprotected:"], 'wait'),
		...weaknesses.flatMap(text =>
			wrapText(text, sheet.width - 2, 4).map((line, at) =>
				marginRow({text: `${at === 0 ? '!' : ' '} ${line}`, tone: 'wait'}),
			),
		),
	];
}

function nextHeading({next}: DetailFacts, sheet: Sheet): readonly Row[] {
	const heading = (sign: string, tone: Tone, text: string): readonly Row[] =>
		titledRows(sheet, {text: sign, tone}, 'next', text);
	if (next.kind === 'uncounted') return heading('✗', 'bad', 'what comes after it is not counted');
	const name = `block ${formatCount(next.index)}`;
	if (next.kind === 'held') return heading('✓', 'ok', `${name} says this Hash as its PrevHash`);
	if (next.kind === 'refused') return heading('✗', 'bad', `${name} does not hold: it was not taken`);
	return heading('→', 'accent', `${name} is not there yet: your next reading is bound to this Hash`);
}

function nextRows({next, block}: DetailFacts, sheet: Sheet): readonly Row[] {
	if (next.kind === 'uncounted') return [];
	const field = {index: next.index, field: 'PrevHash'};
	if (next.kind === 'open') return hashLines(sheet, {...field, hash: block.hash}, {kind: 'same'});
	const {prevHash} = next;
	if (prevHash === null) return [];
	const comparison = compareHashes(prevHash, block.hash);
	return [
		betweenHashes(sheet, [block.hash, prevHash], comparison),
		...hashLines(sheet, {...field, hash: prevHash}, comparison),
	];
}

function proofHeading(sheet: Sheet): readonly Row[] {
	return titledRows(sheet, {text: '$', tone: 'accent'}, 'proof', 'in a shell, without us');
}

function proofRows({explanation}: DetailFacts, sheet: Sheet): readonly Row[] {
	const {command, computed} = explanation;
	return [
		...commandLines(command, sheet.width).map(line => marginRow({text: line, tone: 'accent'})),
		...splitText(`${computed}  -`, sheet.width).map(line => marginRow({text: line})),
		...noteLines(sheet, ['macOS: shasum -a 256 instead of sha256sum'], 'muted'),
		...noteLines(sheet, ['x copies it as one line that also compares'], 'muted'),
	];
}

/** A command in lines, broken anywhere in the text that it prints but not in the program that hashes it. */
function commandLines(command: string, width: number): readonly string[] {
	const at = command.lastIndexOf(' | ');
	const lines = [...splitText(command.slice(0, at), width)];
	const program = command.slice(at);
	if (lines.at(-1)!.length + program.length <= width) lines.push(lines.pop()! + program);
	else lines.push(program.trimStart());
	return lines;
}

function noteLines(sheet: Sheet, notes: readonly string[], tone: Tone): readonly Row[] {
	return notes.flatMap(note => wrapText(note, sheet.width, 4).map(text => marginRow({text, tone})));
}

/** A hash with all its digits: behind its label, or below it in as many lines as it takes. */
function hashLines(sheet: Sheet, field: HashField, comparison: Comparison): readonly Row[] {
	if (sheet.full) return [hashRow(sheet, field, comparison)];
	const {index, hash, main = false} = field;
	const name = index === null ? field.field : `block ${formatCount(index)}  ${field.field}`;
	const label = marginRow({text: name, tone: main ? 'text' : 'muted'});
	if (hash.length <= sheet.digits) return [label, hashRow(sheet, field, comparison)];
	const front: Run[] = sheet.chips ? [{text: chipText, hash}, {text: ' '}] : [{text: '  '}];
	const digits = Math.min(sheet.room, hash.length === hashDigits ? hashDigits / 2 : sheet.room);
	const same = comparison.kind === 'differs' ? comparison.at : hash.length;
	const lines = splitText(showText(hash), digits).map((text, at) => {
		const differsAt = Math.max(0, same - at * digits);
		const [begin, end] = [text.slice(0, differsAt), text.slice(differsAt)];
		const gap = at === 0 ? front : [{text: ' '.repeat(sheet.gutter)}];
		return marginRow(...gap, {text: begin}, {text: end, tone: 'bad'});
	});
	return [label, ...lines];
}

/** What stands between two hashes; one that takes several lines cannot be pointed into. */
function betweenHashes(sheet: Sheet, hashes: readonly [string, string], comparison: Comparison): Row {
	const areWhole = sheet.full || hashes.every(hash => hash.length <= sheet.digits);
	return comparisonRow(sheet, hashes, comparison, areWhole);
}
