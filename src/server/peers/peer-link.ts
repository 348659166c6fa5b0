import type {Buffer} from 'node:buffer';
import type {ClaimRun} from '../../core/claim.ts';
import type {ForkWinner} from '../../core/fork.ts';
import {limits} from '../../core/limits.ts';
import {hubLine} from '../../core/live-message.ts';
import {type PeerMessage, parsePeerMessage, peerLine} from '../../core/peer-message.ts';
import type {BlockLines} from '../block-lines.ts';
import type {Hub} from '../hub.ts';
import {FloodGate} from './flood-gate.ts';
import {Inbox} from './inbox.ts';
import {PeerStream, type PeerTransport} from './peer-stream.ts';
import {PeerSync} from './peer-sync.ts';
import type {PeerView, Standing} from './peer-view.ts';
import {Pulse} from './pulse.ts';

export type {PeerTransport} from './peer-stream.ts';

/** How a link does. */
export interface PeerState {
	/** `syncing` until it is known where the peer's chain parts from ours; `diverged`: deeper than may be replaced. */
	readonly kind: 'syncing' | 'diverged' | Standing;
	/** Index of the peer's newest block, as far as it has told; -1 before that. */
	readonly height: number;
	/** Index of the newest block that both have; -1 when there is none, or it is not known. */
	readonly shared: number;
	/** How many blocks we have after that. */
	readonly own: number;
	/** In a fork: who seals nothing for the moment. */
	readonly waits?: ForkWinner | undefined;
	/** Of the last ping; undefined before the first was answered. */
	readonly roundTripMs: number | undefined;
}

export interface PeerLinkOptions {
	readonly hub: Hub;
	/** Shared with the sessions of the hub, so that each line is made once. */
	readonly lines: BlockLines;
	readonly transport: PeerTransport;
	/** A clock that never runs backwards, in milliseconds. */
	readonly now: () => number;
	/** Takes the peer's branch once, however many blocks it replaces: a person has said so. */
	readonly unlimited?: boolean;
	/** How the peer is called, safe to show. */
	readonly peer?: () => string;
	/** What is known of the peer's chain, or our own chain, may have changed. */
	readonly onView?: (view: PeerView, announced: number) => void;
	/** The link is over: why, in words that are safe to show, and whether the peer broke a rule. Called once. */
	readonly onEnd: (reason: string, fault: boolean) => void;
	/** `state.kind` or the round-trip time is another. */
	readonly onState: (state: PeerState) => void;
}

/** A peer that says nothing for so long is gone. */
const silenceTimeoutMs = 30_000;
/** One that does not answer does not mean to; behind a slow link question and answer stand in line for half a minute each. */
const answerTimeoutMs = 120_000;
/** What may be said to a peer while its connection takes no more; a well-behaved one gets a handful of answers. */
const unreadLinesMax = 1_000;

/**
 * A link between this hub and another after the handshake (protocol section 9): follows the peer's
 * chain, takes it where it wins, sends ours, and ends when the peer breaks a rule. It does no input or output itself:
 * lines come in by `receive`, time by `tick`, and what it says goes to the transport.
 */
export class PeerLink {
	readonly #transport: PeerTransport;
	readonly #options: PeerLinkOptions;
	readonly #sync: PeerSync;
	readonly #stream: PeerStream;
	readonly #flood: FloodGate;
	readonly #pulse: Pulse;
	readonly #inbox: Inbox;
	/** Lines since the connection took more. */
	#unreadLines = 0;
	#ended = false;
	#toldKind: PeerState['kind'] = 'syncing';

	constructor(options: PeerLinkOptions) {
		const {hub, lines, now} = options;
		const transport: PeerTransport = {
			send: data => this.#say(data),
			pause: () => options.transport.pause(),
			resume: () => options.transport.resume(),
			end: () => options.transport.end(),
		};
		this.#options = options;
		this.#transport = transport;
		this.#flood = new FloodGate(now);
		this.#pulse = new Pulse(now, t => transport.send(peerLine.ping(t)));
		this.#sync = new PeerSync(
			{...options, transport},
			{
				fault: reason => this.#fail(reason),
				end: reason => this.end(reason),
				wasted: blocks => this.#onWaste(blocks),
				settled: () => this.#settled(),
			},
		);
		this.#stream = new PeerStream(hub, lines, transport, () => this.#sync.view);
		this.#inbox = new Inbox(
			line => this.#read(line),
			() => this.#ended || this.#sync.isFull,
			pauses => this.#pause(pauses),
		);
	}

	/** Asks for the peer's chain. */
	start(): void {
		void this.#sync.ask();
	}

	get state(): PeerState {
		const {standing, view} = this.#sync;
		const kind = this.#stream.isStopped ? 'diverged' : standing;
		const {height = -1, shared = -1, depth: own = 0} = view ?? {};
		const waits = kind === 'conflict' ? this.#sync.waits : undefined;
		return {kind, height, shared, own, waits, roundTripMs: this.#pulse.roundTripMs};
	}

	/** Takes a line of the peer, without its LF. */
	receive(line: string): void {
		if (this.#ended) return;
		this.#pulse.heard();
		this.#inbox.add(line);
	}

	/** The connection takes more after it did not. */
	writable(): void {
		this.#unreadLines = 0;
		this.#stream.writable();
	}

	/** To be called a few times a second. */
	tick(): void {
		if (this.#ended) return;
		if (!this.#inbox.isPaused && this.#pulse.silentMs > silenceTimeoutMs) {
			this.end('it has not said anything for 30 s');
			return;
		}
		if (!this.#sync.tick(answerTimeoutMs)) {
			this.#fail('it does not send the chain that it announced');
			return;
		}
		this.#pulse.tick();
	}

	/** A person has accepted the peer's branch, however many blocks it replaces. */
	acceptBranch(): void {
		this.#sync.acceptBranch();
	}

	/** Says why, and closes. */
	end(reason: string): void {
		this.#end(reason, false);
	}

	/** The connection is gone. */
	lost(reason: string): void {
		this.#close(reason, false);
	}

	#fail(reason: string): void {
		this.#end(reason, true);
	}

	#end(reason: string, fault: boolean): void {
		if (this.#ended) return;
		this.#options.transport.send(hubLine.bye(reason));
		this.#transport.end();
		this.#close(reason, fault);
	}

	#close(reason: string, fault: boolean): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#sync.end();
		this.#stream.end();
		this.#options.onEnd(reason, fault);
	}

	/** Blocks wait for room; answers do not, so a peer that only asks must not fill our memory with them. */
	#say(data: string | Buffer): boolean {
		const takesMore = this.#options.transport.send(data);
		this.#unreadLines = takesMore ? 0 : this.#unreadLines + 1;
		if (this.#unreadLines > unreadLinesMax) this.#fail('it asks, and does not take the answers');
		return takesMore;
	}

	#pause(pauses: boolean): void {
		if (this.#ended) return;
		if (pauses) {
			this.#transport.pause();
			return;
		}
		// What it says from now on counts; it could not be heard before.
		this.#pulse.heard();
		this.#transport.resume();
	}

	/** Gives a promise when the next line has to wait. */
	#read(line: string): Promise<void> | null {
		if (line.length > limits.hubLineBytesMax) {
			this.#fail(`a line is longer than ${limits.hubLineBytesMax} bytes`);
			return null;
		}
		const parsed = parsePeerMessage(line, this.#sync.tip);
		if (!parsed.ok) {
			this.#fail(parsed.reason);
			return null;
		}
		const {message} = parsed;
		if (!this.#passes(message)) {
			this.#fail('it floods this hub with messages');
			return null;
		}
		return this.#onMessage(message);
	}

	#passes(message: PeerMessage): boolean {
		if (message.kind === 'claims') return this.#flood.passesClaims(message.claims.length);
		return message.kind === 'blocks' || this.#flood.passesMessage();
	}

	#onMessage(message: PeerMessage): Promise<void> | null {
		switch (message.kind) {
			case 'blocks':
				return this.#sync.blocks(message.blocks, message.after);
			case 'rollback':
				this.#sync.rollback(message.from);
				return null;
			case 'have':
				return this.#sync.have(message.tip);
			case 'want':
				return this.#stream.answer(message.from, message.claims);
			case 'from':
				return this.#sync.from(message.index, message.height);
			case 'enough':
				this.#stream.stop();
				this.#settled();
				return null;
			case 'claims':
				return this.#onClaims(message.claims);
			case 'ping':
				this.#transport.send(peerLine.pong(message.t));
				return null;
			case 'pong':
				if (this.#pulse.answered(message.t)) this.#options.onState(this.state);
				return null;
			case 'bye':
				this.#close(`it said: ${message.reason}`, false);
				return null;
			case 'unknown':
				return null;
		}
	}

	#onClaims(claims: readonly ClaimRun[]): Promise<void> | null {
		this.#sync.claimed();
		const yielded = this.#stream.claims.take(claims, this.#sync.view);
		if (typeof yielded !== 'number') return yielded.then(count => this.#onYield(count));
		this.#onYield(yielded);
		return null;
	}

	#onYield(blocks: number): void {
		if (!this.#flood.passesYield(blocks)) this.#fail('it claims too many blocks that were sealed here');
	}

	#onWaste(blocks: number): void {
		if (!this.#flood.passesWaste(blocks)) this.#fail('it sends blocks that come to nothing');
	}

	#settled(): void {
		if (this.#ended) return;
		this.#stream.pump();
		const {view} = this.#sync;
		if (view) this.#options.onView?.(view, this.#stream.announced);
		const {kind} = this.state;
		if (kind !== this.#toldKind) {
			this.#toldKind = kind;
			this.#options.onState(this.state);
		}
		void this.#inbox.work();
	}
}
