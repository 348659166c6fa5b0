import {type Block, describeBlockFault, isHash, parseBlockAt} from './block.ts';
import {type Fork, type PutAgain, readFork, readPutAgain, toForkValue} from './fork.ts';
import {type Fields, isAmount, isFields, isIndex} from './json-value.ts';
import {limits} from './limits.ts';
import {type PeerReport, readPeerReports} from './peer-report.ts';
import {printable} from './printable.ts';
import type {Queued} from './queued.ts';
import type {BpmRange} from './request.ts';
import {isReadingId} from './request.ts';
import {readUpstream, type UpstreamReport} from './upstream-report.ts';
import {isVia, type Via} from './via.ts';

/** How a hub introduces itself in live mode (protocol section 4). */
export interface Welcome {
	readonly version: number;
	/** Program and version, for people. */
	readonly hub: string;
	/** Random id made with the data folder. */
	readonly ledger: string;
	/** Whether the chain survives a restart of the hub. */
	readonly durable: boolean;
	/** Hash of the genesis block. */
	readonly genesis: string;
	readonly height: number;
	/** Hash of the newest block. */
	readonly tip: string;
	readonly range: BpmRange;
	/** How many of the newest blocks a longer chain may replace; 0: none ever. */
	readonly reorgLimit: number;
	readonly broadcastMs: number;
	/** The hub is a front for another one (section 10). */
	readonly via?: Via;
}

/** The hub's sign of life (protocol section 4). What stands below `uptimeMs` a hub may leave out. */
export interface HubStatus extends Partial<UpstreamReport> {
	readonly connections: number;
	readonly peers: readonly PeerReport[];
	readonly uptimeMs: number;
	/** Of the connections, other hubs that dialled this one. */
	readonly hubs?: number;
	/** Readings that wait for the ledger. */
	readonly waiting?: number;
	/** New blocks a second, over the last ten seconds. */
	readonly blocksPerSecond?: number;
	/** Bytes that all connections together have been sent. */
	readonly bytesOut?: number;
	/** Lately, 99 of 100 commits took no longer, and the event loop was no later. */
	readonly commitP99Ms?: number;
	readonly loopDelayP99Ms?: number;
	/** As in the welcome. */
	readonly via?: Via;
}

/** A message from the hub in live mode (protocol section 4). Texts for people are already safe to show. */
export type HubMessage =
	| {readonly kind: 'welcome'; readonly welcome: Welcome}
	| {readonly kind: 'from'; readonly index: number}
	| {readonly kind: 'blocks'; readonly blocks: readonly Block[]}
	| {readonly kind: 'rollback'; readonly from: number}
	| {readonly kind: 'accepted'; readonly index: number; readonly hash: string; readonly id?: string}
	/** A front keeps a reading of this connection for the hub behind it; `accepted` follows (section 10). */
	| ({readonly kind: 'queued'} & Queued)
	| {readonly kind: 'refused'; readonly line: string; readonly reason: string; readonly id?: string}
	| {readonly kind: 'moved'; readonly id: string; readonly index: number}
	| {readonly kind: 'answer'; readonly answer: Readonly<Record<string, unknown>>}
	| {readonly kind: 'status'; readonly status: HubStatus}
	| {readonly kind: 'peers'; readonly peers: readonly PeerReport[]}
	| {readonly kind: 'fork'; readonly fork: Fork}
	| {readonly kind: 'putAgain'; readonly putAgain: PutAgain}
	| {readonly kind: 'bye'; readonly reason: string}
	| {readonly kind: 'unknown'};

export type ParsedMessage =
	| {readonly ok: true; readonly message: HubMessage}
	| {readonly ok: false; readonly reason: string};

/**
 * Reads one line of a hub in live mode. Unknown messages are `unknown`, unknown keys are ignored; a known
 * message with a wrong shape, or a block that is not canonical, is a fault of the hub.
 */
export function parseHubMessage(line: string): ParsedMessage {
	if (line.startsWith(blocksOpen)) return parseBlocks(line);
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return {ok: false, reason: `a line is not JSON: ${printable(line, limits.echoCharactersMax)}`};
	}
	if (!isFields(value)) return {ok: false, reason: 'a line is not a JSON object'};
	for (const name in readers) {
		if (!Object.hasOwn(value, name)) continue;
		const body = value[name];
		const message = isObject(body) ? readers[name as keyof typeof readers](body) : null;
		return message
			? {ok: true, message}
			: {ok: false, reason: `its "${name}" message does not have the agreed shape`};
	}
	if (Object.hasOwn(value, 'blocks'))
		return {ok: false, reason: 'a "blocks" message is not in canonical form'};
	return {ok: true, message: {kind: 'unknown'}};
}

const readers: Readonly<
	Record<Exclude<HubMessage['kind'], 'blocks' | 'unknown'>, (body: Fields) => HubMessage | null>
> = {
	welcome: body => {
		const welcome = readWelcome(body);
		return welcome && {kind: 'welcome', welcome};
	},
	from: ({index}) => (isIndex(index) ? {kind: 'from', index} : null),
	rollback: ({from}) => (isIndex(from) ? {kind: 'rollback', from} : null),
	accepted: ({index, hash, id}) =>
		isIndex(index) && typeof hash === 'string' && isHash(hash) && isIdOrNone(id)
			? {kind: 'accepted', index, hash, ...(id === undefined ? {} : {id})}
			: null,
	queued: ({id, waiting}) =>
		typeof id === 'string' && isReadingId(id) && isIndex(waiting) ? {kind: 'queued', id, waiting} : null,
	refused: ({line, reason, id}) =>
		typeof line === 'string' && typeof reason === 'string' && isIdOrNone(id)
			? {kind: 'refused', line: printable(line), reason: printable(reason), ...(id === undefined ? {} : {id})}
			: null,
	moved: ({id, index}) =>
		typeof id === 'string' && isReadingId(id) && isIndex(index) ? {kind: 'moved', id, index} : null,
	answer: answer => (isFields(answer) ? {kind: 'answer', answer} : null),
	status: body => {
		const status = readStatus(body);
		return status && {kind: 'status', status};
	},
	peers: list => {
		const peers = readPeerReports(list);
		return peers && {kind: 'peers', peers};
	},
	fork: body => {
		const fork = readFork(body);
		return fork && {kind: 'fork', fork};
	},
	putAgain: body => {
		const putAgain = readPutAgain(body);
		return putAgain && {kind: 'putAgain', putAgain};
	},
	bye: ({reason}) => (typeof reason === 'string' ? {kind: 'bye', reason: printable(reason)} : null),
};

function readWelcome(body: Fields): Welcome | null {
	const {version, hub, ledger, durable, genesis, height, tip, range, reorgLimit, broadcastMs, via} = body;
	if (
		!isIndex(version) ||
		typeof hub !== 'string' ||
		typeof ledger !== 'string' ||
		typeof durable !== 'boolean'
	)
		return null;
	if (
		!/^[A-Za-z0-9_-]{1,64}$/.test(ledger) ||
		!isIndex(height) ||
		!isIndex(reorgLimit) ||
		!isIndex(broadcastMs)
	)
		return null;
	if (typeof genesis !== 'string' || !isHash(genesis) || typeof tip !== 'string' || !isHash(tip)) return null;
	if (!Array.isArray(range) || range.length !== 2) return null;
	const [min, max] = range as [unknown, unknown];
	if (!isBpm(min) || !isBpm(max) || min > max) return null;
	const name = printable(hub, limits.echoCharactersMax);
	return {
		version,
		hub: name,
		ledger,
		durable,
		genesis,
		height,
		tip,
		range: [min, max],
		reorgLimit,
		broadcastMs,
		...(isVia(via) && {via}),
	};
}

/** What a status may say besides, and what it has to be then. */
const statusExtras = {
	hubs: isIndex,
	waiting: isIndex,
	blocksPerSecond: isAmount,
	bytesOut: isIndex,
	commitP99Ms: isAmount,
	loopDelayP99Ms: isAmount,
} as const;

function readStatus(body: Fields): HubStatus | null {
	const {connections, peers, uptimeMs, via} = body;
	if (!isIndex(connections) || !isIndex(uptimeMs)) return null;
	const reports = readPeerReports(peers);
	if (!reports) return null;
	const extras: {-readonly [Name in keyof typeof statusExtras]?: number} = {};
	for (const name of Object.keys(statusExtras) as (keyof typeof statusExtras)[]) {
		if (!Object.hasOwn(body, name)) continue;
		const value = body[name];
		if (!statusExtras[name](value)) return null;
		extras[name] = value;
	}
	return {connections, peers: reports, uptimeMs, ...extras, ...(isVia(via) && {via}), ...readUpstream(body)};
}

/** How a line of blocks begins, and how it ends where nothing else is in it. */
export const blocksOpen = '{"blocks":[';
export const blocksClose = ']}';

/** The blocks are read in place: their grammar is the canonical form, so nothing else can be taken for them. */
function parseBlocks(line: string): ParsedMessage {
	const blocks: Block[] = [];
	let at = blocksOpen.length;
	for (;;) {
		const found = parseBlockAt(line, at);
		if (!found)
			return {ok: false, reason: `a block is malformed: ${describeBlockFault(blockTextAt(line, at))}`};
		blocks.push(found.block);
		at = found.end;
		if (line[at] !== ',') break;
		at++;
	}
	if (line[at] !== ']' || !restIsIgnorable(line, at + 1)) {
		return {ok: false, reason: 'a "blocks" message is not in canonical form'};
	}
	return {ok: true, message: {kind: 'blocks', blocks}};
}

/** After the array only the end of the object, or keys that are unknown and so ignored. */
function restIsIgnorable(line: string, at: number): boolean {
	if (line[at] === '}') return at === line.length - 1;
	if (line[at] !== ',') return false;
	try {
		// A key stands in for the array, so that a comma without anything after it is not taken.
		return !Object.hasOwn(JSON.parse(`{"":0${line.slice(at)}`) as object, 'blocks');
	} catch {
		return false;
	}
}

function blockTextAt(line: string, at: number): string {
	const end = line.indexOf('}', at);
	return line.slice(at, end < 0 ? at + limits.blockBytesMax : end + 1);
}

/** An object or a list: whoever needs one and gets the other finds nothing in it. */
function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null;
}

function isBpm(value: unknown): value is number {
	return Number.isInteger(value) && (value as number) >= limits.bpmMin && (value as number) <= limits.bpmMax;
}

function isIdOrNone(value: unknown): value is string | undefined {
	return value === undefined || (typeof value === 'string' && isReadingId(value));
}

/** A message of the hub as its line, LF included. Blocks are not written here: they come from the chain text. */
export const hubLine = {
	welcome: (welcome: Welcome): string => `${JSON.stringify({welcome})}\n`,
	from: (index: number): string => `{"from":{"index":${index}}}\n`,
	rollback: (from: number): string => `{"rollback":{"from":${from}}}\n`,
	accepted: (index: number, hash: string, id?: string): string =>
		id === undefined
			? `{"accepted":{"index":${index},"hash":"${hash}"}}\n`
			: `{"accepted":{"index":${index},"hash":"${hash}","id":"${id}"}}\n`,
	queued: ({id, waiting}: Queued): string => `{"queued":{"id":"${id}","waiting":${waiting}}}\n`,
	refused: (line: string, reason: string, id?: string): string =>
		`${JSON.stringify({refused: {line, reason, id}})}\n`,
	moved: (id: string, index: number): string => `{"moved":{"id":"${id}","index":${index}}}\n`,
	answer: (answer: Fields): string => `${JSON.stringify({answer})}\n`,
	status: (status: HubStatus): string => `${JSON.stringify({status})}\n`,
	peers: (peers: readonly PeerReport[]): string => `${JSON.stringify({peers})}\n`,
	fork: (fork: Fork): string => `${JSON.stringify({fork: toForkValue(fork)})}\n`,
	putAgain: (putAgain: PutAgain): string => `${JSON.stringify({putAgain})}\n`,
	bye: (reason: string): string => `${JSON.stringify({bye: {reason}})}\n`,
} as const;
