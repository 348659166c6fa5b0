import type {ReadStream, WriteStream} from 'node:tty';
import type {Rgb} from '../core/contrast.ts';
import {detectDisplay} from './screen/display.ts';

/**
 * What the terminal is asked: its background (OSC 11), and what kind of terminal it is. Every terminal answers
 * the second question, so one that does so first does not know the first one and is not waited for.
 */
export const backgroundQuery = '\x1b]11;?\x1b\\\x1b[c';

/** The answer to one of the questions. */
export type TerminalReply = {readonly kind: 'background'; readonly rgb: Rgb} | {readonly kind: 'device'};

/** With fewer colours the terminal decides what they are, and its background makes no difference to us. */
const askedDepth = 8;
/** How long the first frame waits for the answer: a terminal on the other side of a continent has answered by then. */
const frameDeadlineMs = 150;
/** How long after the question leaving waits for the answer: later it would be typed into the shell. */
const leaveDeadlineMs = 1_000;

const components = /^11;rgba?:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})(?:\/[0-9a-f]{1,4})?$/i;
const digits = /^11;#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{9}|[0-9a-f]{12})$/i;
const device = /^\?[\d;]*c$/;

/** Reads a report of the terminal, without the characters that begin and end it; null where it is none of these. */
export function readReply(report: string): TerminalReply | null {
	if (device.test(report)) return {kind: 'device'};
	const [, hash] = digits.exec(report) ?? [];
	const third = (hash?.length ?? 0) / 3;
	const parts = hash
		? [hash.slice(0, third), hash.slice(third, 2 * third), hash.slice(2 * third)]
		: components.exec(report)?.slice(1);
	if (!parts) return null;
	const [r, g, b] = parts.map(scale) as [number, number, number];
	return {kind: 'background', rgb: [r, g, b]};
}

/** One to four digits are a share of what so many digits can say: `f` and `ffff` are both 255. */
function scale(part: string): number {
	return Math.round((Number.parseInt(part, 16) * 255) / (16 ** part.length - 1));
}

/** A question to the terminal that is under way. */
export interface BackgroundQuery {
	/** Calls `on` with the background once it is known, also when that is late. */
	listen(on: (rgb: Rgb) => void): void;
	/** Takes a report of the terminal, whenever it comes. */
	take(report: string): void;
	/** Resolves once the terminal has answered, or after a moment. */
	readonly answered: Promise<void>;
	/** Resolves when no answer will fall into the hands of the shell. */
	settle(): Promise<void>;
}

export interface AskedTerminal {
	readonly env: NodeJS.ProcessEnv;
	readonly stdin: Pick<ReadStream, 'setRawMode'>;
	readonly stdout: Pick<WriteStream, 'write' | 'getColorDepth'>;
}

/**
 * Asks the terminal for its background, as early as possible: it answers while the rest is being loaded. Undefined
 * where that makes no difference. Leaves the terminal in raw mode, so that it does not echo its own answer; the
 * answer comes among the keys, and whoever takes them apart hands it to `take`.
 */
export function askBackground({env, stdin, stdout}: AskedTerminal): BackgroundQuery | undefined {
	const surroundings = {env, platform: process.platform, colourDepth: stdout.getColorDepth()};
	if (detectDisplay(surroundings).depth < askedDepth) return undefined;
	stdin.setRawMode(true);
	stdout.write(backgroundQuery);
	return openQuery(performance.now());
}

function openQuery(askedAtMs: number): BackgroundQuery {
	const done = Promise.withResolvers<void>();
	let background: Rgb | undefined;
	let tell: (rgb: Rgb) => void = () => {};
	const within = async (deadlineMs: number): Promise<void> => {
		let timer: NodeJS.Timeout | undefined;
		const leftMs = Math.max(0, askedAtMs + deadlineMs - performance.now());
		const late = new Promise<void>(resolve => {
			timer = setTimeout(resolve, leftMs);
		});
		await Promise.race([done.promise, late]);
		clearTimeout(timer);
	};
	return {
		listen(on) {
			tell = on;
			if (background) on(background);
		},
		take(report) {
			const reply = readReply(report);
			if (reply?.kind === 'background') {
				background = reply.rgb;
				tell(background);
			}
			// The device answers last: once it has, nothing is on its way any more.
			if (reply?.kind === 'device') done.resolve();
		},
		get answered() {
			return within(frameDeadlineMs);
		},
		settle: () => within(leaveDeadlineMs),
	};
}
