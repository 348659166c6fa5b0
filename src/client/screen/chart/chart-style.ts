import {blank, type Stroke, type Trace} from './trace.ts';

/** How the chart is drawn: a line of fine dots, columns of blocks, or a line of ASCII characters. */
export type ChartStyle = 'braille' | 'blocks' | 'ascii';

/** How a style divides the cells of a terminal, and what it puts into them. */
export interface Pen {
	/** Columns and levels that a cell is divided into. */
	readonly columns: number;
	readonly levels: number;
	/** What the axis is drawn with: beside a label, and elsewhere. */
	readonly tick: string;
	readonly line: string;
	readonly stroke: Stroke;
	/** What stands after the newest reading. */
	readonly pointer: string;
	/** The code of the character in each cell, row by row. */
	draw(trace: Trace, cells: number, rows: number): Uint16Array;
}

const space = 0x20;
const noDots = 0x2800;
const fullBlock = 0x2588;

/** The bits of the dots of a braille character: four in the left half, four in the right. */
const dots = [
	[0x01, 0x02, 0x04, 0x40],
	[0x08, 0x10, 0x20, 0x80],
] as const;

const braille: Pen = {
	columns: 2,
	levels: 4,
	tick: '┤',
	line: '│',
	stroke: 'thick',
	pointer: '◂',
	draw({tops, bottoms}, cells, rows) {
		const codes = new Uint16Array(cells * rows).fill(space);
		for (let x = 0; x < tops.length; x++) {
			const bits = dots[x % 2 === 0 ? 0 : 1];
			for (let level = tops[x]!; level <= bottoms[x]!; level++) {
				const cell = (level >> 2) * cells + (x >> 1);
				codes[cell] = Math.max(codes[cell]!, noDots) | bits[level & 3]!;
			}
		}
		return codes;
	},
};

const blocks: Pen = {
	columns: 1,
	levels: 8,
	tick: '┤',
	line: '│',
	stroke: 'bars',
	pointer: '◂',
	draw({levels}, cells, rows) {
		const codes = new Uint16Array(cells * rows).fill(space);
		for (let x = 0; x < levels.length; x++) {
			if (levels[x] === blank) continue;
			const top = levels[x]! >> 3;
			codes[top * cells + x] = fullBlock - (levels[x]! & 7);
			for (let row = top + 1; row < rows; row++) codes[row * cells + x] = fullBlock;
		}
		return codes;
	},
};

/** A third of a cell each, from above. */
const marks = codesOf("'-.");
/** What goes through more than one third: down, straight, up. */
const strokes = codesOf('\\|/');

const ascii: Pen = {
	columns: 1,
	levels: 3,
	tick: '+',
	line: '|',
	stroke: 'thin',
	pointer: '<',
	draw({tops, bottoms, levels}, cells, rows) {
		const codes = new Uint16Array(cells * rows).fill(space);
		for (let x = 0; x < tops.length; x++) {
			for (let level = tops[x]!; level <= bottoms[x]!; level++) {
				const cell = Math.floor(level / 3) * cells + x;
				codes[cell] = codes[cell] === space ? marks[level % 3]! : strokes[1 + slopeAt(levels, x)]!;
			}
		}
		return codes;
	},
};

/** -1 where the line falls at this column, 1 where it rises, 0 where it jumps or turns. */
function slopeAt(levels: Int16Array, x: number): -1 | 0 | 1 {
	const [before = blank, at, after = blank] = [levels[x - 1], levels[x]!, levels[x + 1]];
	const left = before === blank ? 0 : before - at;
	const right = after === blank ? 0 : at - after;
	if (Math.max(Math.abs(left), Math.abs(right)) > 3 || left * right < 0) return 0;
	const slope = Math.sign(left + right);
	return slope > 0 ? 1 : slope < 0 ? -1 : 0;
}

function codesOf(text: string): readonly number[] {
	return [...text].map(character => character.charCodeAt(0));
}

export const pens: Readonly<Record<ChartStyle, Pen>> = {braille, blocks, ascii};
