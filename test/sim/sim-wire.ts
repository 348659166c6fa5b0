import type {PeerTransport} from '../../src/server/peers/peer-link.ts';
import type {World} from './world.ts';

/** What a wire brings to one of its ends. */
export interface WireEnd {
	line(text: string): void;
	writable(): void;
	/** Nothing comes any more. */
	closed(): void;
}

/** Bytes on their way in one direction before the sender has to wait. */
const windowBytes = 128 * 1024;

/** One direction of a connection: in order, late, and as slow as its bandwidth. */
class Lane {
	readonly #world: World;
	readonly #delayMs: number;
	readonly #bytesPerMs: number;
	readonly #to: () => WireEnd;
	#lines: string[] = [];
	#bytes = 0;
	#freeAtMs = 0;
	#paused = false;
	#full = false;
	#closing = false;
	#cut = false;
	/** Tells the sender that there is room again. */
	onRoom: () => void = () => {};

	constructor(world: World, delayMs: number, bytesPerMs: number, to: () => WireEnd) {
		this.#world = world;
		this.#delayMs = delayMs;
		this.#bytesPerMs = bytesPerMs;
		this.#to = to;
	}

	send(text: string): boolean {
		if (this.#cut || this.#closing) return true;
		this.#bytes += text.length;
		this.#freeAtMs = Math.max(this.#freeAtMs, this.#world.now) + text.length / this.#bytesPerMs;
		this.#world.after(this.#freeAtMs - this.#world.now + this.#delayMs, () => this.#arrive(text));
		if (this.#bytes > windowBytes) this.#full = true;
		return !this.#full;
	}

	end(): void {
		if (this.#closing) return;
		this.#closing = true;
		const leftMs = Math.max(0, this.#freeAtMs - this.#world.now);
		this.#world.after(leftMs + this.#delayMs, () => this.#cut || this.#to().closed());
	}

	/** What is on its way is lost, also the rest of a line of which some has come. */
	cut(): void {
		this.#cut = true;
		this.#lines = [];
	}

	pause(pauses: boolean): void {
		this.#paused = pauses;
		if (!pauses) this.#deliver();
	}

	#arrive(text: string): void {
		if (this.#cut) return;
		this.#lines.push(text);
		this.#deliver();
	}

	#deliver(): void {
		while (!this.#paused && !this.#cut && this.#lines.length > 0) {
			const text = this.#lines.shift()!;
			this.#bytes -= text.length;
			for (const line of text.split('\n').slice(0, -1)) this.#to().line(line);
			if (this.#full && this.#bytes <= windowBytes / 2) {
				this.#full = false;
				this.onRoom();
			}
		}
	}
}

/** A connection between two ends, made when both are given. */
export class SimWire {
	readonly #lanes: readonly [Lane, Lane];
	readonly #ends: (WireEnd | null)[] = [null, null];

	constructor(world: World, delayMs: number, bytesPerMs: number) {
		const lane = (to: 0 | 1): Lane => new Lane(world, delayMs, bytesPerMs, () => this.#ends[to]!);
		this.#lanes = [lane(1), lane(0)];
	}

	/** What end 0 or 1 writes to and reads from. */
	transport(side: 0 | 1): PeerTransport {
		const out = this.#lanes[side]!;
		const back = this.#lanes[1 - side]!;
		return {
			send: data => out.send(data.toString()),
			pause: () => back.pause(true),
			resume: () => back.pause(false),
			end: () => out.end(),
		};
	}

	attach(side: 0 | 1, end: WireEnd): void {
		this.#ends[side] = end;
		this.#lanes[side]!.onRoom = () => end.writable();
	}

	/** Breaks off in the middle of whatever is on its way. */
	cut(): void {
		for (const lane of this.#lanes) lane.cut();
	}
}
