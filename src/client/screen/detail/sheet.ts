import {formatCount} from '../format.ts';
import {cutText, textWidth, wrapText} from '../text-width.ts';
import {chipText, type Row, type Run, type Tone} from '../theme.ts';
import type {DetailFacts} from './detail-facts.ts';
import {showText} from './hashed-text.ts';

/** Where details are shown. */
export interface DetailPlace {
	readonly width: number;
	readonly height: number;
	/** Whether the terminal shows chips: true unless given. Without them their columns go to the hashes. */
	readonly chips?: boolean;
}

/** The columns in which details stand: one cell of margin, labels, then hashes below each other. */
export interface Sheet {
	/** Cells between the margins of one cell left and right. */
	readonly width: number;
	readonly chips: boolean;
	/** `long` names the block in words: `block 1,284  PrevHash  `. */
	readonly labels: 'long' | 'short';
	/** Digits of the widest index, so that names stand below each other. */
	readonly indexCells: number;
	/** Cells of a label. */
	readonly label: number;
	/** Cells between the label and a hash: chip and space. */
	readonly gutter: number;
	/** Cells for a hash and what is said after it. */
	readonly room: number;
	/** Cells for the hash of these. */
	readonly digits: number;
	/** Whether all 64 digits of a hash have room beside their label. */
	readonly full: boolean;
}

const hashDigits = 64;
/** As many digits of a hash as everybody compares, and a few to see that there are more. */
const headDigits = 12;
const tailDigits = 6;
const cutDigits = headDigits + 1 + tailDigits;
const fieldCells = 'PrevHash'.length;

/** Divides `width` cells for these facts. */
export function planSheet(facts: DetailFacts, {width, chips = true}: DetailPlace): Sheet {
	const inner = Math.max(1, width - 2);
	const indexCells = formatCount(facts.index + 1).length;
	const gutter = chips ? chipText.length + 1 : 2;
	const short = indexCells + fieldCells + 2;
	const long = indexCells + fieldCells + 'block '.length + 4;
	// A whole hash is worth the margin at the right.
	const full = width - 1 >= short + gutter + hashDigits;
	const labels = !full && inner >= long + gutter + cutDigits + ' ✓ same'.length ? 'long' : 'short';
	const label = labels === 'long' ? long : short;
	const room = Math.max(1, width - (full ? 1 : 2) - label - gutter);
	// Room for a check mark stays, which takes two cells where it is spelt out.
	const digits = full ? hashDigits : Math.max(1, Math.min(cutDigits, room - (chips ? 2 : 3)));
	return {width: inner, chips, labels, indexCells, label, gutter, room, digits, full};
}

/** A row with its margin. */
export function marginRow(...runs: Row): Row {
	return [{text: ' '}, ...runs];
}

/** What a field of a block is called at the left: `block 1,284  PrevHash`. */
export function labelRun(sheet: Sheet, index: number | null, field: string, tone: Tone = 'muted'): Run {
	const {labels, indexCells, label} = sheet;
	const number = index === null ? '' : formatCount(index);
	const text =
		labels === 'long'
			? `${index === null ? '      ' : 'block '}${number.padEnd(indexCells)}  ${field}`
			: `${number.padStart(indexCells)} ${field}`;
	return {text: cutText(text, label - 1).padEnd(label), tone};
}

/** How a hash is shown: which part of it, and in which cell of that the character `focus` stands. */
export interface HashPart {
	readonly text: string;
	/** Null where the character is not shown. */
	readonly focusAt: number | null;
}

/**
 * A hash in at most `cells`: whole, or its first and its last digits; where its character `focus` would
 * be hidden then, the digits around that one.
 */
export function cutHash(hash: string, cells: number, focus: number | null = null): HashPart {
	const text = showText(hash);
	if (text.length <= Math.min(cells, hashDigits)) return {text, focusAt: focus};
	const shown = Math.min(cells, cutDigits);
	const tail = Math.min(tailDigits, Math.max(0, shown - 7));
	const head = shown - 1 - tail;
	const tailFrom = text.length - tail;
	if (focus === null || focus < head || (focus >= tailFrom && focus < text.length)) {
		const focusAt = focus === null || focus < head ? focus : head + 1 + focus - tailFrom;
		return {text: `${text.slice(0, head)}…${text.slice(tailFrom)}`, focusAt};
	}
	const from = Math.min(Math.max(1, focus - Math.floor(shown / 2) + 1), tailFrom);
	const around = text.slice(from, from + Math.max(1, shown - 2));
	return {text: `…${around}…`, focusAt: 1 + focus - from};
}

/** A hash with its chip; from the character that differs on it is `bad`. */
export function hashRuns(sheet: Sheet, hash: string, part: HashPart, differs: boolean): readonly Run[] {
	const front: Run[] = sheet.chips ? [{text: chipText, hash}, {text: ' '}] : [{text: '  '}];
	if (hash === '') return [...front, {text: '(empty)', tone: differs ? 'bad' : 'muted'}];
	if (!differs) return [...front, {text: part.text}];
	const at = part.focusAt ?? 0;
	return [...front, {text: part.text.slice(0, at)}, {text: part.text.slice(at), tone: 'bad'}];
}

/** The first of these texts that takes at most `width` cells; an empty one where none does. */
export function chooseText(texts: readonly string[], width: number): string {
	return texts.find(text => textWidth(text) <= width) ?? '';
}

/** A row between two hashes, below the first cell of their chips: `║ ✓ same 64 characters`. */
export function connector(sheet: Sheet, sign: Run, texts: readonly string[], tone: Tone): Row {
	const text = chooseText(texts, sheet.width - sheet.label - 2);
	return marginRow({text: ' '.repeat(sheet.label)}, sign, {text: text === '' ? '' : ` ${text}`, tone});
}

/** What holds two hashes together. */
export const bond: Run = {text: '║', tone: 'muted'};

/** A sentence in lines of its own, the first behind `sign`. */
export function sentenceRows(
	sheet: Sheet,
	sign: string,
	text: string,
	tone: Tone,
	linesMax = 3,
): readonly Row[] {
	const indent = textWidth(sign) + 1;
	return wrapText(text, sheet.width - indent, linesMax).map(
		(line, at): Row => marginRow({text: `${at === 0 ? `${sign} ` : ' '.repeat(indent)}${line}`, tone}),
	);
}
