import type {Writable} from 'node:stream';

/** Shows how far something is that takes long, and leaves nothing behind. */
export interface ProgressBar {
	/** `total` is null where nobody knows it; then `done` counts blocks. */
	show(done: number, total: number | null): void;
	/** Takes the line away. */
	clear(): void;
}

export interface ProgressSurroundings {
	readonly stream?: Writable & {readonly isTTY?: boolean};
	/** The kind of terminal: one that is `dumb` cannot take a line away. */
	readonly term?: string | undefined;
	/** Milliseconds, from any moment on. */
	readonly now?: () => number;
}

/** What takes less than this shows nothing, in milliseconds. */
const delayMs = 400;
const intervalMs = 100;
const barColumns = 24;
const eraseRest = '\u001b[K';

/**
 * A line like `Verifying [========                ] 33%` on a terminal, ten times a second at most; nothing
 * anywhere else. `what` stands in front of it.
 */
export function createProgressBar(
	what: string,
	{
		stream = process.stderr,
		term = process.env.TERM,
		now = () => performance.now(),
	}: ProgressSurroundings = {},
): ProgressBar {
	const isShown = stream.isTTY === true && term !== 'dumb';
	let next = now() + delayMs;
	let isThere = false;
	return {
		show(done, total) {
			if (!isShown || now() < next) return;
			next = now() + intervalMs;
			isThere = true;
			stream.write(`\r${what} ${total === null ? `${done} blocks` : draw(done, total)}${eraseRest}`);
		},
		clear() {
			if (isThere) stream.write(`\r${eraseRest}`);
			isThere = false;
		},
	};
}

function draw(done: number, total: number): string {
	const part = total === 0 ? 1 : Math.min(1, done / total);
	const full = Math.floor(part * barColumns);
	return `[${'='.repeat(full)}${' '.repeat(barColumns - full)}] ${Math.floor(part * 100)}%`;
}
