/** Real Ink that draws given lines, and every write by which it does that. */
import {EventEmitter} from 'node:events';
import type {WriteStream} from 'node:tty';
import {Box, type Instance, render, Text, useCursor} from 'ink';
import type {StandIns} from '../../../src/client/output/stand-ins.ts';
import {Line} from '../../../src/client/views/Line.tsx';
import {StandInContext} from '../../../src/client/views/StandInContext.tsx';

/** A frame: lines that are painted already, one for each row, and where the cursor shows. */
export interface Frame {
	readonly lines: readonly string[];
	readonly cursor: {readonly x: number; readonly y: number} | null;
	/** What Ink itself writes before the last line, as the box does. */
	readonly label?: string;
	/** Lines over the others, as the help is. */
	readonly over?: {readonly left: number; readonly top: number; readonly lines: readonly string[]};
}

/** A terminal that only notes what is written to it. */
export class RecordingTerminal extends EventEmitter {
	readonly isTTY = true;
	columns: number;
	rows: number;
	written: string[] = [];

	constructor(columns: number, rows: number) {
		super();
		this.columns = columns;
		this.rows = rows;
	}

	write(text: string, done?: () => void): boolean {
		if (text !== '') this.written.push(text);
		if (done) queueMicrotask(done);
		return true;
	}

	/** What was written since it was last taken. */
	take(): readonly string[] {
		const {written} = this;
		this.written = [];
		return written;
	}
}

/** Ink as the client sets it up, on a terminal that notes its writes. */
export class InkRecorder {
	readonly terminal: RecordingTerminal;
	readonly #instance: Instance;
	#frame: Frame = {lines: [], cursor: null};

	readonly #standIns: StandIns | null;

	/** With `standIns` Ink is given what stands for the lines. */
	constructor(columns: number, rows: number, standIns: StandIns | null = null) {
		this.terminal = new RecordingTerminal(columns, rows);
		this.#standIns = standIns;
		// Before Ink's own listener, as in the client.
		this.terminal.on('resize', () => {
			this.#instance.clear();
			this.terminal.write('\x1b[2J\x1b[H');
			this.#instance.rerender(this.#view());
		});
		this.#instance = render(this.#view(), {
			stdout: this.terminal as unknown as WriteStream,
			alternateScreen: true,
			incrementalRendering: false,
			interactive: true,
			patchConsole: false,
			maxFps: 60,
		});
	}

	/** Draws a frame; gives what Ink wrote for it. */
	async draw(frame: Frame): Promise<readonly string[]> {
		this.#frame = frame;
		this.#instance.rerender(this.#view());
		await this.#instance.waitUntilRenderFlush();
		return this.terminal.take();
	}

	/** The terminal becomes another size, or says so with the same: the client's way to draw everything again. */
	async resize(columns: number, rows: number, frame: Frame): Promise<readonly string[]> {
		this.#frame = frame;
		Object.assign(this.terminal, {columns, rows});
		this.terminal.emit('resize');
		await this.#instance.waitUntilRenderFlush();
		return this.terminal.take();
	}

	async end(): Promise<readonly string[]> {
		this.#instance.unmount();
		await this.#instance.waitUntilExit();
		return this.terminal.take();
	}

	#view() {
		const {columns, rows} = this.terminal;
		return (
			<StandInContext value={this.#standIns}>
				<Screen frame={this.#frame} columns={columns} rows={rows} />
			</StandInContext>
		);
	}
}

function Screen({frame, columns, rows}: {frame: Frame; columns: number; rows: number}) {
	const {setCursorPosition} = useCursor();
	setCursorPosition(frame.cursor ?? undefined);
	const {lines, label = '', over} = frame;
	return (
		<Box width={columns} height={rows} overflowY="hidden" flexDirection="column">
			<Lines lines={lines.slice(0, rows - 1)} />
			<Box>
				<Text bold>{label}</Text>
				<Line text={lines[rows - 1] ?? ''} />
			</Box>
			{over && (
				<Box position="absolute" marginLeft={over.left} marginTop={over.top} flexDirection="column">
					<Lines lines={over.lines} />
				</Box>
			)}
		</Box>
	);
}

function Lines({lines}: {lines: readonly string[]}) {
	return lines.map((line, row) => <Line key={String(row)} text={line} />);
}
