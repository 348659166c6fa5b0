/** Hostile clients that send as fast as they can. */
import type {Conduct, Tally} from './visit.ts';

/** One write: more than the hub takes at a time. */
const writeBytes = 64 * 1024;
const prompt = 'Enter a new BPM:';

/** Reads the answers, or not. */
export type Reading =
	| {readonly kind: 'none'}
	/** Everything at once. */
	| {readonly kind: 'all'}
	/** A piece, and the next one after this time. */
	| {readonly kind: 'slowly'; readonly everyMs: number};

/** A line of `7`s without an end: the same bytes again and again, and none of it in memory. */
export const endlessLine: Conduct = async ({socket, flood}) => {
	socket.resume();
	await flood(Buffer.alloc(writeBytes, '7'));
};

/** Sends `line` without end. A line that is a number is counted as a reading. */
export function floods(line: string, reading: Reading): Conduct {
	const count = Math.ceil(writeBytes / line.length);
	const bytes = Buffer.from(line.repeat(count));
	const readings = /^\d+\n$/.test(line) ? count : 0;
	return async ({socket, flood, tally}) => {
		if (reading.kind === 'none') socket.pause();
		else {
			const count = readings > 0 ? countPrompts(tally) : () => {};
			socket.on('data', piece => {
				count(piece as Buffer);
				if (reading.kind === 'all') return;
				socket.pause();
				setTimeout(() => socket.resume(), reading.everyMs);
			});
		}
		await flood(bytes, () => {
			tally.sent += readings;
		});
	};
}

/** Counts the prompts of a connection, in any pieces; the first one greets, every other acknowledges. */
function countPrompts(tally: Tally): (piece: Buffer) => void {
	let isGreeted = false;
	let rest = '';
	return piece => {
		const parts = (rest + piece.toString('latin1')).split(prompt);
		rest = parts.pop()!.slice(1 - prompt.length);
		if (parts.length > 0 && !isGreeted) {
			isGreeted = true;
			parts.pop();
		}
		tally.acknowledged += parts.length;
	};
}
