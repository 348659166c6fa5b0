import type {Block, Tip} from './block.ts';
import {isHash} from './block.ts';
import {type ClaimRun, formatClaims, readClaims} from './claim.ts';
import {type Fields, isFields, isIndex} from './json-value.ts';
import {blocksOpen, type HubMessage, parseHubMessage} from './live-message.ts';
import {type Locator, readLocator} from './locator.ts';
import {readNextBlocks} from './next-block.ts';

/** What hubs say to each other once they are linked (protocol section 9). */
export type PeerMessage =
	| Extract<HubMessage, {kind: 'rollback' | 'bye' | 'unknown'}>
	/** With `after`, they are verified: each is the next after the one before, the first after that one. */
	| {readonly kind: 'blocks'; readonly blocks: readonly Block[]; readonly after?: Tip}
	/** "Send me your chain from the newest of these blocks that you have", with the claims to those before it. */
	| {readonly kind: 'want'; readonly from: Locator; readonly claims: boolean}
	/** The answer: the chain follows from `index` on; its newest block is `height`. */
	| {readonly kind: 'from'; readonly index: number; readonly height: number}
	/** "My chain ends in this block, which you have." */
	| {readonly kind: 'have'; readonly tip: Tip}
	/** "Send nothing more until I want it: I do not follow so deep a branch." */
	| {readonly kind: 'enough'}
	/** "These hubs sealed these blocks." */
	| {readonly kind: 'claims'; readonly claims: readonly ClaimRun[]}
	| {readonly kind: 'ping'; readonly t: number}
	| {readonly kind: 'pong'; readonly t: number};

export type ParsedPeerMessage =
	| {readonly ok: true; readonly message: PeerMessage}
	| {readonly ok: false; readonly reason: string};

/**
 * Reads one line of a linked hub. Unknown messages are `unknown`, unknown keys are ignored; a known message with
 * a wrong shape, or a block that is not canonical, is a fault of the peer. Blocks that are the next after `tip`, as
 * they mostly are, are verified by the way: reading what is expected takes half as long as reading and then judging.
 */
export function parsePeerMessage(line: string, tip: Tip | null = null): ParsedPeerMessage {
	if (line.startsWith(blocksOpen)) {
		const blocks = tip && readNextBlocks(line, tip);
		return blocks ? {ok: true, message: {kind: 'blocks', blocks, after: tip}} : narrow(parseHubMessage(line));
	}
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return narrow(parseHubMessage(line));
	}
	if (isFields(value)) {
		for (const name in readers) {
			if (!Object.hasOwn(value, name)) continue;
			const body = value[name];
			const isObject = typeof body === 'object' && body !== null;
			const message = isObject ? readers[name as keyof typeof readers](body as Fields) : null;
			return message
				? {ok: true, message}
				: {ok: false, reason: `its "${name}" message does not have the agreed shape`};
		}
	}
	return narrow(parseHubMessage(line));
}

const readers: Readonly<
	Record<
		'want' | 'from' | 'have' | 'enough' | 'claims' | 'ping' | 'pong',
		(body: Fields) => PeerMessage | null
	>
> = {
	want: body => {
		const from = readLocator(body.from);
		return from && {kind: 'want', from, claims: body.claims === true};
	},
	from: ({index, height}) =>
		isIndex(index) && isIndex(height) && index <= height + 1 ? {kind: 'from', index, height} : null,
	have: ({index, hash}) =>
		isIndex(index) && typeof hash === 'string' && isHash(hash) ? {kind: 'have', tip: {index, hash}} : null,
	enough: () => ({kind: 'enough'}),
	claims: list => {
		const claims = readClaims(list);
		return claims && {kind: 'claims', claims};
	},
	ping: ({t}) => (isIndex(t) ? {kind: 'ping', t} : null),
	pong: ({t}) => (isIndex(t) ? {kind: 'pong', t} : null),
};

/** What a hub says only to its clients means nothing between hubs. */
function narrow(parsed: ReturnType<typeof parseHubMessage>): ParsedPeerMessage {
	if (!parsed.ok) return parsed;
	const {message} = parsed;
	switch (message.kind) {
		case 'blocks':
		case 'rollback':
		case 'bye':
			return {ok: true, message};
		default:
			return {ok: true, message: {kind: 'unknown'}};
	}
}

/** A message between hubs as its line, LF included. Blocks, rollbacks and farewells are those of live mode (`hubLine`). */
export const peerLine = {
	want: (from: Locator, claims = false): string =>
		`{"want":{"from":${JSON.stringify(from)}${claims ? ',"claims":true' : ''}}}\n`,
	from: (index: number, height: number): string => `{"from":{"index":${index},"height":${height}}}\n`,
	have: ({index, hash}: Tip): string => `{"have":{"index":${index},"hash":"${hash}"}}\n`,
	enough: '{"enough":{}}\n',
	claims: (runs: readonly ClaimRun[]): string => `{"claims":${formatClaims(runs)}}\n`,
	ping: (t: number): string => `{"ping":{"t":${t}}}\n`,
	pong: (t: number): string => `{"pong":{"t":${t}}}\n`,
} as const;
