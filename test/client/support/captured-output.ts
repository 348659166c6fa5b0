/** Output that a test reads, waits for, or refuses to read. */
import {Writable} from 'node:stream';
import {createWatch} from '../../support/watch.ts';

export type CapturedOutput = Writable & {
	readonly text: () => string;
	/** Waits until this text was written; gives everything. */
	readonly has: (part: string) => Promise<string>;
};

/** `leaveAfter`: the reader is gone after that many writes, as `head` is. */
export function captureOutput(leaveAfter = Number.POSITIVE_INFINITY): CapturedOutput {
	let text = '';
	let writes = 0;
	const watch = createWatch(() => text.slice(-2_000));
	const stream = new Writable({
		write(chunk: Buffer, _encoding, done) {
			if (++writes > leaveAfter) {
				done(Object.assign(new Error('write EPIPE'), {code: 'EPIPE'}));
				return;
			}
			text += chunk.toString();
			watch.changed();
			done();
		},
	});
	return Object.assign(stream, {
		text: () => text,
		has: (part: string) => watch.until(`"${part}"`, () => text.includes(part) && text),
	});
}
