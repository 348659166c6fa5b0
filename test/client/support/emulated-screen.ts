/** The screen that an emulator shows, cell by cell, to hold one way of drawing it against another. */
import xterm from '@xterm/headless';

/** A terminal of this size; what it is given is what a program writes to it. */
export class EmulatedScreen {
	readonly #emulator: xterm.Terminal;
	#cursorShows = true;

	constructor(columns: number, rows: number) {
		this.#emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
		for (const final of ['h', 'l']) {
			this.#emulator.parser.registerCsiHandler({prefix: '?', final}, parameters => {
				if (parameters.includes(25)) this.#cursorShows = final === 'h';
				return false;
			});
		}
	}

	/** The line discipline of a terminal turns LF into CR LF. */
	write(bytes: string): Promise<void> {
		return new Promise(resolve => this.#emulator.write(bytes.replaceAll('\n', '\r\n'), resolve));
	}

	resize(columns: number, rows: number): void {
		this.#emulator.resize(columns, rows);
	}

	/** What a person sees: a line of text for each row, with every cell's look, and the cursor where it shows. */
	see(): readonly string[] {
		const {active} = this.#emulator.buffer;
		const rows = Array.from({length: this.#emulator.rows}, (_, row) => this.#seeRow(row).join(''));
		return [...rows, this.#cursorShows ? `cursor at ${active.cursorY};${active.cursorX}` : 'no cursor'];
	}

	#seeRow(row: number): readonly string[] {
		const line = this.#emulator.buffer.active.getLine(row)!;
		return Array.from({length: this.#emulator.cols}, (_, column) => describeCell(line.getCell(column)!));
	}
}

/** Characters as they are, and before them their look where it is not the plain one. */
function describeCell(cell: xterm.IBufferCell): string {
	const text = cell.getChars() || (cell.getWidth() === 0 ? '' : ' ');
	const [foreground, background] = [
		`${cell.getFgColorMode()}:${cell.getFgColor()}`,
		`${cell.getBgColorMode()}:${cell.getBgColor()}`,
	];
	const onSpace = [cell.isInverse(), cell.isUnderline(), cell.isStrikethrough()].map(Number).join('');
	const onText = [cell.isBold(), cell.isDim(), cell.isItalic(), cell.isBlink(), cell.isInvisible()]
		.map(Number)
		.join('');
	// Of a space shows the background, unless something is drawn over it in the foreground.
	const isPlain = text === ' ' && onSpace === '000';
	const look = isPlain ? background : `${foreground} ${background} ${onSpace} ${onText}`;
	return look === '0:-1' ? text : `{${look}}${text}`;
}
