import type {WriteStream} from 'node:tty';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createScreenOutput} from '../../../src/client/output/screen-output.ts';
import {StandIns} from '../../../src/client/output/stand-ins.ts';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import {EmulatedScreen} from '../support/emulated-screen.ts';
import {type Frame, InkRecorder, RecordingTerminal} from '../support/ink-recorder.tsx';

const rowsMax = 9;
const labels = ['', ' BPM ', ' BPM 72'];

/** A piece of a row: a text in a style. */
interface Piece {
	readonly style: string;
	readonly text: string;
}
type Pieces = readonly Piece[];

/** A frame with rows anew or as they were (null); lines over it, as the help is, only over rows without wide characters. */
interface Draw {
	readonly kind: 'draw';
	readonly rows: readonly (Pieces | null)[];
	readonly cursor: Frame['cursor'];
	readonly label: string;
	readonly over: {
		readonly left: number;
		readonly top: number;
		readonly width: number;
		readonly rows: readonly Pieces[];
	} | null;
}

/** What happens: besides frames another size, a mode of the terminal, another program's output. */
type Step =
	| Draw
	| {readonly kind: 'resize'; readonly columns: number; readonly rows: number}
	| {readonly kind: 'unseen' | 'foreign'; readonly text: string};

const styles = [
	'',
	'',
	'1',
	'2',
	'4',
	'7',
	'9',
	'31',
	'92',
	'38;5;31',
	'38;2;1;20;250',
	'44',
	'48;5;3',
	'1;2;35',
	'2;7',
];
const narrow = ['a', 'word', '   ', ' x ', '│─█⣿', '▐▌', '✓→·', 'é', '0123456789'];
const wide = ['あ', '漢字', '👍🏽', 'e\u0301', 'ไทย'];

function piecesOf(texts: readonly string[]): fc.Arbitrary<Pieces> {
	const piece = fc.record({style: fc.constantFrom(...styles), text: fc.constantFrom(...texts)});
	return fc.array(piece, {maxLength: 9});
}

function drawOf(texts: readonly string[], over: fc.Arbitrary<Draw['over']>): fc.Arbitrary<Draw> {
	const rows = fc.array(fc.option(piecesOf(texts), {freq: 1}), {minLength: rowsMax, maxLength: rowsMax});
	const cursor = fc.option(fc.record({x: fc.nat(29), y: fc.nat(5)}), {freq: 2});
	return fc.record({kind: fc.constant('draw'), rows, cursor, label: fc.constantFrom(...labels), over});
}

const over = fc.record({
	left: fc.integer({min: 1, max: 12}),
	top: fc.nat(3),
	width: fc.integer({min: 1, max: 12}),
	rows: fc.array(piecesOf(narrow), {minLength: 1, maxLength: 4}),
});
const size = {columns: fc.integer({min: 2, max: 40}), rows: fc.integer({min: 2, max: rowsMax})};
const unseen = ['\x1b[?2004h', '\x1b[?1000h\x1b[?1006h', '\x1b]52;c;MTI=\x07', '\x1b]11;?\x1b\\'];
const foreign = ['words\nfrom somewhere', '\x1b[?1049h\x1b[?25l', '\x1b[5;5Hx\x1b[1A', '\x1b[2J'];
const otherSteps: readonly fc.Arbitrary<Step>[] = [
	fc.record({kind: fc.constant('resize'), ...size}),
	fc.record({kind: fc.constant('unseen'), text: fc.constantFrom(...unseen)}),
	fc.record({kind: fc.constant('foreign'), text: fc.constantFrom(...foreign)}),
];

function sequenceOf(draw: fc.Arbitrary<Draw>): fc.Arbitrary<readonly Step[]> {
	return fc.array(fc.oneof({weight: 8, arbitrary: draw}, ...otherSteps), {minLength: 1, maxLength: 8});
}

test.each([
	['with wide characters', drawOf([...narrow, ...wide], fc.constant(null))],
	['with lines over others', drawOf(narrow, fc.option(over, {freq: 2}))],
])('any frames %s look as Ink draws them, after any change of the terminal', async (_, draw) => {
	await fc.assert(
		fc.asyncProperty(sequenceOf(draw), async sequence => {
			const pair = new Pair(30, 6);
			await pair.begin();
			for (const step of sequence) await pair.take(step);
			await pair.end();
		}),
		{numRuns: 40, seed: 9_000},
	);
});

/** The same frames drawn by Ink alone on one terminal, and with what stands for them and the screen output on another. */
class Pair {
	readonly #bareInk: InkRecorder;
	readonly #ink: InkRecorder;
	readonly #bare: EmulatedScreen;
	readonly #ours: EmulatedScreen;
	readonly #below: RecordingTerminal;
	readonly #output: WriteStream;
	#rows: readonly Pieces[] = [];
	#draw: Draw | null = null;

	constructor(columns: number, rows: number) {
		const standIns = new StandIns();
		this.#bareInk = new InkRecorder(columns, rows);
		this.#ink = new InkRecorder(columns, rows, standIns);
		this.#bare = new EmulatedScreen(columns, rows);
		this.#ours = new EmulatedScreen(columns, rows);
		this.#below = new RecordingTerminal(columns, rows);
		this.#output = createScreenOutput(this.#below as unknown as WriteStream, standIns);
	}

	async begin(): Promise<void> {
		await this.#each(ink => ink.draw(this.#frame()));
	}

	async take(step: Step): Promise<void> {
		const {columns, rows} = this.#below;
		if (step.kind === 'draw') {
			this.#rows = step.rows.map((pieces, row) => pieces ?? this.#rows[row] ?? []);
			this.#draw = step;
			await this.#each(ink => ink.draw(this.#frame()));
		} else if (step.kind === 'resize') {
			await this.#resize(step.columns, step.rows);
		} else {
			await this.#each(async () => [step.text]);
			// What somebody else wrote is there until everything is drawn again.
			if (step.kind === 'foreign') await this.#resize(columns, rows);
		}
		expect(this.#ours.see()).toEqual(this.#bare.see());
	}

	async end(): Promise<void> {
		await this.#each(ink => ink.end());
		expect(this.#ours.see()).toEqual(this.#bare.see());
	}

	#frame(): Frame {
		const {columns, rows} = this.#below;
		const {cursor, over, label = ''} = this.#draw ?? {};
		const shown = label.length < columns ? label : '';
		const widthOf = (row: number): number => (row === rows - 1 ? columns - shown.length : columns);
		return {
			lines: Array.from({length: rows}, (_, row) => paint(this.#rows[row] ?? [], widthOf(row))),
			label: shown,
			cursor: cursor ? {x: Math.min(cursor.x, columns - 1), y: Math.min(cursor.y, rows - 1)} : null,
			...(over && over.left + over.width <= columns && over.top + over.rows.length <= rows
				? {over: {...over, lines: over.rows.map(pieces => paint(pieces, over.width))}}
				: {}),
		};
	}

	async #resize(columns: number, rows: number): Promise<void> {
		Object.assign(this.#below, {columns, rows});
		this.#bare.resize(columns, rows);
		this.#ours.resize(columns, rows);
		await this.#each(ink => ink.resize(columns, rows, this.#frame()));
	}

	async #each(write: (ink: InkRecorder) => Promise<readonly string[]>): Promise<void> {
		for (const text of await write(this.#bareInk)) await this.#bare.write(text);
		for (const text of await write(this.#ink)) this.#output.write(text);
		for (const text of this.#below.take()) await this.#ours.write(text);
	}
}

/** As many of the pieces as fit, in their styles, in exactly `width` cells. */
function paint(pieces: Pieces, width: number): string {
	let painted = '';
	let left = width;
	for (const {style, text} of pieces) {
		const cells = textWidth(text);
		if (cells > left) break;
		left -= cells;
		painted += style === '' ? text : `\x1b[${style}m${text}\x1b[0m`;
	}
	return painted + ' '.repeat(left);
}
