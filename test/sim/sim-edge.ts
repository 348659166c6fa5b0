import type {SimHub} from './sim-hub.ts';
import {SimWire, type WireEnd} from './sim-wire.ts';
import type {World} from './world.ts';

/** A connection as it is now: its ends may learn at different times that it is over. */
interface Connection {
	readonly wire: SimWire;
	readonly ends: readonly [WireEnd, WireEnd];
	open: number;
}

/** Two hubs of which one dials the other, for as long as the network lets it. */
export class SimEdge {
	/** The one that dials first. */
	readonly hubs: readonly [SimHub, SimHub];
	readonly #world: World;
	readonly #delayMs: number;
	readonly #bytesPerMs: number;
	readonly #faults: string[];
	#allowed = true;
	#dialling = false;
	#connection: Connection | null = null;

	constructor(
		world: World,
		hubs: readonly [SimHub, SimHub],
		delayMs: number,
		bytesPerMs: number,
		faults: string[],
	) {
		this.#world = world;
		this.hubs = hubs;
		this.#delayMs = delayMs;
		this.#bytesPerMs = bytesPerMs;
		this.#faults = faults;
	}

	get name(): string {
		return this.hubs.map(({name}) => name).join('-');
	}

	/** Connects soon, and again whenever the connection is lost. */
	dial(): void {
		if (this.#dialling || this.#connection) return;
		this.#dialling = true;
		// Connecting and the handshake take a round trip and a half.
		const startsMs = this.#world.between(0, 200);
		this.#world.after(startsMs + 2 * this.#delayMs, () => this.#meet(true));
		this.#world.after(startsMs + 3 * this.#delayMs, () => {
			this.#dialling = false;
			if (this.#allowed && !this.#connection && this.hubs.every(hub => hub.isUp)) this.#connect();
			this.#meet(false);
		});
	}

	/** The dialled hub learns that the other wants to meet it, or they have met. */
	#meet(isUnderWay: boolean): void {
		const [dialling, dialled] = this.hubs;
		if (dialled.isUp && (!isUnderWay || this.#allowed)) dialled.beginning.meets(this, isUnderWay);
		if (dialling.isUp && this.#connection) dialling.beginning.met(this.name);
	}

	/** Nothing passes any more, also of what is on its way. */
	forbid(): void {
		this.#allowed = false;
		this.#lose();
	}

	allow(): void {
		this.#allowed = true;
		this.dial();
	}

	/** The connection breaks off; it may come again. */
	cut(): void {
		this.#lose();
		this.dial();
	}

	#connect(): void {
		const wire = new SimWire(this.#world, this.#delayMs, this.#bytesPerMs);
		const end = (side: 0 | 1): WireEnd =>
			this.hubs[side].link(wire.transport(side), (reason, fault) =>
				this.#ended(connection, side, reason, fault),
			);
		const connection: Connection = {wire, ends: [end(0), end(1)], open: 2};
		this.#connection = connection;
		for (const side of [0, 1] as const) wire.attach(side, connection.ends[side]);
	}

	#ended(connection: Connection, side: 0 | 1, reason: string, fault: boolean): void {
		if (fault)
			this.#faults.push(`hub ${this.hubs[side].name} blames hub ${this.hubs[1 - side]!.name}: ${reason}`);
		if (--connection.open > 0 || this.#connection !== connection) return;
		this.#connection = null;
		if (this.#allowed) this.dial();
	}

	/** One end learns of it at once, the other one later, or only by the silence. */
	#lose(): void {
		const connection = this.#connection;
		if (!connection) return;
		this.#connection = null;
		connection.wire.cut();
		for (const end of connection.ends) {
			if (this.#world.chance(0.9)) this.#world.after(this.#world.between(0, 500), () => end.closed());
		}
	}
}
