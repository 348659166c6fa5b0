/** The plain-stream decoder over whole streams. */
import {Buffer} from 'node:buffer';
import {createPlainStream, type PlainEvent} from '../../src/core/plain-stream.ts';
import {bytesOf} from './splits.ts';

/** What a whole stream says; after a switch to live mode the rest of the bytes, as text. */
export function decode(
	chunks: readonly Uint8Array[],
	ends = true,
): readonly (PlainEvent | {kind: 'live'; rest: string})[] {
	const stream = createPlainStream();
	const events: PlainEvent[] = [];
	for (const [turn, chunk] of chunks.entries()) {
		events.push(...stream.push(chunk));
		const last = events.at(-1);
		if (last?.kind !== 'live') continue;
		const rest = Buffer.concat([last.rest, ...chunks.slice(turn + 1)]).toString();
		return [...events.slice(0, -1), {kind: 'live', rest}];
	}
	return ends ? [...events, ...stream.end()] : events;
}

export function decodeText(text: string, ends = true): readonly unknown[] {
	return decode([bytesOf(text)], ends);
}
