import type {Block} from '../../src/core/block.ts';
import {BlockLines} from '../../src/server/block-lines.ts';
import {Hub} from '../../src/server/hub.ts';
import type {ChainChange} from '../../src/server/peers/chain-change.ts';
import {PeerLink, type PeerTransport} from '../../src/server/peers/peer-link.ts';
import {startMs} from '../support/chains.ts';
import {SimDisk} from './sim-disk.ts';
import type {WireEnd} from './sim-wire.ts';
import type {World} from './world.ts';

/** A reading of the simulation: its BPM is its name, and is used once. */
export interface SimReading {
	readonly bpm: number;
	readonly id: string | undefined;
}

/** A hub that can crash and come back, with everything that is checked about it. */
export class SimHub {
	readonly name: number;
	readonly #world: World;
	readonly #disk: SimDisk;
	readonly #skewMs: number;
	readonly #reorgLimit: number;
	readonly #links = new Set<PeerLink>();
	#process: object | null = null;
	#hub: Hub | null = null;
	#lines: BlockLines | null = null;
	/** Index of the block of every reading on its chain, by BPM. */
	readonly #places = new Map<number, number>();
	/** BPMs of readings that it has said are stored. */
	readonly acknowledged = new Set<number>();
	/** The block in which it said last that a reading is. */
	readonly told = new Map<number, number>();
	/** Readings that came with an id and have no answer yet: their sender sends them again. */
	readonly unanswered = new Map<number, SimReading>();
	/** Blocks that were replaced here. */
	replaced = 0;
	/** What must never be. */
	readonly faults: string[] = [];

	constructor(world: World, name: number, reorgLimit: number) {
		this.#world = world;
		this.name = name;
		this.#disk = new SimDisk(world);
		this.#skewMs = world.between(-2_000, 2_000);
		this.#reorgLimit = reorgLimit;
	}

	get isUp(): boolean {
		return this.#hub !== null;
	}

	get hub(): Hub {
		return this.#hub!;
	}

	get links(): ReadonlySet<PeerLink> {
		return this.#links;
	}

	async start(): Promise<void> {
		const process = {};
		this.#process = process;
		const hub = await Hub.open(this.#disk.attach(), {
			now: () => startMs + this.#world.now + this.#skewMs,
			reorgLimit: this.#reorgLimit,
			// Sometimes older blocks have to be fetched.
			recentBytes: this.#world.pick([0, 3_000, 1_000_000]),
			schedule: go => this.#world.after(0.01, () => this.#process === process && go()),
		});
		const blocks = await this.#disk.read(hub.chain.version);
		this.#hub = hub;
		this.#lines = new BlockLines(hub.reader);
		this.#places.clear();
		this.#note({from: 0, removed: [], blocks});
		hub.follow(change => this.#note(change));
		hub.watch({
			appended: () => {},
			replaced: () => {},
			moved: ({id, bpm, index}) => id !== undefined && this.told.set(bpm, index),
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
		const {bpm, id} = reading;
		const process = this.#process;
		if (id !== undefined) this.unanswered.set(bpm, reading);
		this.hub.submit({
			bpm,
			id,
			from: 'simulation',
			settle: outcome => {
				if (this.#process !== process) return;
				this.unanswered.delete(bpm);
				if (outcome.kind === 'stored') {
					this.acknowledged.add(bpm);
					if (id !== undefined) this.told.set(bpm, outcome.index);
				} else this.faults.push(`hub ${this.name} refused ${bpm}: ${outcome.reason}`);
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

	/** The block that holds a reading on its chain. */
	placeOf(bpm: number): number | undefined {
		return this.#places.get(bpm);
	}

	#note({from, removed, blocks}: ChainChange): void {
		this.replaced += removed.length;
		for (const {index, bpm} of removed) if (index > 0) this.#places.delete(bpm);
		for (const {index, bpm} of blocks) {
			if (index === 0) continue;
			const place = this.#places.get(bpm);
			if (place !== undefined)
				this.faults.push(`hub ${this.name} holds ${bpm} in block ${place} and in block ${index}`);
			this.#places.set(bpm, index);
		}
		if (blocks.length === 0 || blocks[0]!.index !== from)
			this.faults.push(`hub ${this.name}: a change without blocks`);
	}
}
