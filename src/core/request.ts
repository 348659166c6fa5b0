import {limits} from './limits.ts';
import {type Locator, parseLocator} from './locator.ts';
import {echo} from './printable.ts';

/** The commands of protocol section 3, and those that only live mode has (section 4). */
export const commands = [
	{name: '/help', usage: '/help', help: 'this list'},
	{name: '/status', usage: '/status', help: 'height, tip, genesis, connections and more'},
	{name: '/chain', usage: '/chain', help: 'the whole chain as one JSON array'},
	{name: '/last', usage: '/last [n]', help: 'the newest n blocks (10; at most 1000)'},
	{name: '/block', usage: '/block <index>', help: 'one block'},
	{name: '/add', usage: '/add <id> <bpm>', help: 'adds a reading once, however often it is sent'},
	{name: '/peers', usage: '/peers', help: 'the hubs that this one is linked with'},
	{name: '/forks', usage: '/forks', help: 'the last forks of the chain, and how they were settled'},
	{name: '/live', usage: '/live', help: 'one JSON object a line, new blocks at once'},
	{name: '/quit', usage: '/quit', help: 'closes the connection'},
] as const;

/** What a line from a client asks for. `bad` carries the sentence that answers it. */
export type Request =
	| {readonly kind: 'empty'}
	| {readonly kind: 'help'}
	| {readonly kind: 'status'}
	| {readonly kind: 'chain'}
	| {readonly kind: 'live'}
	| {readonly kind: 'quit'}
	| {readonly kind: 'pong'}
	| {readonly kind: 'reading'; readonly bpm: number}
	| {readonly kind: 'add'; readonly id: string; readonly bpm: number}
	| {readonly kind: 'last'; readonly count: number}
	| {readonly kind: 'block'; readonly index: number}
	| {readonly kind: 'from'; readonly from: number | Locator}
	| {readonly kind: 'peers'}
	| {readonly kind: 'forks'}
	| {readonly kind: 'acceptPeer'; readonly peer: string}
	| {readonly kind: 'adoptReadings'}
	/** Another hub introduces itself (protocol section 9). */
	| {readonly kind: 'peer'; readonly hello: string}
	| {readonly kind: 'bad'; readonly reason: string; readonly id?: string};

export type BpmRange = readonly [min: number, max: number];

type BareCommand = 'help' | 'status' | 'chain' | 'forks' | 'live' | 'quit' | 'pong';

const hint = 'Type /help for help.';
const wholeNumber = /^[+-]?[0-9]+$/;
const index = /^[0-9]{1,15}$/;
const idPattern = new RegExp(`^[A-Za-z0-9_-]{${limits.idCharactersMin},${limits.idCharactersMax}}$`);

/** Whether `text` can be the id of a reading (protocol section 5). */
export function isReadingId(text: string): boolean {
	return idPattern.test(text);
}

/** Reads one line of a client (protocol sections 2 to 5). `range` is what this hub accepts. */
export function parseRequest(line: string, range: BpmRange): Request {
	if (line === '') return {kind: 'empty'};
	if (line.startsWith('/')) return parseCommand(line, range);
	const bpm = parseBpm(line, range);
	return typeof bpm === 'number' ? {kind: 'reading', bpm} : {kind: 'bad', reason: bpm};
}

/** The reading that `text` is, or the sentence that says why it is none. */
export function parseBpm(text: string, range: BpmRange): number | string {
	if (!wholeNumber.test(text)) return `"${echo(text)}" is not a whole number. ${hint}`;
	const bpm = Number(text);
	const [min, max] = range;
	if (bpm < min || bpm > max)
		return `${echo(text)} is out of range: a BPM is a whole number from ${min} to ${max}.`;
	return bpm === 0 ? 0 : bpm;
}

function parseCommand(line: string, range: BpmRange): Request {
	const [name, ...args] = line.trimEnd().split(/ +/);
	switch (name) {
		case '/help':
		case '/status':
		case '/chain':
		case '/forks':
		case '/live':
		case '/quit':
		case '/pong':
			if (args.length > 0) return bad(`${name} takes no argument, got "${echo(args.join(' '))}".`);
			return {kind: name.slice(1) as BareCommand};
		case '/last':
			return parseLast(args);
		case '/block':
			if (args.length !== 1 || !index.test(args[0]!))
				return bad('/block takes the index of a block, as in /block 7.');
			return {kind: 'block', index: Number(args[0])};
		case '/add':
			return parseAdd(args, range);
		case '/from':
			return parseFrom(args);
		case '/peers':
			return parsePeers(args);
		case '/peer':
			return {kind: 'peer', hello: args.join(' ')};
		default:
			return bad(`"${echo(name!)}" is not a command.`);
	}
}

function parseLast(args: readonly string[]): Request {
	if (args.length === 0) return {kind: 'last', count: limits.lastBlocksDefault};
	const count = index.test(args[0]!) ? Number(args[0]) : 0;
	if (args.length > 1 || count < 1 || count > limits.lastBlocksMax) {
		return bad(`/last takes a whole number from 1 to ${limits.lastBlocksMax}, as in /last 20.`);
	}
	return {kind: 'last', count};
}

function parseAdd(args: readonly string[], range: BpmRange): Request {
	const [id, text] = args;
	if (args.length !== 2 || !isReadingId(id!)) {
		return bad(
			'/add takes an id of 16 to 64 of A-Z a-z 0-9 _ - and a BPM, as in /add 2026-11-20-monday-1 72.',
		);
	}
	const bpm = parseBpm(text!, range);
	return typeof bpm === 'number' ? {kind: 'add', id: id!, bpm} : {kind: 'bad', reason: bpm, id: id!};
}

function parseFrom(args: readonly string[]): Request {
	const text = args.join(' ');
	const from = index.test(text) ? Number(text) : parseLocator(text);
	if (from === null) return bad('/from takes an index or a locator, as in /from 0.');
	return {kind: 'from', from};
}

function parsePeers(args: readonly string[]): Request {
	const [verb, peer] = args;
	if (verb === undefined) return {kind: 'peers'};
	if (verb === 'accept' && peer !== undefined && args.length === 2) return {kind: 'acceptPeer', peer};
	if (verb === 'adopt-readings' && args.length === 1) return {kind: 'adoptReadings'};
	return bad('/peers stands alone, or with "accept HOST:PORT", or with "adopt-readings".');
}

function bad(reason: string): Request {
	return {kind: 'bad', reason: `${reason} ${hint}`};
}
