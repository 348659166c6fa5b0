/** The hub's side of live mode for scripts: what a test wants to do well, so that it can do one thing badly. */
import {type Block, formatBlock} from '../../../src/core/block.ts';
import type {Welcome} from '../../../src/core/live-message.ts';
import type {Visitor} from './scripted-hub.ts';

export const prompt = 'Enter a new BPM:';

/** The welcome of a hub that holds this chain, not durable, with what else a test wants. */
export function makeWelcome(chain: readonly Block[], changes: Partial<Welcome> = {}): Welcome {
	const tip = chain.at(-1)!;
	return {
		version: 1,
		hub: 'scripted/1.0',
		ledger: 'ledger-one',
		durable: false,
		genesis: chain[0]!.hash,
		height: tip.index,
		tip: tip.hash,
		range: [1, 999],
		reorgLimit: 0,
		broadcastMs: 30_000,
		...changes,
	};
}

/**
 * Greets, takes `/live` and welcomes; answers `/block` from the chain, where there is one. Returns the first
 * line that asks for something else: `/from`, of a client that wants the chain.
 */
export async function welcome(
	visitor: Visitor,
	facts: Welcome,
	chain: readonly Block[] = [],
): Promise<string> {
	visitor.write(prompt);
	const line = await visitor.line();
	if (line !== '/live') throw new Error(`expected /live, got ${line}`);
	visitor.write(`\n${JSON.stringify({welcome: facts})}\n`);
	return answerBlocks(visitor, chain);
}

/** Answers `/block` until another line comes, which is returned. */
export async function answerBlocks(visitor: Visitor, chain: readonly Block[]): Promise<string> {
	for (;;) {
		const line = await visitor.line();
		if (!line.startsWith('/block ')) return line;
		const block = chain[Number(line.slice('/block '.length))];
		if (block) visitor.write(`{"answer":{"block":${formatBlock(block)}}}\n`);
		else visitor.write(`${JSON.stringify({refused: {line, reason: 'There is no such block.'}})}\n`);
	}
}

/** Welcomes and brings the whole chain. */
export async function serveChain(
	visitor: Visitor,
	chain: readonly Block[],
	changes: Partial<Welcome> = {},
): Promise<void> {
	const from = await welcome(visitor, makeWelcome(chain, changes), chain);
	const shared = from === '/from 0' ? -1 : findShared(from, chain);
	visitor.write(`{"from":{"index":${shared + 1}}}\n`);
	if (shared + 1 < chain.length) visitor.write(blocksLine(chain.slice(shared + 1)));
}

function findShared(from: string, chain: readonly Block[]): number {
	const pairs = JSON.parse(from.slice('/from '.length)) as [number, string][];
	return pairs.find(([index, hash]) => chain[index]?.hash === hash)?.[0] ?? -1;
}

export function blocksLine(blocks: readonly Block[]): string {
	return `{"blocks":[${blocks.map(formatBlock).join(',')}]}\n`;
}

/** The id and the BPM of an `/add` line. */
export function parseAdd(line: string): {readonly id: string; readonly bpm: number} {
	const [command, id, bpm] = line.split(' ');
	if (command !== '/add') throw new Error(`expected /add, got ${line}`);
	return {id: id!, bpm: Number(bpm)};
}

export function acceptedLine({index, hash}: Block, id?: string): string {
	return `${JSON.stringify({accepted: {index, hash, id}})}\n`;
}
