import type {AnyBlock} from '../../../core/block.ts';
import {type HashedPart, hashedNumber} from '../../../core/hashed-text.ts';
import type {Row} from '../theme.ts';

/**
 * Text of a block as it stands in a row: printable ASCII, a cell a character. Anything else, of the rune rule or
 * of a hostile hub, is `?`: no terminal is trusted to show it in the cells that it should take.
 */
export function showText(text: string): string {
	return text.replace(/[^\x20-\x7e]/gu, '?');
}

const labels: Readonly<Record<HashedPart['name'], string>> = {
	Index: '#',
	Timestamp: 'Timestamp',
	BPM: 'BPM',
	PrevHash: 'PrevHash',
	Nonce: 'Nonce',
};

/** As much of a part as stands in one line. */
interface Piece {
	readonly label: string;
	readonly text: string;
	/** Whether the part begins, ends in this line. */
	readonly begins: boolean;
	readonly ends: boolean;
}

/**
 * The text that is hashed, with its parts marked by brackets below or beside them, in lines of at most `width`
 * cells: Index, Timestamp and BPM in the first, PrevHash and Nonce in lines of their own. Of each of these groups
 * at most `linesMax` lines; what is longer, of a hostile hub, ends in `…`.
 */
export function hashedTextRows(
	parts: readonly HashedPart[],
	width: number,
	linesMax = Number.POSITIVE_INFINITY,
): readonly Row[] {
	const shown = parts.map(({name, text}) => ({name, text: showText(text)}));
	const isTail = ({name}: HashedPart): boolean => name === 'PrevHash' || name === 'Nonce';
	return [
		...frontRows(
			shown.filter(part => !isTail(part)),
			width,
			linesMax,
		),
		...shown.filter(isTail).flatMap(part => tailRows(part, width, linesMax)),
	];
}

function frontRows(parts: readonly HashedPart[], width: number, linesMax: number): readonly Row[] {
	const lines = wrapParts(parts, width);
	return lines.slice(0, linesMax).flatMap((line, at): Row[] => {
		const text = line.map(piece => piece.text).join('');
		const isCut = at === linesMax - 1 && lines.length > linesMax;
		return [
			[{text: isCut ? `${text.slice(0, width - 1)}…` : text}],
			[{text: markLine(line, width), tone: 'muted'}],
		];
	});
}

/** Breaks parts into lines; BPM is not parted from its mark. */
function wrapParts(parts: readonly HashedPart[], width: number): readonly (readonly Piece[])[] {
	const lines: Piece[][] = [[]];
	let left = width;
	const breakLine = (): void => {
		lines.push([]);
		left = width;
	};
	for (const {name, text} of parts) {
		const label = labels[name];
		if (name === 'BPM' && left < width && left < Math.max(text.length, label.length + 1)) breakLine();
		for (let at = 0; at < text.length; ) {
			if (left === 0) breakLine();
			const fitting = text.slice(at, at + left);
			const ends = at + fitting.length === text.length;
			const piece = ends ? fitting : breakBeforeSpace(fitting);
			lines.at(-1)!.push({label, text: piece, begins: at === 0, ends});
			at += piece.length;
			left = ends ? left - piece.length : 0;
		}
	}
	return lines;
}

/** The beginning of a line up to its last space, where most of it is before that: times are read in groups. */
function breakBeforeSpace(text: string): string {
	const at = text.lastIndexOf(' ');
	return at > text.length / 2 ? text.slice(0, at) : text;
}

/** `└#─┘└Timestamp─┘└BPM`: the brackets below a line; the last may be longer than its part. */
function markLine(line: readonly Piece[], width: number): string {
	let marks = '';
	for (const [at, piece] of line.entries()) {
		const isLast = at === line.length - 1;
		marks += markPiece(piece, isLast ? width - marks.length : piece.text.length);
	}
	return marks;
}

function markPiece({label, text, begins, ends}: Piece, room: number): string {
	const cells = text.length;
	const end = ends ? '┘' : '─';
	if (!begins) return '─'.repeat(cells - 1) + end;
	const name = `└${label}`;
	if (cells > name.length) return name.padEnd(cells - 1, '─') + end;
	if (room >= name.length) return name;
	return cells === 1 ? label.slice(0, 1) : name.slice(0, cells);
}

/** PrevHash or Nonce in lines of equal length, named at their right end where there is room, else below. */
function tailRows({name, text}: HashedPart, width: number, linesMax: number): readonly Row[] {
	if (text === '') return [[{text: `${name} is empty`, tone: 'muted'}]];
	const isCut = text.length > linesMax * width;
	const shown = isCut ? `${text.slice(0, linesMax * width - 1)}…` : text;
	const each = Math.ceil(shown.length / Math.ceil(shown.length / width));
	const lines = splitText(shown, each);
	const last = lines.length - 1;
	if (each + ` ┘ ${name}`.length > width) {
		const begin = `└${name}`;
		const cells = lines[last]!.length;
		const mark = cells > begin.length ? `${begin.padEnd(cells - 1, '─')}┘` : begin;
		return [...lines.map((line): Row => [{text: line}]), [{text: mark, tone: 'muted'}]];
	}
	return lines.map((line, at): Row => {
		const sign = last === 0 ? '←' : at === 0 ? '┐' : at < last ? '│' : '┘';
		const mark = ` ${sign}${at === last ? ` ${name}` : ''}`;
		return [{text: line}, {text: mark.padStart(mark.length + each - line.length), tone: 'muted'}];
	});
}

/** A text that `showText` made in lines of at most `cells`, broken anywhere; one line where it is empty. */
export function splitText(text: string, cells: number): readonly string[] {
	const lines: string[] = [];
	const step = Math.max(1, cells);
	for (let at = 0; at === 0 || at < text.length; at += step) lines.push(text.slice(at, at + step));
	return lines;
}

/** What Index and BPM are hashed as by the rune rule, which mostly cannot be shown: long, and in short. */
export function runeNotes({index, bpm}: AnyBlock): readonly [long: string, short: string] {
	const code = (value: number | bigint): string =>
		`U+${hashedNumber('rune', value).codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
	return [
		`# ${index} is hashed as ${code(index)}, BPM ${bpm} as ${code(bpm)}`,
		`# is ${code(index)}, BPM is ${code(bpm)}`,
	];
}
