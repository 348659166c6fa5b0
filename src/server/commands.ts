import {limits} from '../core/limits.ts';
import {commands, type Request} from '../core/request.ts';
import type {ChainReader} from './chain-reader.ts';
import type {Snapshot} from './chain-text.ts';
import {formatStatus, type Status} from './status.ts';

/** The commands that only ask (protocol section 3). */
export type Query = Extract<Request, {kind: 'help' | 'status' | 'chain' | 'last' | 'block'}>;

export interface QueryContext {
	readonly reader: ChainReader;
	readonly status: () => Status;
	readonly isLive: boolean;
}

export type QueryAnswer =
	| {readonly kind: 'text'; readonly text: string; readonly value: Readonly<Record<string, unknown>>}
	| {readonly kind: 'array'; readonly snapshot: Snapshot; readonly from: number}
	| {readonly kind: 'refused'; readonly reason: string};

/** Answers a command from what is so now; a promise where that is in the ledger. */
export function answerQuery(query: Query, context: QueryContext): QueryAnswer | Promise<QueryAnswer> {
	const {reader, status, isLive} = context;
	const {chain} = reader;
	switch (query.kind) {
		case 'help': {
			const text = commands.map(({usage, help}) => `${usage.padEnd(16)} ${help}`).join('\n');
			return {kind: 'text', text, value: {help: commands}};
		}
		case 'status':
			return {kind: 'text', text: formatStatus(status()), value: {status: status()}};
		case 'block':
			return answerBlock(query.index, reader);
		case 'chain':
			if (isLive)
				return {kind: 'refused', reason: 'In live mode /from 0 gives the whole chain, a line at a time.'};
			return {kind: 'array', snapshot: chain.snapshot(), from: 0};
		case 'last': {
			const from = Math.max(0, chain.length - query.count);
			// A line of live mode is bounded, an array of plain mode is not.
			const fits = isLive ? chain.newestWithin(limits.blocksLineBytesMax) : 0;
			return {kind: 'array', snapshot: chain.snapshot(), from: Math.max(from, fits)};
		}
	}
}

async function answerBlock(index: number, reader: ChainReader): Promise<QueryAnswer> {
	const text = await reader.blockText(index);
	if (text !== undefined) return {kind: 'text', text, value: {block: JSON.parse(text)}};
	return {kind: 'refused', reason: `There is no block ${index}: the newest is ${reader.chain.length - 1}.`};
}
