import {printable} from '../../core/printable.ts';
import {type BpmRange, parseBpm} from '../../core/request.ts';

/** What a line asks for that was typed to the screen-reader mode. */
export type Request =
	/** Readings to add, all of them in range. */
	| {readonly kind: 'add'; readonly bpms: readonly number[]}
	/** Reads the block that `text` names, as after `g`. */
	| {readonly kind: 'look'; readonly text: string}
	/** Explains that block; the one that was read last where `text` is empty. */
	| {readonly kind: 'why'; readonly text: string}
	| {readonly kind: 'find'; readonly text: string}
	| {readonly kind: 'last'; readonly count: number}
	| {readonly kind: BareRequest}
	| {readonly kind: 'wrong'; readonly sentence: string};

type BareRequest =
	| 'nextMatch'
	| 'previousMatch'
	| 'status'
	| 'readings'
	| 'peers'
	| 'forks'
	| 'send'
	| 'drop'
	| 'retry'
	| 'accept'
	| 'yes'
	| 'no'
	| 'help'
	| 'quit'
	| 'nothing';

const bare: Readonly<Record<string, BareRequest>> = {
	'': 'nothing',
	n: 'nextMatch',
	next: 'nextMatch',
	p: 'previousMatch',
	previous: 'previousMatch',
	s: 'status',
	status: 'status',
	readings: 'readings',
	peers: 'peers',
	forks: 'forks',
	send: 'send',
	drop: 'drop',
	r: 'retry',
	retry: 'retry',
	accept: 'accept',
	y: 'yes',
	yes: 'yes',
	no: 'no',
	'?': 'help',
	h: 'help',
	help: 'help',
	q: 'quit',
	quit: 'quit',
	exit: 'quit',
};

/** What can be typed, a sentence each. */
export const requestHelp: readonly string[] = [
	'A number and Enter adds a reading: 72. Several at once are asked about before they are added: 72 88 99.',
	'g 12 reads block 12; g -1 the one before the last one read, g +1 the one after it.',
	'why 12 explains why block 12 is valid; why alone explains the last one read.',
	'last 5 reads the newest 5 blocks.',
	'/ finds: /9e07 by the beginning of a hash, />120 or /60-70 by BPM, /14:05 by time. n is the next match, N or p the one before.',
	's tells how the connection and the chain stand. readings lists yours that are not settled.',
	'peers lists the other hubs, forks the last forks between them and how each was settled.',
	'send delivers readings that wait for your decision, drop withdraws those that can be. r tries to connect now.',
	'? is this list. q leaves, Ctrl+C at once.',
];

/** Blocks that `last` reads at most: more is no listening. */
const lastMax = 100;
const lastDefault = 5;
const shownCharactersMax = 40;

/** Reads a line; `range` is what the hub accepts. */
export function parseRequest(line: string, range: BpmRange): Request {
	const text = line.trim();
	// As in the full screen, where it is another key than n.
	const word = text === 'N' ? 'previousMatch' : bare[text.toLowerCase()];
	if (word !== undefined) return {kind: word};
	if (text.startsWith('/')) return {kind: 'find', text: text.slice(1)};
	const [, verb = '', rest = ''] = /^([a-z]+)\s*(.*)$/i.exec(text) ?? [];
	switch (verb.toLowerCase()) {
		case 'g':
		case 'go':
		case 'block':
			return {kind: 'look', text: rest};
		case 'why':
			return {kind: 'why', text: rest};
		case 'find':
			return {kind: 'find', text: rest};
		case 'last':
			return parseLast(rest);
		default:
			return parseReadings(text, range);
	}
}

function parseLast(text: string): Request {
	const count = text === '' ? lastDefault : /^\d{1,3}$/.test(text) ? Number(text) : 0;
	if (count >= 1 && count <= lastMax) return {kind: 'last', count};
	return {kind: 'wrong', sentence: `last takes a whole number from 1 to ${lastMax}, as in last 5.`};
}

function parseReadings(text: string, range: BpmRange): Request {
	const bpms: number[] = [];
	for (const word of text.split(/[\s,;]+/).filter(part => part !== '')) {
		const bpm = parseBpm(word, range);
		if (typeof bpm === 'string') {
			const isNumber = /^[+-]?\d[\d.,]*$/.test(word);
			const unknown = `"${printable(text, shownCharactersMax)}" is nothing that can be done here. Type ? for help.`;
			return {kind: 'wrong', sentence: isNumber ? bpm.replace('/help', '?') : unknown};
		}
		bpms.push(bpm);
	}
	return {kind: 'add', bpms};
}
