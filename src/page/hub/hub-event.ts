import {type Block, isHash} from '../../core/block.ts';
import {printable} from '../../core/printable.ts';
import {pageLimits} from '../page-limits.ts';
import type {StreamEvent} from './event-parser.ts';
import {readBlock, readBlocks} from './read-block.ts';

/** What a hub says of itself when a stream of events begins (protocol section 11). */
export interface Hello {
	readonly ledger: string;
	/** Hash of the first block. */
	readonly genesis: string;
	/** Index and hash of the newest block. */
	readonly height: number;
	readonly tip: string;
	/** The readings that it takes. */
	readonly range: readonly [min: number, max: number];
	/** Whether the chain survives a restart of the hub. */
	readonly durable: boolean;
	/** How many of the newest blocks a better chain may replace. */
	readonly reorgLimit: number;
}

export type HubEvent =
	| {readonly kind: 'hello'; readonly hello: Hello}
	| {readonly kind: 'blocks'; readonly blocks: readonly Block[]}
	/** A better chain replaced the blocks from there on; the new ones follow. */
	| {readonly kind: 'rollback'; readonly from: number}
	/** The block after which the stream was to go on is not on the chain any more. */
	| {readonly kind: 'reset'}
	| {readonly kind: 'status'; readonly connections: number | null}
	/** The hub is about to stop. */
	| {readonly kind: 'bye'}
	| {readonly kind: 'unknown'};

export type ParsedEvent =
	| {readonly ok: true; readonly event: HubEvent}
	/** The hub broke the rules; a sentence. */
	| {readonly ok: false; readonly reason: string};

/** What an event of the hub means. Events that are not known are `unknown`; a known one with a wrong shape is a fault. */
export function parseHubEvent({name, data}: StreamEvent): ParsedEvent {
	const read = Object.hasOwn(readers, name) ? readers[name as keyof typeof readers] : null;
	if (!read) return {ok: true, event: {kind: 'unknown'}};
	let value: unknown;
	try {
		value = JSON.parse(data === '' ? 'null' : data);
	} catch {
		return {ok: false, reason: `The hub sent a "${printable(name, 40)}" event that is not JSON.`};
	}
	const event = read(value);
	return event
		? {ok: true, event}
		: {ok: false, reason: `The hub sent a "${name}" event that does not have the agreed shape.`};
}

const readers = {
	hello: (value: unknown): HubEvent | null => {
		const hello = readHello(value);
		return hello && {kind: 'hello', hello};
	},
	block: (value: unknown): HubEvent | null => {
		const block = readBlock(value);
		return block && {kind: 'blocks', blocks: [block]};
	},
	blocks: (value: unknown): HubEvent | null => {
		const blocks = readBlocks(value, pageLimits.eventBlocksMax);
		return blocks && {kind: 'blocks', blocks};
	},
	rollback: (value: unknown): HubEvent | null => {
		const {from} = fieldsOf(value);
		return isIndex(from) ? {kind: 'rollback', from} : null;
	},
	reset: (): HubEvent => ({kind: 'reset'}),
	status: (value: unknown): HubEvent => {
		const {connections} = fieldsOf(value);
		return {kind: 'status', connections: isIndex(connections) ? connections : null};
	},
	bye: (): HubEvent => ({kind: 'bye'}),
} as const;

function readHello(value: unknown): Hello | null {
	const {ledger, genesis, height, tip, range, durable, reorgLimit} = fieldsOf(value);
	if (typeof ledger !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(ledger)) return null;
	if (typeof genesis !== 'string' || !isHash(genesis) || typeof tip !== 'string' || !isHash(tip)) return null;
	if (!isIndex(height) || !isIndex(reorgLimit) || typeof durable !== 'boolean') return null;
	if (!Array.isArray(range) || range.length !== 2) return null;
	const [min, max] = range as readonly unknown[];
	if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max)) return null;
	return {ledger, genesis, height, tip, range: [min as number, max as number], durable, reorgLimit};
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isIndex(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}
