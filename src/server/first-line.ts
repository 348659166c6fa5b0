import type {Buffer} from 'node:buffer';
import {beginsLikeHttp, isForeign, isHttpRequest} from '../core/first-line.ts';
import {limits} from '../core/limits.ts';
import type {LineEvent} from '../core/lines.ts';

/** Enough of a line to tell an HTTP request by. */
const startBytes = 16;
/** Beyond this it is too long to be anything: it is not looked at any more. */
const lookedAtBytes = limits.lineBytesMax;

/** The first line of a connection while it comes: whether it belongs to something else (protocol section 2). */
export class FirstLine {
	#start = '';
	#bytes = 0;

	/** Whether its next bytes are none of this protocol. */
	isForeign(bytes: Buffer): boolean {
		this.#start += bytes.toString('latin1', 0, startBytes - this.#start.length);
		this.#bytes += bytes.length;
		return this.#bytes <= lookedAtBytes && isForeign(bytes);
	}

	/** Whether it is an HTTP request, now that its end has come. */
	isHttp(event: LineEvent): boolean {
		return event.kind === 'line' ? isHttpRequest(event.text) : beginsLikeHttp(this.#start);
	}
}
