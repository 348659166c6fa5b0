import {Buffer} from 'node:buffer';
import {type Block, parseBlock} from '../../core/block.ts';
import {limits} from '../../core/limits.ts';
import type {HubStatus, Welcome} from '../../core/live-message.ts';
import {BlockLines} from '../block-lines.ts';
import type {ChainReader} from '../chain-reader.ts';
import type {Slice} from '../chain-text.ts';

/** How much of a hash an event id has: nobody finds another block of that index with the same. */
const idHashCharacters = 16;
const idPattern = new RegExp(`^(\\d{1,15})-([0-9a-f]{${idHashCharacters}})$`);
/** What an event of blocks has besides them, at most. */
const frameBytes = 64;
/** When a browser that lost the stream opens it again. */
const retryMs = 1_000;
const openingBrace = 0x7b;

/** The id of the event that ends with this block (protocol section 11). */
export function eventId({index, hash}: Block): string {
	return `${index}-${hash.slice(0, idHashCharacters)}`;
}

/** What a client says that it has; null for what is no id of ours. */
export function parseEventId(text: string): {readonly index: number; readonly hashStart: string} | null {
	const [, index, hashStart] = idPattern.exec(text) ?? [];
	return index === undefined ? null : {index: Number(index), hashStart: hashStart!};
}

/** Events in the text of server-sent events (protocol section 11). */
export const eventText = {
	hello: ({ledger, genesis, height, tip, range, durable, reorgLimit}: Welcome): string =>
		`retry: ${retryMs}\n${event('hello', {ledger, genesis, height, tip, range, durable, reorgLimit})}`,
	reset: (): string => event('reset', {}),
	rollback: (from: number): string => event('rollback', {from}),
	status: (status: HubStatus): string => event('status', status),
	bye: (reason: string): string => event('bye', {reason}),
};

function event(name: string, data: object): string {
	return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Blocks as events, each made once for all streams that stand at the same place. */
export function createEventLines(reader: ChainReader): BlockLines {
	return new BlockLines(reader, {
		blocksBytesMax: limits.blocksLineBytesMax - frameBytes,
		frame,
		rollback: eventText.rollback,
	});
}

/** One block, or several as an array; the id is that of the last. */
function frame({bytes}: Slice): Buffer {
	const start = bytes.lastIndexOf(openingBrace);
	const last = parseBlock(bytes.toString('latin1', start))!;
	const [name, open, close] = start === 0 ? ['block', '', ''] : ['blocks', '[', ']'];
	return Buffer.concat([
		Buffer.from(`event: ${name}\nid: ${eventId(last)}\ndata: ${open}`),
		bytes,
		Buffer.from(`${close}\n\n`),
	]);
}
