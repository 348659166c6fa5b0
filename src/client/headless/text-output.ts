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
				await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => {});
			}
			return isOpen();
		},
	};
}
