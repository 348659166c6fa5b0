import {limits} from '../core/limits.ts';
import {commands, type Request} from '../core/request.ts';
import type {ChainText, Snapshot} from './chain-text.ts';
import {formatStatus, type Status} from './status.ts';

/** The commands that only ask (protocol section 3). */
export type Query = Extract<Request, {kind: 'help' | 'status' | 'chain' | 'last' | 'block'}>;

export interface QueryContext {
	readonly chain: ChainText;
	readonly status: () => Status;
	readonly isLive: boolean;
}

export type QueryAnswer =
	| {readonly kind: 'text'; readonly text: string; readonly value: Readonly<Record<string, unknown>>}
	| {readonly kind: 'array'; readonly snapshot: Snapshot; readonly from: number}
	| {readonly kind: 'refused'; readonly reason: string};

/** Answers a command from what is so now. */
export function answerQuery(query: Query, context: QueryContext): QueryAnswer {
	const {chain, status, isLive} = context;
	switch (query.kind) {
		case 'help': {
			const text = commands.map(({usage, help}) => `${usage.padEnd(16)} ${help}`).join('\n');
			return {kind: 'text', text, value: {help: commands}};
		}
		case 'status':
			return {kind: 'text', text: formatStatus(status()), value: {status: status()}};
		case 'block': {
			const text = chain.blockText(query.index);
			if (text === undefined) {
				const reason = `There is no block ${query.index}: the newest is ${chain.length - 1}.`;
				return {kind: 'refused', reason};
			}
			return {kind: 'text', text, value: {block: JSON.parse(text)}};
		}
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
