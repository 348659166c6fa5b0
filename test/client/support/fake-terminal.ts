/** The full-screen client on a terminal and a link that exist only in memory. */
import {Console} from 'node:console';
import {EventEmitter} from 'node:events';
import type {ReadStream, WriteStream} from 'node:tty';
import xterm from '@xterm/headless';
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import type {HubLink, LinkEvent, Reading} from '../../../src/client/link-event.ts';
import type {SessionEnd} from '../../../src/client/session-end.ts';
import {askBackground} from '../../../src/client/terminal-query.ts';
import {runTerminalSession} from '../../../src/client/terminal-session.tsx';
import {createWatch, type Expected, matches} from '../../support/watch.ts';

// Vitest's own console lacks what Ink needs to keep console.log off the screen.
console.Console ??= Console;

/** A link that does nothing by itself: it notes what it is asked for, and the test says what happens. */
export class FakeLink implements HubLink {
	chain = new ChainColumns();
	readonly asked: string[] = [];
	emit: (event: LinkEvent) => void = () => {};
	onAsked: () => void = () => {};
	#count = 0;

	submit(bpm: number): Reading {
		this.#note(`submit ${bpm}`);
		const reading: Reading = {id: `reading-${++this.#count}`, bpm, state: 'waiting'};
		this.emit({kind: 'reading', reading});
		return reading;
	}

	withdraw(id: string): boolean {
		this.#note(`withdraw ${id}`);
		return true;
	}

	resend(id: string): boolean {
		this.#note(`resend ${id}`);
		return true;
	}

	trust(): boolean {
		this.#note('trust');
		return true;
	}

	retryNow(): void {
		this.#note('retryNow');
	}

	#note(what: string): void {
		this.asked.push(what);
		this.onAsked();
	}

	async close(): Promise<void> {
		this.#note('close');
	}
}

class FakeInput extends EventEmitter {
	readonly isTTY = true;
	isRaw = false;
	setRawMode(on: boolean): void {
		this.isRaw = on;
	}
	setEncoding(): void {}
	resume(): void {}
	pause(): void {}
	ref(): void {}
	unref(): void {}
}

export interface FakeSession {
	readonly link: FakeLink;
	readonly stdin: {readonly isRaw: boolean; emit(event: string, ...values: unknown[]): boolean};
	/** Sends keys in one read. */
	type(keys: string): void;
	resize(columns: number, rows: number): void;
	screen(): string;
	until(expected: Expected): Promise<string>;
	/** Waits until the link was asked for exactly this, in this order, besides `close`. */
	untilAsked(...asked: readonly string[]): Promise<void>;
	/** Where the terminal's cursor is, counted from 0, and whether it shows. */
	cursor(): {readonly column: number; readonly row: number; readonly shows: boolean};
	/** The escape sequences that the terminal got. */
	raw(): string;
	readonly end: Promise<SessionEnd>;
	[Symbol.asyncDispose](): Promise<void>;
}

/** Starts the client on a terminal of this size, with so many bits of colour. */
export function startSession(
	columns: number,
	rows: number,
	env: NodeJS.ProcessEnv = {},
	colourDepth = 1,
): FakeSession {
	const emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const link = new FakeLink();
	const stdin = new FakeInput();
	let raw = '';
	const screen = (): string => linesOf(emulator).join('\n');
	const watch = createWatch(() => `${screen()}\nasked: ${link.asked.join(', ')}`);
	link.onAsked = watch.changed;
	const stdout = Object.assign(new EventEmitter(), {
		isTTY: true,
		columns,
		rows,
		getColorDepth: () => colourDepth,
		write(data: string, done?: () => void) {
			raw += data;
			// A terminal's line discipline turns LF into CR LF.
			emulator.write(data.replaceAll('\n', '\r\n'), watch.changed);
			if (typeof done === 'function') queueMicrotask(done);
			return true;
		},
	});
	const terminal = {
		env: {LANG: 'C.UTF-8', ...env},
		stdin: stdin as unknown as ReadStream,
		stdout: stdout as unknown as WriteStream,
	};
	const end = runTerminalSession({
		address: 'lab-hub:9000',
		query: askBackground(terminal),
		...terminal,
		open(on) {
			link.emit = on;
			return link;
		},
	});
	return {
		link,
		stdin,
		type: keys => void stdin.emit('data', keys),
		resize(newColumns, newRows) {
			emulator.resize(newColumns, newRows);
			Object.assign(stdout, {columns: newColumns, rows: newRows});
			stdout.emit('resize');
		},
		screen,
		async until(expected) {
			await watch.until(`${expected} on the screen`, () => matches(expected, screen()));
			return screen();
		},
		untilAsked: async (...asked) => {
			await watch.until(asked.join(', '), () => {
				return link.asked.filter(one => one !== 'close').join() === asked.join();
			});
		},
		cursor: () => cursorOf(emulator, raw),
		raw: () => raw,
		end,
		async [Symbol.asyncDispose]() {
			stdin.emit('data', '\x03');
			await end.catch(() => {});
		},
	};
}

function linesOf({buffer, rows}: xterm.Terminal): readonly string[] {
	return Array.from({length: rows}, (_, row) => buffer.active.getLine(row)?.translateToString(true) ?? '');
}

function cursorOf({buffer}: xterm.Terminal, raw: string): ReturnType<FakeSession['cursor']> {
	const {cursorX: column, cursorY: row} = buffer.active;
	return {column, row, shows: raw.lastIndexOf('\x1b[?25h') > raw.lastIndexOf('\x1b[?25l')};
}
