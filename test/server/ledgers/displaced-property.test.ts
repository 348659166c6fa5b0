/** Nothing lost, nothing twice: every ledger against a naive model, over random histories. */
import fc from 'fast-check';
import {expect, it} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import {sealBlock, sealGenesis} from '../../../src/core/seal.ts';
import type {DisplacedReading, Entry, Ledger, LedgerChange} from '../../../src/server/ledger.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {createSqliteLedger} from '../../../src/server/ledgers/sqlite.ts';
import {startMs} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {foreign, textOf, tipOf} from './support/ledgers.ts';

type Step =
	/** Own readings, every second one with an id, after so many displaced ones that are put again. */
	| {readonly kind: 'append'; readonly count: number; readonly again: number}
	| {readonly kind: 'foreign'; readonly count: number}
	/** Leaves the chain so many blocks below its tip for a new branch. */
	| {readonly kind: 'replace'; readonly depth: number; readonly count: number}
	/** Goes back to a chain that stood here, with new blocks on top of it. */
	| {readonly kind: 'goBack'; readonly to: number; readonly count: number}
	/** Tries to put readings again that are on the chain, or to store an id twice. */
	| {readonly kind: 'repeat'; readonly which: number}
	| {readonly kind: 'adopt'}
	| {readonly kind: 'reopen'};

const small = fc.integer({min: 1, max: 4});
const steps = fc.array(
	fc.oneof(
		{weight: 4, arbitrary: fc.record({kind: fc.constant('append' as const), count: small, again: fc.nat(3)})},
		{weight: 1, arbitrary: fc.record({kind: fc.constant('foreign' as const), count: small})},
		{
			weight: 3,
			arbitrary: fc.record({kind: fc.constant('replace' as const), depth: fc.nat(9), count: small}),
		},
		{weight: 3, arbitrary: fc.record({kind: fc.constant('goBack' as const), to: fc.nat(), count: small})},
		{weight: 1, arbitrary: fc.record({kind: fc.constant('repeat' as const), which: fc.nat()})},
		{weight: 1, arbitrary: fc.constant({kind: 'adopt' as const})},
		{weight: 1, arbitrary: fc.constant({kind: 'reopen' as const})},
	),
	{minLength: 5, maxLength: 40},
);

/** A reading as the model knows it: by the hashes of all blocks that it was ever put into. */
interface Known {
	readonly id: string | undefined;
	readonly bpm: number;
	readonly attempts: Block[];
	/** Its key in the ledger, once it was told. */
	reading?: number;
}

/** The same history in a ledger and in lists that are searched from end to end. */
class History {
	#ledger: Ledger;
	readonly #reopen: (ledger: Ledger) => Promise<Ledger>;
	#chain: Block[] = [];
	readonly #pasts: (readonly Block[])[] = [];
	readonly #known: Known[] = [];
	/** Blocks of other hubs that left the chain. */
	readonly #left = new Set<Block>();
	#newest: LedgerChange | undefined;
	#clock = startMs;

	constructor(ledger: Ledger, reopen: (ledger: Ledger) => Promise<Ledger>) {
		this.#ledger = ledger;
		this.#reopen = reopen;
		this.#watch();
	}

	async run(history: readonly Step[]): Promise<void> {
		await this.#store([{block: sealGenesis(this.#clock)}]);
		for (const step of history) {
			await this.#take(step);
			await this.#compare();
		}
		await this.#ledger.close();
	}

	async #take(step: Step): Promise<void> {
		switch (step.kind) {
			case 'append':
				return this.#append(step.count, step.again);
			case 'foreign':
				return this.#store(foreign(this.#seal(this.#chain, step.count)));
			case 'replace': {
				const kept = this.#chain.slice(0, Math.max(0, this.#chain.length - 1 - step.depth));
				return this.#replace([...kept, ...this.#seal(kept, step.depth + step.count)]);
			}
			case 'goBack': {
				const past = this.#pasts[step.to % Math.max(1, this.#pasts.length)] ?? this.#chain;
				const more = Math.max(0, this.#chain.length - past.length);
				return this.#replace([...past, ...this.#seal(past, more + step.count)]);
			}
			case 'repeat':
				return this.#repeat(step.which);
			case 'adopt':
				return this.#adopt();
			case 'reopen': {
				this.#ledger = await this.#reopen(this.#ledger);
				const {displaced} = await this.#ledger.open();
				this.#watch();
				this.#expect(displaced, this.#displaced());
			}
		}
	}

	#watch(): void {
		this.#ledger.watch(change => {
			this.#newest = change;
		});
	}

	/** New blocks, none like another. */
	#seal(chain: readonly Block[], count: number, bpms: readonly number[] = []): Block[] {
		const blocks: Block[] = [];
		for (let at = 0; at < count; at++) {
			this.#clock += 1_000;
			const parent = blocks.at(-1) ?? chain.at(-1);
			blocks.push(
				parent ? sealBlock(parent, bpms[at] ?? 60 + (at % 40), this.#clock) : sealGenesis(this.#clock),
			);
		}
		return blocks;
	}

	async #append(count: number, again: number): Promise<void> {
		const displaced = this.#displaced().slice(0, again);
		const ids = Array.from({length: count}, (_, at) =>
			at % 2 ? undefined : `id-of-reading-${String(this.#known.length + at).padStart(8, '0')}`,
		);
		const bpms = [...displaced.map(({bpm}) => bpm), ...ids.map((_, at) => 70 + at)];
		const blocks = this.#seal(this.#chain, bpms.length, bpms);
		for (const [at, known] of displaced.entries()) known.attempts.push(blocks[at]!);
		const fresh = blocks.slice(displaced.length);
		for (const [at, block] of fresh.entries())
			this.#known.push({id: ids[at], bpm: block.bpm, attempts: [block]});
		await this.#store(
			blocks.map((block, at): Entry => {
				if (at < displaced.length) return {block, reading: displaced[at]!.reading!};
				const id = ids[at - displaced.length];
				return id === undefined ? {block} : {block, id};
			}),
		);
	}

	async #store(entries: readonly Entry[]): Promise<void> {
		const write = await this.#ledger.append(this.#tip, entries);
		expect(write).toEqual({kind: 'stored', tip: tipOf(entries.at(-1)!.block)});
		this.#chain = [...this.#chain, ...entries.map(({block}) => block)];
	}

	async #replace(chain: readonly Block[]): Promise<void> {
		const shared = chain.findIndex((block, index) => block.hash !== this.#chain[index]?.hash);
		const removed = this.#chain.slice(shared);
		// It only goes on from what is here.
		if (removed.length === 0) return this.#store(foreign(chain.slice(shared)));
		const before = this.#displaced();
		const write = await this.#ledger.replaceFrom(this.#tip!, shared, foreign(chain.slice(shared)));
		expect(write.kind).toBe('stored');
		for (const block of removed) if (block.index > 0) this.#left.add(block);
		this.#pasts.push(this.#chain);
		this.#chain = [...chain];
		if (this.#newest?.kind !== 'replaced') throw new Error('it was not reported');
		expect(this.#newest).toMatchObject({from: shared, removed, withheld: []});
		const stoodAt = (known: Known): number => removed.findIndex(block => known.attempts.includes(block));
		const lost = this.#displaced().filter(known => !before.includes(known));
		this.#expect(
			this.#newest.displaced,
			lost.sort((a, b) => stoodAt(a) - stoodAt(b)),
		);
	}

	async #repeat(which: number): Promise<void> {
		const onChain = this.#known.filter(
			known => (known.reading ?? known.id) !== undefined && !this.#displaced().includes(known),
		);
		const known = onChain[which % Math.max(1, onChain.length)];
		if (!known) return;
		const {id, reading, bpm} = known;
		const [first, second] = this.#seal(this.#chain, 2, [99, bpm]) as [Block, Block];
		const key = reading === undefined ? {id: id!} : {reading};
		const write = await this.#ledger.append(this.#tip, [{block: first}, {block: second, ...key}]);
		expect(write).toEqual({kind: 'conflict', tip: this.#tip});
	}

	async #adopt(): Promise<void> {
		const stands = new Set(this.#chain);
		for (const block of this.#left) {
			const isKnown = this.#known.some(({attempts}) => attempts.includes(block));
			if (isKnown || stands.has(block)) continue;
			this.#known.push({id: undefined, bpm: block.bpm, attempts: [block]});
		}
		const adopted = await this.#ledger.adoptReadings();
		if (adopted.kind !== 'stored') throw new Error(adopted.reason);
		this.#expect(adopted.displaced, this.#displaced());
	}

	/** In the order in which they stood, the newest attempt decides. */
	#displaced(): Known[] {
		const stands = new Set(this.#chain);
		return this.#known
			.filter(({attempts}) => !attempts.some(block => stands.has(block)))
			.sort((a, b) => a.attempts.at(-1)!.index - b.attempts.at(-1)!.index);
	}

	get #tip() {
		const newest = this.#chain.at(-1);
		return newest ? tipOf(newest) : null;
	}

	/** Keys are the ledger's own: what must be the same are the readings and, below them, the blocks. */
	#expect(displaced: readonly DisplacedReading[], known: readonly Known[]): void {
		const describe = ({id, bpm, attempts}: Known) => ({
			...(id === undefined ? {} : {id}),
			bpm,
			...tipOf(attempts.at(-1)!),
		});
		const byHash = new Map(known.map(each => [each.attempts.at(-1)!.hash, each]));
		for (const {reading, hash} of displaced) {
			const each = byHash.get(hash);
			if (!each) continue;
			each.reading ??= reading;
			expect(each.reading).toBe(reading);
		}
		const told = displaced.map(({reading: _, ...rest}) => rest);
		// Of two that stood at the same place on different chains, either may be first.
		expect(told.map(({index}) => index)).toEqual(known.map(({attempts}) => attempts.at(-1)!.index));
		expect(new Set(told.map(each => JSON.stringify(each)))).toEqual(
			new Set(known.map(each => JSON.stringify(describe(each)))),
		);
	}

	async #compare(): Promise<void> {
		this.#expect(await this.#ledger.listDisplaced(), this.#displaced());
		const ids = this.#known.flatMap(({id}) => id ?? []);
		const found = await this.#ledger.find(ids);
		const readings = this.#known.flatMap(({reading}) => reading ?? []);
		const located = await this.#ledger.locate(readings);
		const stands = new Set(this.#chain);
		for (const {id, reading, attempts} of this.#known) {
			const blocks = attempts.filter(block => stands.has(block));
			// Nothing twice.
			expect(blocks.length).toBeLessThanOrEqual(1);
			const [block] = blocks;
			if (id !== undefined) expect(found.get(id)?.hash).toBe(block?.hash);
			if (reading !== undefined) expect(located.get(reading)?.hash).toBe(block?.hash);
		}
		const range = await this.#ledger.readText(this.#pasts.length, 0, 1_000_000);
		expect(range).toMatchObject({bytes: Buffer.from(textOf(this.#chain)), to: this.#chain.length});
	}
}

it('in memory it is the same as in the model', async () => {
	const property = fc.asyncProperty(steps, history =>
		new History(createMemoryLedger({replaceable: true}), async ledger => ledger).run(history),
	);
	await fc.assert(property, {seed: 6, numRuns: 500});
}, 60_000);

it('in SQLite it is the same as in the model', async () => {
	const property = fc.asyncProperty(steps, async history => {
		const make = (folder: string): Ledger => createSqliteLedger({folder, replaceable: true});
		const folder = makeFolder('ledger');
		const reopen = async (ledger: Ledger): Promise<Ledger> => {
			await ledger.close();
			return make(folder);
		};
		const ledger = make(folder);
		await ledger.open();
		await new History(ledger, reopen).run(history);
	});
	await fc.assert(property, {seed: 6, numRuns: 30});
}, 120_000);
