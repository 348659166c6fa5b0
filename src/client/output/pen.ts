import {blankCells, type Cells, codePointAt, isBlankCell, isSameCell, styleAt} from './cell-row.ts';
import {changeStyle, isSameStyle, plainStyle, type Style, styleOfSpace} from './style.ts';

const eraseRest = '\x1b[K';

/**
 * Writes cells to a terminal with few bytes: it knows where the terminal's cursor stands and in which style it
 * writes, moves by the shortest way, and changes the style only where that shows. Rows and columns count from 0.
 */
export class Pen {
	readonly #columns: number;
	#written = '';
	#row = -1;
	/** -1 when it is not known; so it is after the last column, where terminals differ. */
	#column = -1;
	#style = plainStyle;

	constructor(columns: number) {
		this.#columns = columns;
	}

	/** What was written since it was last taken, ending in the plain style. */
	take(): string {
		this.#setStyle(plainStyle);
		const written = this.#written;
		this.#written = '';
		return written;
	}

	/** Anybody may have moved the cursor since. */
	forgetPlace(): void {
		this.#row = -1;
		this.#column = -1;
	}

	/** Erases the whole screen, whatever state the terminal is in. */
	eraseScreen(): void {
		this.#written += '\x1b[m';
		this.#style = plainStyle;
		this.forgetPlace();
		this.moveTo(0, 0);
		this.#written += '\x1b[J';
	}

	moveTo(row: number, column: number): void {
		this.#written += this.#wayTo(row, column);
		this.#row = row;
		this.#column = column;
	}

	/** Turns a row that shows `before` into one that shows `after`. */
	changeRow(row: number, before: Cells, after: Cells): void {
		const last = lastChange(before, after, this.#columns);
		if (last < 0) return;
		const end = endOfContent(after, this.#columns);
		for (let column = 0; column < Math.min(end, last + 1); column++) {
			if (isSameCell(before, after, column)) continue;
			this.#go(row, column, after);
			this.#put(after, column);
		}
		// Erased, not written over with spaces, which would be copied with the text.
		if (last < end) return;
		this.#go(row, end, after);
		this.#setStyle(plainStyle);
		this.#written += eraseRest;
	}

	/** Writes a row whose cells are not known: `line` as it is, which begins and ends in the plain style. */
	writeLine(row: number, line: string): void {
		this.moveTo(row, 0);
		this.#setStyle(plainStyle);
		this.#written += eraseRest + line;
		this.forgetPlace();
	}

	/** Erases a row whose cells are not known; gives the cells that it has then. */
	eraseRow(row: number): Cells {
		this.moveTo(row, 0);
		this.#setStyle(plainStyle);
		this.#written += eraseRest;
		return blankCells(this.#columns);
	}

	/** Goes on in the row: over cells that have not changed, where writing them again is no longer than to step over them. */
	#go(row: number, column: number, cells: Cells): void {
		if (row === this.#row && column === this.#column) return;
		const way = this.#wayTo(row, column);
		if (
			row === this.#row &&
			this.#column >= 0 &&
			column > this.#column &&
			column - this.#column <= way.length
		) {
			const between = this.#textBetween(cells, this.#column, column);
			if (between !== null && Buffer.byteLength(between) <= way.length) {
				this.#written += between;
				this.#column = column;
				return;
			}
		}
		this.#written += way;
		this.#row = row;
		this.#column = column;
	}

	#put(cells: Cells, column: number): void {
		if (!this.#suits(cells, column)) this.#setStyle(styleAt(cells, column));
		this.#written += String.fromCharCode(codePointAt(cells, column));
		this.#column = column + 1 < this.#columns ? column + 1 : -1;
	}

	/** Whether a cell can be written in the style that is in use. */
	#suits(cells: Cells, column: number): boolean {
		const style = styleAt(cells, column);
		if (isSameStyle(style, this.#style)) return true;
		return isSpace(cells, column) && isSameStyle(styleOfSpace(style), styleOfSpace(this.#style));
	}

	#textBetween(cells: Cells, from: number, to: number): string | null {
		let text = '';
		for (let column = from; column < to; column++) {
			if (!this.#suits(cells, column)) return null;
			text += String.fromCharCode(codePointAt(cells, column));
		}
		return text;
	}

	#setStyle(style: Style): void {
		this.#written += changeStyle(this.#style, style);
		this.#style = style;
	}

	/** The shortest way there. */
	#wayTo(row: number, column: number): string {
		if (row === this.#row && column === this.#column) return '';
		if (this.#row < 0 || this.#column < 0) return absolute(row, column);
		const ways = [absolute(row, column)];
		if (row === this.#row) {
			const right = column - this.#column;
			ways.push(right > 0 ? csi(right, 'C') : csi(-right, 'D'), csi(column + 1, 'G'));
		} else if (column === this.#column) {
			const down = row - this.#row;
			ways.push(down > 0 ? csi(down, 'B') : csi(-down, 'A'));
		} else if (column === 0 && row > this.#row) {
			ways.push(csi(row - this.#row, 'E'));
		}
		return ways.reduce((best, way) => (way.length < best.length ? way : best));
	}
}

function absolute(row: number, column: number): string {
	return column === 0 ? csi(row + 1, 'H') : `\x1b[${row + 1};${column + 1}H`;
}

/** A sequence with one number, which is 1 where it is left out. */
function csi(value: number, final: string): string {
	return `\x1b[${value === 1 ? '' : value}${final}`;
}

function isSpace(cells: Cells, column: number): boolean {
	return codePointAt(cells, column) === 0x20;
}

function lastChange(before: Cells, after: Cells, columns: number): number {
	let column = columns - 1;
	while (column >= 0 && isSameCell(before, after, column)) column--;
	return column;
}

/** The column after the last cell in which something stands. */
function endOfContent(cells: Cells, columns: number): number {
	let column = columns;
	while (column > 0 && isBlankCell(cells, column - 1)) column--;
	return column;
}
