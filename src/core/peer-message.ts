import type {Tip} from './block.ts';
import {isHash} from './block.ts';
import {blocksOpen, type HubMessage, parseHubMessage} from './live-message.ts';
import {type Locator, readLocator} from './locator.ts';

/** What hubs say to each other once they are linked (protocol section 9). */
export type PeerMessage =
	| Extract<HubMessage, {kind: 'blocks' | 'rollback' | 'bye' | 'unknown'}>
	/** "Send me your chain from the newest of these blocks that you have." */
	| {readonly kind: 'want'; readonly from: Locator}
	/** The answer: the chain follows from `index` on; its newest block is `height`. */
	| {readonly kind: 'from'; readonly index: number; readonly height: number}
	/** "My chain ends in this block, which you have." */
	| {readonly kind: 'have'; readonly tip: Tip}
	/** "Send nothing more until I want it: I do not follow so deep a branch." */
	| {readonly kind: 'enough'}
	| {readonly kind: 'ping'; readonly t: number}
	| {readonly kind: 'pong'; readonly t: number};

export type ParsedPeerMessage =
	| {readonly ok: true; readonly message: PeerMessage}
	| {readonly ok: false; readonly reason: string};

/**
 * Reads one line of a linked hub. Unknown messages are `unknown`, unknown keys are ignored; a known message with
 * a wrong shape, or a block that is not canonical, is a fault of the peer.
 */
export function parsePeerMessage(line: string): ParsedPeerMessage {
	if (line.startsWith(blocksOpen)) return narrow(parseHubMessage(line));
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
			const message = isFields(body) ? readers[name as keyof typeof readers](body) : null;
			return message
				? {ok: true, message}
				: {ok: false, reason: `its "${name}" message does not have the agreed shape`};
		}
	}
	return narrow(parseHubMessage(line));
}

type Fields = Readonly<Record<string, unknown>>;

const readers: Readonly<
	Record<'want' | 'from' | 'have' | 'enough' | 'ping' | 'pong', (body: Fields) => PeerMessage | null>
> = {
	want: body => {
		const from = readLocator(body.from);
		return from && {kind: 'want', from};
	},
	from: ({index, height}) =>
		isIndex(index) && isIndex(height) && index <= height + 1 ? {kind: 'from', index, height} : null,
	have: ({index, hash}) =>
		isIndex(index) && typeof hash === 'string' && isHash(hash) ? {kind: 'have', tip: {index, hash}} : null,
	enough: () => ({kind: 'enough'}),
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

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIndex(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A message between hubs as its line, LF included. Blocks, rollbacks and farewells are those of live mode (`hubLine`). */
export const peerLine = {
	want: (from: Locator): string => `{"want":{"from":${JSON.stringify(from)}}}\n`,
	from: (index: number, height: number): string => `{"from":{"index":${index},"height":${height}}}\n`,
	have: ({index, hash}: Tip): string => `{"have":{"index":${index},"hash":"${hash}"}}\n`,
	enough: '{"enough":{}}\n',
	ping: (t: number): string => `{"ping":{"t":${t}}}\n`,
	pong: (t: number): string => `{"pong":{"t":${t}}}\n`,
} as const;
