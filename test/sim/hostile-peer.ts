import {type Block, formatBlock} from '../../src/core/block.ts';
import {hubLine} from '../../src/core/live-message.ts';
import {parsePeerMessage, peerLine} from '../../src/core/peer-message.ts';
import {sealBlock, sealGenesis} from '../../src/core/seal.ts';
import type {PeerTransport} from '../../src/server/peers/peer-link.ts';
import {startMs} from '../support/chains.ts';
import type {SimHub} from './sim-hub.ts';
import {hostileBpmMin} from './sim-readings.ts';
import {SimWire, type WireEnd} from './sim-wire.ts';
import type {World} from './world.ts';

/** What a hostile peer does. */
const deeds = [
	'invalidEnd',
	'rollbacks',
	'genesis',
	'silent',
	'announces',
	'lower',
	'claims',
	'garbage',
] as const;
export type Deed = (typeof deeds)[number];

/** A peer that knows the network's key and breaks its rules. It comes again whenever it is sent away. */
export class HostilePeer {
	readonly #world: World;
	readonly #target: SimHub;
	readonly #deed: Deed;
	#stopped = true;
	#close: () => void = () => {};
	#bpm = hostileBpmMin;
	/** How often it was sent away for breaking a rule. */
	blamed = 0;

	constructor(world: World, target: SimHub, deed: Deed = world.pick(deeds)) {
		this.#world = world;
		this.#target = target;
		this.#deed = deed;
	}

	begin(): void {
		this.#stopped = false;
		this.#connect();
	}

	stop(): void {
		this.#stopped = true;
		this.#close();
	}

	#connect(): void {
		if (this.#stopped || !this.#target.isUp) return;
		const wire = new SimWire(this.#world, this.#world.between(0.1, 50), 1_000);
		const session = new HostileSession(this.#world, wire.transport(1), this.#deed, () => this.#bpm++);
		const end = this.#target.link(wire.transport(0), (_reason, fault) => {
			session.closed();
			if (fault) this.blamed++;
			this.#world.after(this.#world.between(200, 2_000), () => this.#connect());
		});
		wire.attach(0, end);
		wire.attach(1, session);
		this.#close = () => {
			wire.cut();
			end.closed();
		};
		session.begin();
	}
}

class HostileSession implements WireEnd {
	readonly #world: World;
	readonly #transport: PeerTransport;
	readonly #deed: Deed;
	readonly #nextBpm: () => number;
	/** The hub's chain, as far as it has come. */
	readonly #chain: Block[] = [];
	/** What the hub has been sent. */
	#sent: Block[] = [];
	#isAsked = false;
	#over = false;

	constructor(world: World, transport: PeerTransport, deed: Deed, nextBpm: () => number) {
		this.#nextBpm = nextBpm;
		this.#world = world;
		this.#transport = transport;
		this.#deed = deed;
	}

	begin(): void {
		this.#transport.send(peerLine.want([[0, '0'.repeat(64)]]));
		this.#again();
	}

	line(text: string): void {
		const parsed = parsePeerMessage(text);
		if (!parsed.ok) return;
		const {message} = parsed;
		if (message.kind === 'blocks') this.#chain.push(...message.blocks);
		else if (message.kind === 'rollback') this.#chain.length = Math.min(this.#chain.length, message.from);
		else if (message.kind === 'want') this.#isAsked = true;
		// It needs the hub's chain to build on.
		if (this.#isAsked && this.#chain.length > 0) this.#answer();
	}

	writable(): void {}

	closed(): void {
		this.#over = true;
	}

	#again(): void {
		this.#world.after(this.#world.between(20, 200), () => {
			if (this.#over) return;
			this.#act();
			this.#again();
		});
	}

	#answer(): void {
		this.#isAsked = false;
		if (this.#deed === 'silent') return;
		const isOther = this.#deed === 'genesis';
		const height = this.#deed === 'announces' ? 1_000_000 : this.#chain.length;
		this.#transport.send(peerLine.from(isOther ? 0 : 1, Math.max(1, height)));
		this.#sent = isOther ? [] : this.#chain.slice(0, 1);
		if (isOther) this.#send([sealGenesis(startMs)]);
	}

	#act(): void {
		const {length} = this.#sent;
		// Nothing has been asked for yet.
		if (length === 0 && /invalidEnd|rollbacks|lower|genesis/.test(this.#deed)) return;
		switch (this.#deed) {
			case 'invalidEnd':
				this.#follow();
				this.#grow(this.#world.whole(1, 400));
				this.#send([{...sealBlock(this.#sent.at(-1)!, 1, startMs), bpm: 2}]);
				return;
			case 'rollbacks':
				this.#follow();
				this.#rollback(Math.max(1, length - this.#world.whole(0, 8)));
				this.#grow(this.#world.whole(0, 12));
				return;
			case 'lower':
				// Holds back sealing as long as it can: a shorter branch, again and again.
				this.#follow();
				this.#rollback(Math.max(1, length - 3));
				this.#grow(1);
				return;
			case 'genesis':
				this.#grow(this.#world.whole(1, 20));
				return;
			case 'announces':
				this.#transport.send(peerLine.have({index: this.#world.whole(1, 50), hash: 'a'.repeat(64)}));
				return;
			case 'claims':
				// An id that is higher than any takes nothing from anybody.
				this.#claim(this.#chain.slice(-this.#world.whole(1, 20)));
				return;
			case 'garbage':
				this.#transport.send(this.#world.pick(['garbage\n', '{"blocks":[{}]}\n', '{"from":{"index":-1}}\n']));
				return;
			case 'silent':
				// It is there, but never answers.
				this.#transport.send(peerLine.ping(1));
				return;
		}
	}

	#claim(blocks: readonly Block[]): void {
		const runs = blocks.map(({index, hash}) => ({
			index,
			hash,
			by: 'z'.repeat(16),
			count: this.#world.whole(1, 9),
		}));
		this.#transport.send(peerLine.claims(runs.filter(({index, count}) => count <= index)));
	}

	/** Sends what the hub itself has. */
	#follow(): void {
		const {length} = this.#sent;
		if (this.#chain[length - 1]?.hash === this.#sent.at(-1)!.hash) this.#send(this.#chain.slice(length));
	}

	#rollback(from: number): void {
		if (from >= this.#sent.length) return;
		this.#sent.length = from;
		this.#transport.send(hubLine.rollback(from));
	}

	#grow(count: number): void {
		let parent = this.#sent.at(-1);
		if (!parent) return;
		const blocks: Block[] = [];
		for (let i = 0; i < count; i++) {
			parent = sealBlock(parent, this.#nextBpm(), startMs + this.#world.now);
			blocks.push(parent);
		}
		this.#send(blocks);
	}

	#send(blocks: readonly Block[]): void {
		for (let at = 0; at < blocks.length; at += 100)
			this.#transport.send(
				`{"blocks":[${blocks
					.slice(at, at + 100)
					.map(formatBlock)
					.join(',')}]}\n`,
			);
		this.#sent.push(...blocks);
	}
}
