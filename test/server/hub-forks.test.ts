/** What a hub reports when the branch of another one replaces its blocks. */
import {expect, it} from 'vitest';
import {Hub} from '../../src/server/hub.ts';
import {noEvents, type ReplacedBlocks} from '../../src/server/hub-events.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import {makeForkBranch} from '../support/forks.ts';

/** A hub that has taken these readings, and what it reports from then on, in its order. */
async function openReporting(bpms: readonly number[], reorgLimit: number) {
	const hub = await Hub.open(createMemoryLedger({replaceable: true}), {reorgLimit});
	for (const bpm of bpms) await new Promise(settle => hub.submit({bpm, from: undefined, settle}));
	const reports: unknown[] = [];
	const replaced: ReplacedBlocks[] = [];
	hub.watch({
		...noEvents,
		replaced: change => {
			reports.push('replaced');
			replaced.push(change);
		},
		putAgain: (version, {bpm, was, index}) => void reports.push([version, bpm, was, index]),
	});
	return {hub, reports, replaced};
}

it('tells whose branch it was, what it replaced, and which readings are put again because of it', async () => {
	const {hub, reports, replaced} = await openReporting([71, 66], 5);
	const removed = [1, 2].map(index => hub.chain.blockAt(index)!);
	const branch = makeForkBranch(hub.chain.blockAt(0)!, [81, 82, 83]);
	await hub.adopt(0, branch, {peer: 'lab:9000'});
	await hub.drain();
	const {version} = replaced[0]!;
	expect(replaced).toEqual([
		{
			...{version, from: 1, removed, blocks: branch, height: 3},
			displaced: 2,
			peer: 'lab:9000',
			isAccepted: false,
		},
	]);
	expect(reports).toEqual(['replaced', [version, 71, 1, 4], [version, 66, 2, 5]]);

	// The second fork replaces one of the two again.
	const second = makeForkBranch(hub.chain.blockAt(4)!, [91, 92]);
	await hub.adopt(4, second, {peer: 'attic:9000', height: 900});
	await hub.drain();
	expect(replaced[1]).toMatchObject({from: 5, height: 900, displaced: 1, peer: 'attic:9000'});
	expect(reports.slice(3)).toEqual(['replaced', [replaced[1]!.version, 66, 5, 7]]);
});

it('tells that a person had to accept it, only where it was longer than may be replaced', async () => {
	const {hub, replaced} = await openReporting([71, 66], 1);
	const branch = makeForkBranch(hub.chain.blockAt(0)!, [81, 82, 83]);
	await hub.adopt(0, branch, {peer: 'lab:9000', unlimited: true});
	await hub.drain();
	const shallow = makeForkBranch(hub.chain.blockAt(4)!, [91, 92]);
	await hub.adopt(4, shallow, {peer: 'lab:9000', unlimited: true});
	await hub.drain();
	expect(replaced.map(({isAccepted}) => isAccepted)).toEqual([true, false]);
});

it('tells nothing of the kind where the branch only follows', async () => {
	const {hub, reports} = await openReporting([71], 5);
	await hub.adopt(1, makeForkBranch(hub.chain.blockAt(1)!, [81]), {peer: 'lab:9000'});
	await hub.drain();
	expect([hub.tip.index, reports]).toEqual([2, []]);
});
