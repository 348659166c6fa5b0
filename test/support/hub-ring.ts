/** Real hubs in a ring, over lines that a test cuts and mends. */
import {expect, onTestFinished} from 'vitest';
import type {Block} from '../../src/core/block.ts';
import {type LiveClient, openLive} from '../server/support/live-client.ts';
import {makeFolder} from './child-env.ts';
import {type CuttableLine, openLine} from './cuttable-line.ts';
import {type HubProcess, startHub} from './hub-process.ts';

/** Forks are settled and links come back within seconds. */
export const settleMs = 20_000;

/** A hub with its data, started again on the same port as often as a test likes. */
export class Member {
	readonly #data = makeFolder('member');
	readonly #peers: () => readonly number[];
	#port = 0;
	hub!: HubProcess;

	constructor(peers: () => readonly number[]) {
		this.#peers = peers;
	}

	async start(): Promise<void> {
		const args = this.#peers().flatMap(port => ['--peer', `127.0.0.1:${port}`]);
		this.hub = await startHub({args, data: this.#data, port: this.#port});
		this.#port = this.hub.port;
	}

	get port(): number {
		return this.#port;
	}
}

/**
 * So many hubs in a ring: each dials the next one over a line of its own, `lines[i]` from `members[i]`.
 * They end with the test.
 */
export async function startRing(
	size: number,
): Promise<{members: readonly Member[]; lines: readonly CuttableLine[]}> {
	const lines: CuttableLine[] = [];
	const members = Array.from({length: size}, (_, i) => new Member(() => [lines[i]!.port]));
	for (let i = 0; i < size; i++) lines.push(await openLine(() => members[(i + 1) % size]!.port));
	for (const member of members) await member.start();
	onTestFinished(async () => {
		for (const {hub} of members) await hub.kill();
		for (const line of lines) await line[Symbol.asyncDispose]();
	});
	return {members, lines};
}

/** The chain as a client holds it, rollbacks included. */
function chainOf({messages}: LiveClient): readonly Block[] {
	const chain: Block[] = [];
	for (const message of messages) {
		if (message.kind === 'rollback') chain.length = message.from;
		if (message.kind === 'blocks') for (const block of message.blocks) chain[block.index] = block;
	}
	return chain;
}

/** Waits until all hubs show one chain with exactly these readings, in whatever order. */
export async function untilSame(
	members: readonly {readonly port: number}[],
	bpms: readonly number[],
): Promise<void> {
	const clients = members.map(({port}) => openLive(port, '/from 0\n'));
	const expected = [0, ...bpms].sort((a, b) => a - b).join();
	const state = () =>
		clients.map(client => {
			const chain = chainOf(client);
			return [
				chain.at(-1)?.hash,
				chain
					.map(({bpm}) => bpm)
					.sort((a, b) => a - b)
					.join(),
			];
		});
	try {
		await expect
			.poll(
				() => {
					const all = state();
					return all.every(([tip, text]) => tip === all[0]![0] && text === expected) ? 'same' : all;
				},
				{timeout: settleMs, interval: 50},
			)
			.toBe('same');
	} finally {
		for (const client of clients) client[Symbol.dispose]();
	}
}
