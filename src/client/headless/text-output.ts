import {once} from 'node:events';
import type {Writable} from 'node:stream';

export interface TextOutput {
	/** Writes and waits until there is room for more; false when nobody reads any more (as after `| head`). */
	write(text: string): Promise<boolean>;
}

/** Output that respects its reader: it waits for a slow one and notices one that has left. */
export function createTextOutput(stream: Writable): TextOutput {
	let failure: NodeJS.ErrnoException | null = null;
	stream.on('error', (error: NodeJS.ErrnoException) => {
		failure = error;
	});

	const isOpen = (): boolean => {
		if (failure && failure.code !== 'EPIPE') throw failure;
		return failure === null && !stream.destroyed;
	};

	return {
		async write(text) {
			if (!isOpen()) return false;
			if (!stream.write(text)) {
				const settled = new AbortController();
				const {signal} = settled;
				await Promise.race([once(stream, 'drain', {signal}), once(stream, 'close', {signal})]).catch(
					() => {},
				);
				settled.abort();
			}
			return isOpen();
		},
	};
}

/** Whether what is written here is seen by a person. */
export function isTerminal(stream: Writable): boolean {
	return 'isTTY' in stream && stream.isTTY === true;
}
