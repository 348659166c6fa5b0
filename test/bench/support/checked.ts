/** Checkers that are given bytes, and what they made of them. */
import {Buffer} from 'node:buffer';
import type {Checker, Listener, Shared} from '../../../bench/load/checker.ts';
import {Findings} from '../../../bench/load/findings.ts';
import {LiveChecker, type LiveStart} from '../../../bench/load/live-checker.ts';
import {PlainChecker} from '../../../bench/load/plain-checker.ts';
import {type Block, formatBlock} from '../../../src/core/block.ts';
import {hubLine, type Welcome} from '../../../src/core/live-message.ts';

/** One of a crowd, with what its listener heard as short texts. */
export interface Checked {
	readonly checker: Checker;
	readonly heard: readonly string[];
	/** Gives it these bytes in pieces, over a buffer that is overwritten, as that of a socket is. */
	readonly read: (...pieces: readonly (string | Uint8Array)[]) => void;
}

export function makeShared(): Shared {
	return {book: null, findings: new Findings(), chainsReplaced: 0};
}

export function checkPlain(shared: Shared): Checked {
	return check(listener => new PlainChecker(shared, listener));
}

export function checkLive(shared: Shared, start: LiveStart): Checked {
	return check(listener => new LiveChecker(shared, start, listener));
}

/** What all live connections of a test begin with: the hub of this chain, which may replace so many blocks. */
export function startOf(chain: readonly Block[], reorgLimit = 0): LiveStart {
	const {index: height, hash: tip} = chain.at(-1)!;
	const welcome: Welcome = {
		version: 1,
		hub: 'bchain/0.1.0',
		ledger: 'ledger',
		durable: true,
		genesis: chain[0]!.hash,
		height,
		tip,
		range: [1, 999],
		reorgLimit,
		broadcastMs: 30_000,
	};
	return {welcome, from: height + 1, parent: {index: height, hash: tip}};
}

/** What a hub says until it sends the blocks that were asked for. */
export function opening({welcome, from}: LiveStart): string {
	return `Enter a new BPM:\n${hubLine.welcome(welcome)}${hubLine.from(from)}`;
}

export function blocksLine(...blocks: readonly Block[]): string {
	return `{"blocks":[${blocks.map(formatBlock).join()}]}\n`;
}

export function arrayOf(blocks: readonly Block[]): string {
	return `[${blocks.map(formatBlock).join()}]`;
}

function check(make: (listener: Listener) => Checker): Checked {
	const heard: string[] = [];
	const checker = make({
		greeted: () => heard.push('greeted'),
		following: () => heard.push('following'),
		advanced: (from, to) => heard.push(`blocks ${from} to ${to - 1}`),
		rolledBack: from => heard.push(`rolled back to ${from}`),
		moved: (id, index) => heard.push(`${id} moved to ${index}`),
		status: () => heard.push('status'),
		array: to => heard.push(`array to ${to - 1}`),
		replied: reply => heard.push(reply.kind),
		bye: reason => heard.push(`bye: ${reason}`),
	});
	const read = (...pieces: readonly (string | Uint8Array)[]): void => {
		for (const piece of pieces) {
			const bytes = Buffer.from(piece as Uint8Array);
			checker.read(bytes);
			bytes.fill(0);
		}
	};
	return {checker, heard, read};
}
