import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Hub} from '../hub.ts';
import type {Outcome} from '../submission.ts';
import type {HttpContext} from './context.ts';
import type {HttpConnection} from './http-connection.ts';
import type {Problem} from './problem.ts';
import {parseKey, parseReading, readBody} from './reading-body.ts';
import type {ReadingTurns} from './reading-turns.ts';

/** What became of a POST. */
export type Addition =
	/** It is durable in this block; its text is as on the wire. */
	| {readonly kind: 'added'; readonly index: number; readonly block: string}
	| {readonly kind: 'problem'; readonly problem: Problem}
	/** Nobody waits for the answer any more, and nothing was added. */
	| {readonly kind: 'gone'};

const tooLarge: Problem = {
	code: 'BODY_TOO_LARGE',
	message: 'The body is longer than 8192 bytes: one reading is an object such as {"BPM":50}.',
	headers: {connection: 'close'},
};

/** Takes the reading in the body of a request to the hub; resolves when it is durable or refused (protocol section 11). */
export async function addReading(
	request: IncomingMessage,
	response: ServerResponse,
	connection: HttpConnection,
	context: HttpContext,
	turns: ReadingTurns,
): Promise<Addition> {
	const {hub, counters, range} = context;
	const refuse = (problem: Problem): Addition => {
		counters.refused++;
		return {kind: 'problem', problem};
	};
	const body = await readBody(request, response);
	if (body.kind === 'gone') return body;
	if (body.kind === 'tooLarge') return refuse(tooLarge);
	const id = parseKey(request.headers['idempotency-key']);
	if (typeof id === 'object') return refuse(id);
	const bpm = parseReading(body.bytes, range);
	if (typeof bpm === 'object') return refuse(bpm);
	const turn = turns.wait(connection);
	const problem = turn && (await turn);
	if (problem) return refuse(problem);
	if (request.socket.destroyed) return {kind: 'gone'};
	for (;;) {
		const {outcome, kept} = await submit(hub, {bpm, id, from: connection.name});
		if (outcome.kind === 'notStored') return refuse(describeRefusal(outcome));
		const block = kept ?? (await hub.reader.blockText(outcome.index));
		// Another block of that index has another hash.
		if (block?.includes(`"Hash":"${outcome.hash}"`)) {
			counters.accepted++;
			return {kind: 'added', index: outcome.index, block};
		}
		// An old block, replaced while it was read: asked again by its id, the hub says where the reading is now.
		if (id === undefined) throw new Error(`block ${outcome.index} is not in the chain that it was added to`);
	}
}

/** What becomes of a reading, and the text of its block where that is in memory at that moment. */
async function submit(
	hub: Hub,
	reading: {readonly bpm: number; readonly id: string | undefined; readonly from: string},
): Promise<{readonly outcome: Outcome; readonly kept: string | undefined}> {
	return new Promise(resolve => {
		const settle = (outcome: Outcome): void => {
			const kept = outcome.kind === 'stored' ? hub.chain.slice(outcome.index, 0) : null;
			resolve({outcome, kept: kept?.bytes.toString('latin1')});
		};
		hub.submit({...reading, settle});
	});
}

function describeRefusal({reason, idUsed}: Outcome & {kind: 'notStored'}): Problem {
	const message = `Not added: ${reason}.`;
	return idUsed ? {code: 'KEY_USED', message} : {code: 'NOT_STORED', message, headers: {'retry-after': '5'}};
}
