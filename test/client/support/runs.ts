/** Runs of a client one after the other, at a scripted hub, with what each leaves to the next. */
import type {HubLinkOptions} from '../../../src/client/link-event.ts';
import type {Block} from '../../../src/core/block.ts';
import type {Welcome} from '../../../src/core/live-message.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {makeChain, startMs} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {type LinkProbe, openProbe} from './link-probe.ts';
import {answerBlocks, serveChain} from './live-visit.ts';
import type {ScriptedHub, Visitor} from './scripted-hub.ts';

export const chain = makeChain([72, 88, 65, 91]);
export const restarted = makeChain([50], startMs + 60_000);
export const durable = {durable: true};

/** `chain` up to below `index`, then other blocks. */
export function branchAt(index: number, bpms: readonly number[]): Block[] {
	const branch = chain.slice(0, index);
	for (const bpm of bpms) branch.push(sealBlock(branch.at(-1)!, bpm, startMs + 60_000));
	return branch;
}

/** One run of a client of this hub, with what earlier runs left in `stateFolder`. */
export function run(
	hub: {readonly port: number},
	stateFolder: string,
	options: Partial<HubLinkOptions> = {},
): LinkProbe {
	return openProbe(hub.port, {memory: {stateFolder, keepsReadings: true}, ...options});
}

/** A run that verifies `blocks` and ends. Returns the folder of what it remembers. */
export async function visit(
	hub: ScriptedHub,
	blocks: readonly Block[],
	facts: Partial<Welcome>,
	stateFolder = makeFolder('state'),
): Promise<string> {
	await using probe = run(hub, stateFolder);
	await serveChain(await hub.next(), blocks, facts);
	await probe.phase('live');
	return stateFolder;
}

/** The next run, to which the hub shows these blocks; it answers `/block` all the time. */
export async function visitAgain(
	hub: ScriptedHub,
	stateFolder: string,
	blocks: readonly Block[],
	facts: Partial<Welcome>,
): Promise<[LinkProbe, Visitor]> {
	const probe = run(hub, stateFolder);
	const visitor = await hub.next();
	serveChain(visitor, blocks, facts)
		.then(() => answerBlocks(visitor, blocks))
		.catch(() => {});
	return [probe, visitor];
}
