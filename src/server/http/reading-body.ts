import {Buffer} from 'node:buffer';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {limits} from '../../core/limits.ts';
import {echo} from '../../core/printable.ts';
import {type BpmRange, isReadingId} from '../../core/request.ts';
import type {Problem} from './problem.ts';

/** What came: the bytes of the body, or why there are none. */
export type Body =
	| {readonly kind: 'whole'; readonly bytes: Buffer}
	| {readonly kind: 'tooLarge'}
	/** The other side is gone. */
	| {readonly kind: 'gone'};

/**
 * Reads the body of a request, never more than `httpBodyBytesMax`; of a longer one the rest is thrown away. `response`
 * asks for the body where the other side waits for that.
 */
export async function readBody(request: IncomingMessage, response: ServerResponse): Promise<Body> {
	const {'content-length': length, expect = ''} = request.headers;
	if (Number(length) > limits.httpBodyBytesMax) return {kind: 'tooLarge'};
	if (expect.toLowerCase() === '100-continue' && request.httpVersion === '1.1') response.writeContinue();
	return new Promise(resolve => {
		const chunks: Buffer[] = [];
		let length = 0;
		request.on('data', (chunk: Buffer) => {
			length += chunk.length;
			if (length <= limits.httpBodyBytesMax) chunks.push(chunk);
			else resolve({kind: 'tooLarge'});
		});
		request.on('end', () => resolve({kind: 'whole', bytes: Buffer.concat(chunks)}));
		request.on('close', () => resolve({kind: 'gone'}));
	});
}

const example = `a body is an object such as {"BPM":50}`;

const decoder = new TextDecoder('utf-8', {fatal: true});

/** The reading in a body, or what is wrong with it. The key may be written in any case, as for the tutorial's hub. */
export function parseReading(bytes: Uint8Array, [min, max]: BpmRange): number | Problem {
	const refuse = (why: string): Problem => ({code: 'BODY_INVALID', message: `${why}: ${example}.`});
	let value: unknown;
	try {
		value = JSON.parse(decoder.decode(bytes));
	} catch {
		return refuse(bytes.length === 0 ? 'There is no body' : 'The body is not JSON');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		return refuse('The body is JSON, but not an object');
	const keys = Object.keys(value).filter(key => key.toLowerCase() === 'bpm');
	if (keys.length === 0) return refuse('The object has no BPM');
	if (keys.length > 1) return refuse('The object has more than one BPM');
	const bpm = (value as Readonly<Record<string, unknown>>)[keys[0]!];
	if (typeof bpm !== 'number' || !Number.isInteger(bpm)) return refuse('The BPM is not a whole number');
	if (bpm < min || bpm > max) {
		const message = `${echo(String(bpm))} is out of range: a BPM is a whole number from ${min} to ${max}.`;
		return {code: 'BPM_OUT_OF_RANGE', message};
	}
	return bpm === 0 ? 0 : bpm;
}

/** The id in an `Idempotency-Key`, in quotes or not; undefined where there is none. */
export function parseKey(header: string | readonly string[] | undefined): string | undefined | Problem {
	if (header === undefined) return undefined;
	const id = String(header).replace(/^"(.*)"$/, '$1');
	if (isReadingId(id)) return id;
	const {idCharactersMin, idCharactersMax} = limits;
	return {
		code: 'KEY_INVALID',
		message: `An Idempotency-Key is ${idCharactersMin} to ${idCharactersMax} of A-Z a-z 0-9 _ -, such as a UUID.`,
	};
}
