import type {WriteStream} from 'node:tty';
import {blankCells, type Cells, composeRow} from './cell-row.ts';
import {type Cursor, readInkUpdate} from './ink-update.ts';
import {Pen} from './pen.ts';
import type {StandIns} from './stand-ins.ts';

/** A row of the screen: what Ink wrote, and its cells where they are known. */
interface ScreenRow {
	readonly line: string;
	readonly cells: Cells | null;
}

/** What the terminal shows. */
interface Shown {
	readonly columns: number;
	readonly rows: readonly ScreenRow[];
	readonly cursor: Cursor;
	readonly pen: Pen;
}

const beginUpdate = '\x1b[?2026h';
const endUpdate = '\x1b[?2026l';
const showCursor = '\x1b[?25h';
const hideCursor = '\x1b[?25l';
/** To a screen of one's own, and back to that of whoever started us. */
const switchesScreen = /\x1b\[\?1049([hl])/g;

/**
 * A stream between Ink and the terminal, and like the terminal in everything but `write`. Ink writes every line of
 * every frame; of those only the cells leave that have changed, in one write and one synchronised update. Whatever
 * else is written goes through as it is, and where that may have changed the screen, the next frame is written
 * whole: so it draws everything again after `\x1b[2J`, say. Ink must fill the screen, without incremental rendering.
 * What `standIns` gave is replaced by what it stands for.
 */
export function createScreenOutput(terminal: WriteStream, standIns: StandIns): WriteStream {
	const screen = new ScreenOutput(terminal, standIns);
	return new Proxy(terminal, {
		get(_, name) {
			if (name === 'write') return screen.write;
			const value: unknown = Reflect.get(terminal, name);
			return typeof value === 'function' ? value.bind(terminal) : value;
		},
	});
}

class ScreenOutput {
	readonly #terminal: WriteStream;
	readonly #standIns: StandIns;
	/** Null while it is not known. */
	#shown: Shown | null = null;
	/** Whether the terminal shows the shell's screen, as while we are suspended: no frame belongs there. */
	#isAway = false;

	constructor(terminal: WriteStream, standIns: StandIns) {
		this.#terminal = terminal;
		this.#standIns = standIns;
	}

	readonly write = (text: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
		if (text.length === 0) return this.#forward(text, rest);
		if (typeof text !== 'string' || rest.length > 0) return this.#pass(text, rest);
		const {columns, rows} = this.#terminal;
		if (this.#shown?.columns !== columns || this.#shown.rows.length !== rows) this.#forget();
		const update = readInkUpdate(text, rows);
		switch (update.kind) {
			case 'bracket':
				return true;
			case 'unseen':
				return this.#forward(text, rest);
			case 'frame':
				return this.#isAway || this.#draw(update.lines, update.cursor);
			case 'cursor':
				return this.#shown ? this.#draw(null, update.cursor) : this.#pass(text, rest);
			case 'unknown':
				return this.#pass(text, rest);
		}
	};

	/** Draws `lines`, or leaves what is shown, and puts the cursor in its place. */
	#draw(lines: readonly string[] | null, cursor: Cursor): boolean {
		const before = this.#shown;
		const {columns} = this.#terminal;
		const pen = before?.pen ?? new Pen(columns);
		if (!before) pen.eraseScreen();
		const blank = {line: '', cells: blankCells(columns)};
		const rows = lines
			? lines.map((line, row) => this.#changeRow(pen, row, before?.rows[row] ?? blank, line))
			: before!.rows;
		this.#shown = {columns, rows, cursor, pen};
		const drawn = pen.take();
		const wasShowing = before?.cursor !== null;
		const isMoved = before?.cursor?.row !== cursor?.row || before?.cursor?.column !== cursor?.column;
		if (drawn === '' && !isMoved && before) return true;
		if (cursor) pen.moveTo(cursor.row, cursor.column);
		const hides = wasShowing && (drawn !== '' || cursor === null) ? hideCursor : '';
		const shows = cursor && (hides !== '' || !wasShowing) ? showCursor : '';
		return this.#terminal.write(beginUpdate + hides + drawn + pen.take() + shows + endUpdate);
	}

	/** Writes what is not a frame of Ink; nobody knows what the screen shows then. */
	#pass(text: string | Uint8Array, rest: readonly unknown[]): boolean {
		this.#forget();
		if (typeof text !== 'string') return this.#forward(text, rest);
		for (const [, final] of text.matchAll(switchesScreen)) this.#isAway = final === 'l';
		return this.#forward(this.#standIns.expand(text), rest);
	}

	#forget(): void {
		if (!this.#shown) return;
		const {pen, cursor, rows} = this.#shown;
		// What follows is written from where Ink believes the cursor to be.
		pen.moveTo(cursor?.row ?? rows.length - 1, cursor?.column ?? 0);
		this.#terminal.write(pen.take());
		this.#shown = null;
	}

	#forward(text: string | Uint8Array, rest: readonly unknown[]): boolean {
		return Reflect.apply(this.#terminal.write, this.#terminal, [text, ...rest]) as boolean;
	}

	/** Makes a row of the terminal that shows `before` show `line`. */
	#changeRow(pen: Pen, row: number, before: ScreenRow, line: string): ScreenRow {
		if (before.line === line) return before;
		const cells = composeRow(line, this.#terminal.columns, this.#standIns.find);
		if (cells) pen.changeRow(row, before.cells ?? pen.eraseRow(row), cells);
		else pen.writeLine(row, this.#standIns.expand(line));
		return {line, cells};
	}
}
