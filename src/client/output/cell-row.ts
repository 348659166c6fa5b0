import {applyCodes, plainStyle, rgbOf, type Style, styleOfSpace} from './style.ts';

/**
 * A row of the screen in cells, three numbers each: the code point with the attributes above it, the foreground
 * and the background (see style.ts). As typed arrays rows are compared without making anything.
 */
export type Cells = Uint32Array;

const numbersPerCell = 3;
const codePointBits = 21;
const codePointMask = (1 << codePointBits) - 1;
const spaceCode = 0x20;
const escapeCode = 0x1b;

/** A row of `columns` cells in which nothing stands. */
export function blankCells(columns: number): Cells {
	const cells = new Uint32Array(columns * numbersPerCell);
	for (let at = 0; at < cells.length; at += numbersPerCell) cells[at] = spaceCode;
	return cells;
}

/** What a space may stand for: cells, null where they are not certain, which lie over what was drawn before them. */
export interface Patch {
	readonly cells: Cells | null;
	/** Grows from one to the next that is drawn. */
	readonly drawnAt: number;
}

/** What a space in a colour of 24 bits stands for; undefined where that is nothing but a space. */
export type FindPatch = (rgb: number) => Patch | undefined;

/**
 * The cells of a text with SGR sequences that begins and ends in the plain style. Null when it holds anything of
 * which it is not certain that it takes one cell in every terminal.
 */
export function readCells(text: string): Cells | null {
	const cells = blankCells(text.length);
	const end = lay(text, cells, () => undefined);
	return end === null ? null : cells.slice(0, end);
}

/**
 * A row of `columns` cells as Ink means it with a line in which `find` knows what some spaces stand for: that lies
 * over all of Ink's own text in its place. Null as above, and where the line is too long.
 */
export function composeRow(line: string, columns: number, find: FindPatch): Cells | null {
	const cells = blankCells(columns);
	return lay(line, cells, find) === null ? null : cells;
}

/** Lays a text into cells from the first one on; gives how many numbers it took, null when it cannot be done. */
function lay(text: string, cells: Cells, find: FindPatch): number | null {
	const patches: {readonly patch: Patch; readonly place: number}[] = [];
	let style: Style = plainStyle;
	let place = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === escapeCode) {
			const sequence = readSgr(text, at);
			const after = sequence && applyCodes(style, sequence.codes);
			if (!after) return null;
			style = after;
			at = sequence.end - 1;
			continue;
		}
		if (place >= cells.length || !takesOneCell(code)) return null;
		if (code === spaceCode) {
			const patch = find(rgbOf(style));
			if (patch) patches.push({patch, place});
			else putCell(cells, place, code, styleOfSpace(style));
		} else putCell(cells, place, code, style);
		place += numbersPerCell;
	}
	patches.sort((a, b) => a.patch.drawnAt - b.patch.drawnAt);
	for (const {patch, place} of patches) {
		if (patch.cells === null) return null;
		cells.set(patch.cells.subarray(0, cells.length - place), place);
	}
	return place;
}

function putCell(cells: Cells, place: number, code: number, style: Style): void {
	cells[place] = code | (style.attributes << codePointBits);
	cells[place + 1] = style.foreground;
	cells[place + 2] = style.background;
}

/** Whether cell number `column` is the same in both. */
export function isSameCell(a: Cells, b: Cells, column: number): boolean {
	const at = column * numbersPerCell;
	return a[at] === b[at] && a[at + 1] === b[at + 1] && a[at + 2] === b[at + 2];
}

/** Whether nothing stands in the cell: a space of the terminal's own background. */
export function isBlankCell(cells: Cells, column: number): boolean {
	const at = column * numbersPerCell;
	return cells[at] === spaceCode && cells[at + 2] === 0;
}

/** The code point of a cell. */
export function codePointAt(cells: Cells, column: number): number {
	return cells[column * numbersPerCell]! & codePointMask;
}

/** The style of a cell. */
export function styleAt(cells: Cells, column: number): Style {
	const at = column * numbersPerCell;
	return {
		attributes: cells[at]! >>> codePointBits,
		foreground: cells[at + 1]!,
		background: cells[at + 2]!,
	};
}

/**
 * Characters that take one cell wherever the client runs: Latin, punctuation, arrows, box drawing, blocks, shapes,
 * braille and our two check marks. Others may be wide, combine with their neighbours, or be told as an emoji.
 */
function takesOneCell(code: number): boolean {
	if (code < 0x7f) return code >= spaceCode;
	if (code < 0x300) return code > 0xa0 && code !== 0xad;
	if (code >= 0x2800) return code <= 0x28ff;
	return (
		(code >= 0x2500 && code <= 0x25ff && code !== 0x25fd && code !== 0x25fe) ||
		(code >= 0x2010 && code <= 0x2027) ||
		(code >= 0x2190 && code <= 0x22ff) ||
		code === 0x2713 ||
		code === 0x2717
	);
}

/** The numbers of the SGR sequence that begins at `at`, and where it ends; null for any other sequence. */
function readSgr(line: string, at: number): {readonly codes: readonly number[]; readonly end: number} | null {
	const end = line.indexOf('m', at);
	if (end < 0) return null;
	const body = line.slice(at + 1, end);
	if (!/^\[[0-9;]*$/.test(body)) return null;
	return {codes: body.slice(1).split(';').map(Number), end: end + 1};
}
