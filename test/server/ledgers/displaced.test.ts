/** What every ledger knows of readings whose blocks were replaced, whatever it keeps its blocks in. */
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import type {DisplacedReading, Ledger, LedgerChange, Replaced, Write} from '../../../src/server/ledger.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {createSqliteLedger} from '../../../src/server/ledgers/sqlite.ts';
import {makeChain, startMs} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {Chain, foreign, sealAfter, sealAgain, tipOf} from './support/ledgers.ts';

const id = 'id-0000000000000002';

const ledgers: readonly [name: string, make: () => Ledger][] = [
	['memory', () => createMemoryLedger({replaceable: true})],
	['SQLite', () => createSqliteLedger({replaceable: true, folder: makeFolder('ledger')})],
];

describe.each(ledgers)('a reading that was displaced in %s', (_name, make) => {
	/** A ledger with 72, 80 that has an id, and 65. */
	async function open() {
		const ledger = make();
		onTestFinished(() => ledger.close());
		await ledger.open();
		let newest: LedgerChange | undefined;
		ledger.watch(change => {
			newest = change;
		});
		const chain = new Chain(ledger);
		await chain.add(72, [80, id], 65);
		return {
			ledger,
			chain,
			blocks: [...chain.blocks] as [genesis: Block, one: Block, two: Block, three: Block],
			/** Replaces what comes after block `shared` by blocks of another hub. */
			async replace(shared: number, branch: readonly Block[]): Promise<Replaced> {
				const write = await ledger.replaceFrom(chain.tip!, shared + 1, foreign(branch));
				expect(write).toEqual({kind: 'stored', tip: tipOf(branch.at(-1)!)});
				chain.blocks.splice(shared + 1, Number.POSITIVE_INFINITY, ...branch);
				if (newest?.kind !== 'replaced') throw new Error(`the last change was ${newest?.kind}`);
				return newest;
			},
			async putAgain(...displaced: readonly DisplacedReading[]): Promise<Write> {
				const entries = sealAgain(chain.blocks.at(-1)!, displaced);
				const write = await ledger.append(chain.tip, entries);
				if (write.kind === 'stored') chain.blocks.push(...entries.map(({block}) => block));
				return write;
			},
		};
	}

	it('is named with its id, in the order of the blocks, as are the blocks', async () => {
		const {ledger, blocks, replace} = await open();
		const [, one, two, three] = blocks;
		const {removed, displaced, withheld} = await replace(1, sealAfter(one, [90, 91, 92]));
		expect(removed).toEqual([two, three]);
		expect(displaced).toEqual([
			{reading: expect.any(Number), id, bpm: 80, ...tipOf(two)},
			{reading: expect.any(Number), bpm: 65, ...tipOf(three)},
		]);
		expect(withheld).toEqual([]);
		expect(await ledger.listDisplaced()).toEqual(displaced);
		expect(await ledger.locate(displaced.map(({reading}) => reading))).toEqual(new Map());
	});

	it('is put again with its id, and displaced again', async () => {
		const {ledger, blocks, chain, replace, putAgain} = await open();
		const [, one] = blocks;
		const {displaced} = await replace(1, sealAfter(one, [90, 91, 92]));
		expect(await putAgain(...displaced)).toEqual({kind: 'stored', tip: chain.tip});
		const [first, second] = chain.blocks.slice(-2).map(tipOf);
		expect(await ledger.listDisplaced()).toEqual([]);
		expect(await ledger.find([id])).toEqual(new Map([[id, expect.objectContaining({...first, bpm: 80})]]));
		const keys = displaced.map(({reading}) => reading);
		expect([...(await ledger.locate(keys))]).toEqual([
			[keys[0], expect.objectContaining({...first, bpm: 80})],
			[keys[1], expect.objectContaining({...second, bpm: 65})],
		]);
		const again = await replace(5, sealAfter(chain.blocks[5]!, [93, 94]));
		expect(again.displaced).toEqual([{...displaced[1]!, ...second}]);
		expect(again.removed.map(tipOf)).toEqual([second]);
	});

	it('is back when the chain goes back to its block, and is not put again there', async () => {
		const {ledger, chain, blocks, replace, putAgain} = await open();
		const [, one, two, three] = blocks;
		const {displaced} = await replace(1, sealAfter(one, [90, 91, 92]));
		const [second, third] = displaced as [DisplacedReading, DisplacedReading];
		await putAgain(second);
		const back = [two, three, ...sealAfter(three, [95, 96, 97])];
		expect((await replace(1, back)).displaced).toEqual([]);
		expect(await ledger.listDisplaced()).toEqual([]);
		expect(await ledger.find([id])).toEqual(
			new Map([[id, expect.objectContaining({...tipOf(two), bpm: 80})]]),
		);
		expect((await ledger.locate([third.reading])).get(third.reading)).toMatchObject(tipOf(three));
		const conflict = {kind: 'conflict', tip: chain.tip};
		// One whose older attempt is there, and one that is where it always was.
		for (const reading of displaced) expect(await putAgain(reading)).toEqual(conflict);
		expect(await ledger.append(chain.tip, chain.seal([60, [80, id]]))).toEqual(conflict);
		expect(await ledger.hashesAt([chain.blocks.length])).toEqual(new Map());
		// The chain leaves the older attempt: the reading is displaced again.
		const left = await replace(1, sealAfter(one, [70, 71, 72, 73, 74, 75]));
		expect(left.displaced.map(({reading}) => reading)).toEqual([second.reading, third.reading]);
		expect(await putAgain(...left.displaced)).toMatchObject({kind: 'stored'});
	});

	it('comes again with its id alone, and is the same reading', async () => {
		const {ledger, blocks, chain, replace} = await open();
		const {displaced} = await replace(1, sealAfter(blocks[1], [90, 91, 92]));
		await chain.add([80, id]);
		expect(await ledger.listDisplaced()).toEqual(displaced.slice(1));
		expect((await ledger.locate([displaced[0]!.reading])).get(displaced[0]!.reading)).toMatchObject(
			chain.tip!,
		);
	});

	it('may be all of them: another genesis block takes the place of ours', async () => {
		const {ledger, chain, replace, putAgain} = await open();
		const {displaced, removed, version} = await replace(-1, makeChain([60, 61, 62, 63], startMs + 7));
		expect(removed).toHaveLength(4);
		expect(displaced.map(({bpm}) => bpm)).toEqual([72, 80, 65]);
		expect(await ledger.readText(0, 0, 1_000)).toBe('replaced');
		await putAgain(...displaced);
		expect(await ledger.read(version, 0, 99)).toMatchObject(chain.blocks.map(block => ({block})));
	});

	it('of another hub becomes one of ours once, when a person says so', async () => {
		const {ledger, chain, blocks, replace, putAgain} = await open();
		const [, one, two, three] = blocks;
		const theirs = sealAfter(one, [90, 91, 92]);
		const own = await replace(1, theirs);
		await replace(1, [two, three, ...sealAfter(three, [95, 96])]);
		expect(await ledger.adoptReadings(Date.now() + 60_000)).toEqual({kind: 'stored', displaced: []});
		const adopted = await ledger.adoptReadings();
		if (adopted.kind !== 'stored') throw new Error(adopted.reason);
		expect(adopted.displaced).toEqual(
			theirs.map(block => ({reading: expect.any(Number), bpm: block.bpm, ...tipOf(block)})),
		);
		expect(adopted.displaced.map(({reading}) => reading)).not.toContain(own.displaced[0]!.reading);
		expect(await ledger.adoptReadings()).toEqual(adopted);
		await putAgain(...adopted.displaced);
		expect(await ledger.adoptReadings()).toEqual({kind: 'stored', displaced: []});
		// What was replaced meanwhile is another matter; what is adopted is displaced like all that is ours.
		const again = await replace(5, sealAfter(chain.blocks[5]!, [70, 71, 72, 73]));
		expect(again.displaced.map(({reading}) => reading)).toEqual(
			adopted.displaced.map(({reading}) => reading),
		);
	});

	it('is found also below one that was adopted and whose block came back', async () => {
		const {ledger, chain, replace} = await open();
		const theirs = sealAfter(chain.blocks[3]!, [50]);
		await ledger.append(chain.tip, foreign(theirs));
		chain.blocks.push(...theirs);
		await chain.add(66);
		const both = chain.blocks.slice(4);
		await replace(3, sealAfter(chain.blocks[3]!, [90, 91, 92]));
		expect(await ledger.adoptReadings()).toMatchObject({displaced: [{bpm: 50}, {bpm: 66}]});
		await replace(3, [...both, ...sealAfter(both[1]!, [60, 61])]);
		const {displaced} = await replace(4, sealAfter(both[0]!, [90, 91, 92, 93]));
		expect(displaced).toMatchObject([{bpm: 66, ...tipOf(both[1]!)}]);
	});

	it('of another hub is not adopted when its block is back on the chain', async () => {
		const {ledger, blocks, replace} = await open();
		const [, one, two, three] = blocks;
		const theirs = sealAfter(one, [90, 91, 92]);
		await replace(1, theirs);
		await replace(1, [two, three, ...sealAfter(three, [95, 96])]);
		await replace(1, [...theirs, ...sealAfter(theirs[2]!, [60, 61])]);
		const adopted = await ledger.adoptReadings();
		if (adopted.kind !== 'stored') throw new Error(adopted.reason);
		// Ours first, in the order of their blocks.
		expect(adopted.displaced.map(({bpm}) => bpm)).toEqual([80, 65, 95, 96]);
	});
});
