/** States of the partition lab and what they look like, without a terminal, hubs or wires. */
import {ChainColumns} from '../../../../src/client/chain-columns.ts';
import type {LinkEvent, Reading, Replaced} from '../../../../src/client/link-event.ts';
import {rowText} from '../../../../src/client/screen/theme.ts';
import type {Block} from '../../../../src/core/block.ts';
import {sealBlock, sealGenesis} from '../../../../src/core/seal.ts';
import {type Chains, compareChains} from '../../../../src/lab/partition/comparison.ts';
import {reduceLab} from '../../../../src/lab/partition/reduce.ts';
import {labRows} from '../../../../src/lab/partition/rows/lab-rows.ts';
import {type Action, createLabState, type LabState} from '../../../../src/lab/partition/state.ts';
import {
	type HubName,
	hubNames,
	perHub,
	type WireName,
	wireNames,
} from '../../../../src/lab/partition/topology.ts';
import {factsOf} from '../../../client/support/screen.ts';
import {startMs} from '../../../support/chains.ts';

/** A genesis block and these readings; `seed` makes the blocks others than those of another seed. */
export function makeBlocks(bpms: readonly number[], seed = 0, parent?: Block): readonly Block[] {
	const blocks = [parent ?? sealGenesis(startMs)];
	const fromMs = Date.parse(blocks[0]!.timestamp);
	for (const bpm of bpms) blocks.push(sealBlock(blocks.at(-1)!, bpm, fromMs + blocks.length * 1_000 + seed));
	return parent ? blocks.slice(1) : blocks;
}

export function columnsOf(blocks: readonly Block[]): ChainColumns {
	const columns = new ChainColumns();
	for (const block of blocks) columns.append(block);
	return columns;
}

/** Readings that all hubs have, and those that came after them at each; hubs with the same ones have the same blocks. */
export function makeChains(
	shared: readonly number[],
	own: Partial<Record<HubName, readonly number[]>> = {},
): Chains {
	const common = makeBlocks(shared);
	return perHub(hub => {
		const bpms = own[hub] ?? [];
		const seed = bpms.reduce((sum, bpm) => (sum * 31 + bpm) % 500, 1);
		return columnsOf([...common, ...makeBlocks(bpms, seed, common.at(-1))]);
	});
}

/** The state after these actions, a second apart. */
export function stateAfter(state: LabState, ...actions: readonly Action[]): LabState {
	return actions.reduce((before, action, at) => reduceLab(before, action, startMs + at * 1_000), state);
}

export const linkAction = (hub: HubName, event: LinkEvent): Action => ({kind: 'link', hub, event});

/** The client of a hub has these chains before it. */
export const chainAction = (hub: HubName, chains: Chains): Action => ({
	...{kind: 'link', hub, comparison: compareChains(chains)},
	event: {kind: 'chain', chain: factsOf(chains[hub])},
});

export const readingAction = (
	hub: HubName,
	id: string,
	bpm: number,
	state: Reading['state'],
	index?: number,
): Action => {
	const reading: Reading = {id, bpm, state, ...(index === undefined ? {} : {index})};
	return linkAction(hub, {kind: 'reading', reading});
};

export const replacedAction = (
	hub: HubName,
	chains: Chains,
	gone: readonly Block[],
	by: readonly Block[],
): Action => {
	const replaced: Replaced = {
		...{shared: gone[0]!.index - 1, count: gone.length, blocks: gone, tip: gone.at(-1)!.hash},
		...{byCount: by.length, by, byTip: by.at(-1)!.hash},
	};
	return {...{kind: 'link', hub, comparison: compareChains(chains)}, event: {kind: 'replaced', replaced}};
};

export const press = (key: string, name: Extract<Action, {kind: 'command'}>['name']): Action => ({
	...{kind: 'command', name, key},
});

/** A lab in which everything runs, with these chains, and with the wires cut that are named. */
export function runningLab(chains: Chains, cut: readonly WireName[] = [], columns = 80, rows = 24): LabState {
	return stateAfter(
		createLabState({columns, rows}),
		...wireNames.map((wire, at): Action => {
			return {kind: 'wire', wire, state: cut.includes(wire) ? 'cut' : 'joined', port: 40_001 + at};
		}),
		...hubNames.flatMap((hub, at): readonly Action[] => [
			{kind: 'process', hub, process: 'up', port: 41_001 + at},
			linkAction(hub, {kind: 'phase', phase: {kind: 'live'}}),
			chainAction(hub, chains),
		]),
	);
}

/** The screen as text, a line for each row. */
export function screenOf(state: LabState, chains: Chains): readonly string[] {
	return labRows(state, chains).map(rowText);
}
