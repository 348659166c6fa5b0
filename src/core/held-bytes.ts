import {Buffer} from 'node:buffer';

/** The beginning of something whose end has not arrived yet, as one piece of memory. */
export interface HeldBytes {
	readonly length: number;
	/** Keeps a copy, so that a few bytes do not hold on to the whole chunk of a socket. */
	append(bytes: Uint8Array): void;
	/** Everything kept, in order; afterwards nothing is kept. Where memory is kept, it is there until the next append. */
	take(): Buffer;
}

const firstBytes = 128;
const nothing = Buffer.alloc(0);

/**
 * Gathers bytes that arrive in pieces of any size. The memory is at most twice the bytes kept (and 128),
 * also when they come one at a time: a list of pieces would cost a hundred bytes for each of them. Appending
 * is linear over all. The caller sees to the limit, by `length`. With `keepsMemory` what is taken leaves its memory
 * for what comes next: right for one connection of long lines, wrong for thousands that mostly say nothing.
 */
export function createHeldBytes(keepsMemory = false): HeldBytes {
	let buffer = nothing;
	let length = 0;
	return {
		get length() {
			return length;
		},
		append(bytes) {
			const needed = length + bytes.length;
			if (needed > buffer.length) {
				const larger = Buffer.allocUnsafeSlow(Math.max(firstBytes, needed, 2 * length));
				larger.set(buffer.subarray(0, length));
				buffer = larger;
			}
			buffer.set(bytes, length);
			length = needed;
		},
		take() {
			const taken = buffer.subarray(0, length);
			if (!keepsMemory) buffer = nothing;
			length = 0;
			return taken;
		},
	};
}
