import {Buffer} from 'node:buffer';
import {limits} from '../../core/limits.ts';
import {createLineSplitter} from '../../core/lines.ts';

/** A line of input; `text` is null when it was too long to be anything. */
export interface InputLine {
	/** Counts from 1. */
	readonly number: number;
	readonly text: string | null;
}

/** The lines of a stream of bytes or text, also the last one when no line end follows it. */
export async function* readLines(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<InputLine> {
	const lines = createLineSplitter(limits.lineBytesMax);
	let number = 0;
	let endsInLine = false;
	const split = function* (chunk: Uint8Array): Generator<InputLine> {
		for (const event of lines.push(chunk)) {
			yield {number: ++number, text: event.kind === 'line' ? event.text : null};
		}
	};
	for await (const chunk of input) {
		const bytes = Buffer.from(chunk);
		if (bytes.length > 0) endsInLine = bytes.at(-1) !== 0x0a;
		yield* split(bytes);
	}
	if (endsInLine) yield* split(Buffer.from('\n'));
}
