import type {Block, Tip} from '../../src/core/block.ts';
import {BlockLines} from '../../src/server/block-lines.ts';
import {Hub} from '../../src/server/hub.ts';
import type {FoundEntry} from '../../src/server/ledger.ts';
import {Beginning} from '../../src/server/peers/beginning.ts';
import type {ChainChange} from '../../src/server/peers/chain-change.ts';
import {PeerLink, type PeerTransport} from '../../src/server/peers/peer-link.ts';
import {startMs} from '../support/chains.ts';
import {SimDisk} from './sim-disk.ts';
import {nameOf, type SimReading, type SimReadings} from './sim-readings.ts';
import type {WireEnd} from './sim-wire.ts';
import type {World} from './world.ts';

/** What the hubs of one simulation share. */
export interface SimHubOptions {
	readonly reorgLimit: number;
	readonly readings: SimReadings;
	/** How far a clock may be off. */
	readonly skewMs: number;
	/** The clocks go in steps of so much. */
	readonly clockStepMs: number;
}

/** A hub that can crash and come back, with everything that is checked about it. */
export class SimHub {
	readonly name: number;
	readonly #world: World;
	readonly #disk: SimDisk;
	readonly #skewMs: number;
	readonly #options: SimHubOptions;
	readonly #links = new Set<PeerLink>();
	#process: object | null = null;
	#hub: Hub | null = null;
	#lines: BlockLines | null = null;
	#beginning: Beginning | null = null;
	/** Indexes of the blocks on its chain, by BPM. */
	readonly #places = new Map<number, Set<number>>();
	/** Readings that it has taken, by name. */
	readonly taken = new Map<number, SimReading>();
	/** Those that it has said are stored. */
	readonly acknowledged = new Map<number, SimReading>();
	/** The block in which it said last that a reading with an id is. */
	readonly told = new Map<number, number>();
	/** Readings that came with an id and have no answer yet, by name: their sender sends them again. */
	readonly unanswered = new Map<number, SimReading>();
	/** Blocks that were replaced here. */
	replaced = 0;
	/** What must never be. */
	readonly faults: string[] = [];

	constructor(world: World, name: number, options: SimHubOptions) {
		this.#world = world;
		this.name = name;
		this.#disk = new SimDisk(world);
		this.#skewMs = world.between(-options.skewMs, options.skewMs);
		this.#options = options;
	}

	get isUp(): boolean {
		return this.#hub !== null;
	}

	get hub(): Hub {
		return this.#hub!;
	}

	/** Waits for those whom it is to meet, while it has only begun. */
	get beginning(): Beginning {
		return this.#beginning!;
	}

	get links(): ReadonlySet<PeerLink> {
		return this.#links;
	}

	async start(): Promise<void> {
		const process = {};
		this.#process = process;
		const hub = await Hub.open(this.#disk.attach(), {
			now: () => this.#readClock(),
			reorgLimit: this.#options.reorgLimit,
			// Sometimes older blocks have to be fetched.
			recentBytes: this.#world.pick([0, 3_000, 1_000_000]),
			schedule: go => this.#world.after(0.01, () => this.#process === process && go()),
		});
		const blocks = await this.#disk.read(hub.chain.version);
		this.#hub = hub;
		this.#lines = new BlockLines(hub.reader);
		this.#beginning = new Beginning(hub, {
			now: () => this.#world.now,
			after: (delayMs, go) => this.#world.after(delayMs, () => this.#process === process && go()),
		});
		this.#places.clear();
		this.#note({from: 0, removed: [], blocks});
		hub.follow(change => this.#note(change));
		hub.watch({
			appended: () => {},
			replaced: () => {},
			putAgain: () => {},
			moved: ({id, index}) => id !== undefined && this.told.set(nameOf(id), index),
			health: () => {},
			committed: () => {},
		});
	}

	crash(): void {
		this.told.clear();
		this.#process = null;
		this.#hub = null;
		this.#links.clear();
		this.#disk.crash();
	}

	submit(reading: SimReading): void {
		const {name, bpm, id} = reading;
		const process = this.#process;
		this.taken.set(name, reading);
		this.#options.readings.taken(reading);
		if (id !== undefined) this.unanswered.set(name, reading);
		this.hub.submit({
			bpm,
			id,
			from: 'simulation',
			settle: outcome => {
				if (this.#process !== process) return;
				this.unanswered.delete(name);
				if (outcome.kind === 'stored') {
					this.acknowledged.set(name, reading);
					if (id !== undefined) this.told.set(name, outcome.index);
				} else this.faults.push(`hub ${this.name} refused ${name}: ${outcome.reason}`);
			},
		});
	}

	/** A link over `transport`; `onEnd` when it is over. */
	link(transport: PeerTransport, onEnd: (reason: string, fault: boolean) => void): WireEnd {
		const link = new PeerLink({
			hub: this.hub,
			lines: this.#lines!,
			transport,
			now: () => this.#world.now,
			onEnd: (reason, fault) => {
				this.#links.delete(link);
				onEnd(reason, fault);
			},
			onState: () => {},
		});
		this.#links.add(link);
		const process = this.#process;
		const isAlive = (): boolean => this.#process === process;
		link.start();
		return {
			line: text => isAlive() && link.receive(text),
			writable: () => isAlive() && link.writable(),
			closed: () => isAlive() && link.lost('the connection was closed'),
		};
	}

	tick(): void {
		for (const link of [...this.#links]) link.tick();
	}

	/** Its chain as it is on the disk. */
	chain(): Promise<readonly Block[]> {
		return this.#disk.read(this.hub.chain.version);
	}

	/** The blocks that it sealed for readings and did not yield. */
	listSealed(): Promise<readonly Tip[]> {
		return this.#disk.listSealed();
	}

	/** Where the readings with these ids are on its chain, by its own account. */
	find(ids: readonly string[]): Promise<ReadonlyMap<string, FoundEntry>> {
		return this.#disk.find(ids);
	}

	/** A block with this BPM on its chain. */
	placeOf(bpm: number): number | undefined {
		const [place] = this.#places.get(bpm) ?? [];
		return place;
	}

	#readClock(): number {
		const {clockStepMs} = this.#options;
		return Math.floor((startMs + this.#world.now + this.#skewMs) / clockStepMs) * clockStepMs;
	}

	#note({from, removed, blocks}: ChainChange): void {
		this.replaced += removed.length;
		for (const {index, bpm} of removed) this.#places.get(bpm)?.delete(index);
		for (const {index, bpm} of blocks) {
			if (index === 0) continue;
			const places = this.#places.get(bpm) ?? new Set();
			this.#places.set(bpm, places.add(index));
			const count = this.#options.readings.countOf(bpm);
			if (places.size > count)
				this.faults.push(`hub ${this.name} holds ${bpm} in the blocks ${[...places]}: ${count} were read`);
		}
		if (blocks.length === 0 || blocks[0]!.index !== from)
			this.faults.push(`hub ${this.name}: a change without blocks`);
	}
}
