import {Buffer} from 'node:buffer';
import {createHeldBytes} from './held-bytes.ts';

/** A line without its line end, or a line that was longer than allowed and was dropped as it arrived. */
export type LineEvent = {readonly kind: 'line'; readonly text: string} | {readonly kind: 'tooLong'};

export interface LineSplitter {
	/** Takes the next bytes of the stream; gives the lines they complete, in order. */
	push(chunk: Uint8Array): readonly LineEvent[];
	/** Bytes kept of a line that is not complete yet; never more than the limit and a CR. */
	readonly pendingBytes: number;
	/** Whether a line has begun whose end has not come, kept or dropped. */
	readonly isWithinLine: boolean;
}

/** The same with lines that are taken as bytes. */
export interface LineFeed extends Pick<LineSplitter, 'pendingBytes' | 'isWithinLine'> {
	push(chunk: Uint8Array): void;
}

const lf = 0x0a;
const cr = 0x0d;

/**
 * Splits a byte stream into UTF-8 lines (protocol sections 2 and 7): a line ends in LF, and a CR before it is
 * dropped. A line over `lineBytesMax` bytes is one `tooLong`, reported when its end arrives; its bytes are
 * never kept. Any split of the same bytes gives the same lines, and no byte is scanned twice.
 */
export function createLineSplitter(lineBytesMax: number): LineSplitter {
	let events: LineEvent[] = [];
	const feed = createLineFeed({lineBytesMax}, line => {
		events.push(line === null ? {kind: 'tooLong'} : {kind: 'line', text: line.toString('utf8')});
	});
	return {
		push(chunk) {
			events = [];
			feed.push(chunk);
			return events;
		},
		get pendingBytes() {
			return feed.pendingBytes;
		},
		get isWithinLine() {
			return feed.isWithinLine;
		},
	};
}

/**
 * The same, giving each line to `take` as bytes that are there only until it returns, and null for one that is too
 * long. With `keepsMemory` the memory of a line that came in pieces serves for the next one: see `createHeldBytes`.
 */
export function createLineFeed(
	{lineBytesMax, keepsMemory = false}: {readonly lineBytesMax: number; readonly keepsMemory?: boolean},
	take: (line: Buffer | null) => void,
): LineFeed {
	const held = createHeldBytes(keepsMemory);
	let dropping = false;

	const finish = (chunk: Buffer, start: number, end: number): Buffer | null => {
		const wasDropping = dropping;
		let line: Buffer = chunk.subarray(start, end);
		dropping = false;
		if (wasDropping || held.length + line.length > lineBytesMax + 1) {
			held.take();
			return null;
		}
		if (held.length > 0) {
			held.append(line);
			line = held.take();
		}
		if (line.at(-1) === cr) line = line.subarray(0, -1);
		return line.length > lineBytesMax ? null : line;
	};

	const keep = (rest: Buffer): void => {
		// One byte above the limit may still turn out to be the CR that is dropped.
		if (dropping || held.length + rest.length > lineBytesMax + 1) {
			dropping = true;
			held.take();
		} else if (rest.length > 0) held.append(rest);
	};

	return {
		push(bytes) {
			const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
			let start = 0;
			for (let end = chunk.indexOf(lf); end >= 0; end = chunk.indexOf(lf, start)) {
				take(finish(chunk, start, end));
				start = end + 1;
			}
			keep(chunk.subarray(start));
		},
		get pendingBytes() {
			return held.length;
		},
		get isWithinLine() {
			return dropping || held.length > 0;
		},
	};
}
