import {toForkValue} from '../core/fork.ts';
import {formatForkReports} from '../core/fork-text.ts';
import {limits} from '../core/limits.ts';
import {formatPeerReports} from '../core/peer-report.ts';
import {commands, type Request} from '../core/request.ts';
import type {ChainReader} from './chain-reader.ts';
import type {Snapshot} from './chain-text.ts';
import type {Outbox} from './outbox.ts';
import type {Forks} from './peers/forks.ts';
import type {Peers} from './peers/peers.ts';
import type {Decision} from './peers/peers-contract.ts';
import {formatStatus, type Status} from './status.ts';
import type {Voice} from './voice.ts';

/** The commands that only ask, and those of whoever runs the hub (protocol section 3). */
export type Query = Extract<
	Request,
	{kind: 'help' | 'status' | 'chain' | 'last' | 'block' | 'peers' | 'forks' | 'acceptPeer' | 'adoptReadings'}
>;

export interface QueryContext {
	readonly reader: ChainReader;
	/** Why there is no block yet, a sentence; null where there is one. */
	readonly emptyReason: string | null;
	readonly status: () => Status;
	readonly peers: Pick<Peers, 'list' | 'accept' | 'adoptReadings'>;
	readonly forks: Pick<Forks, 'list'>;
	readonly isLive: boolean;
	/** Whether it is asked on this machine. */
	readonly isLocal: boolean;
}

export type QueryAnswer =
	| {readonly kind: 'text'; readonly text: string; readonly value: Readonly<Record<string, unknown>>}
	| {readonly kind: 'array'; readonly snapshot: Snapshot; readonly from: number}
	| {readonly kind: 'refused'; readonly reason: string};

/** Answers a command from what is so now; a promise where that is in the ledger. */
function answerQuery(query: Query, context: QueryContext): QueryAnswer | Promise<QueryAnswer> {
	const {reader, emptyReason, status, peers, forks, isLive, isLocal} = context;
	const {chain} = reader;
	if (emptyReason !== null && /^(?:block|chain|last)$/.test(query.kind))
		return {kind: 'refused', reason: emptyReason};
	switch (query.kind) {
		case 'help': {
			const text = commands.map(({usage, help}) => `${usage.padEnd(16)} ${help}`).join('\n');
			return {kind: 'text', text, value: {help: commands}};
		}
		case 'status':
			return {kind: 'text', text: formatStatus(status()), value: {status: status()}};
		case 'block':
			return answerBlock(query.index, reader);
		case 'peers': {
			const reports = peers.list();
			const {upstream} = status();
			const value = {peers: reports, ...(upstream !== undefined && {upstream})};
			return {kind: 'text', text: formatPeerReports(reports, upstream), value};
		}
		case 'forks': {
			const reports = forks.list();
			return {kind: 'text', text: formatForkReports(reports), value: {forks: reports.map(toForkValue)}};
		}
		case 'acceptPeer':
			return isLocal ? told(peers.accept(query.peer)) : notFromAfar;
		case 'adoptReadings':
			return isLocal ? peers.adoptReadings().then(told) : notFromAfar;
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

const notFromAfar: QueryAnswer = {
	kind: 'refused',
	reason: 'Only somebody on the machine of the hub can decide that.',
};

function told({ok, sentence}: Decision): QueryAnswer {
	if (!ok) return {kind: 'refused', reason: sentence};
	return {kind: 'text', text: sentence, value: {done: sentence}};
}

/** Answers a command in the words of `voice`; a promise where what it needs is in the ledger. */
export function giveAnswer(
	query: Query,
	line: string,
	context: QueryContext,
	voice: Voice,
	outbox: Outbox,
): Promise<void> | void {
	const say = (answer: QueryAnswer): void => {
		if (answer.kind === 'refused') outbox.text(voice.refused(line, answer.reason));
		else if (answer.kind === 'text') outbox.text(voice.answer(answer.text, answer.value));
		else outbox.array(answer.snapshot, answer.from, ...voice.array);
	};
	const answer = answerQuery(query, context);
	return answer instanceof Promise ? answer.then(say) : say(answer);
}

async function answerBlock(index: number, reader: ChainReader): Promise<QueryAnswer> {
	const text = await reader.blockText(index);
	if (text !== undefined) return {kind: 'text', text, value: {block: JSON.parse(text)}};
	return {kind: 'refused', reason: `There is no block ${index}: the newest is ${reader.chain.length - 1}.`};
}
