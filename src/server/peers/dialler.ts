import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {formatAddress} from '../../core/address.ts';
import {printable} from '../../core/printable.ts';
import {describeSocketError} from '../../core/socket-error.ts';
import {isLocal, type ListenAddress} from '../listen.ts';
import {prompt} from '../voice.ts';
import {DiallingHandshake, type OwnSide} from './handshake.ts';
import {PeerConnection, type PeerConnectionContext} from './peer-connection.ts';

/** What dialling waits for, in milliseconds. Tests pass small ones. */
export interface PeerTiming {
	/** The first delay before dialling again, and the longest; each is twice the one before. */
	readonly backoffMinMs: number;
	readonly backoffMaxMs: number;
	readonly connectTimeoutMs: number;
	/** For the greeting, and from there to the other hub's last word of the handshake. */
	readonly handshakeTimeoutMs: number;
	/** How long a hub that broke the rules is left alone. */
	readonly leftAloneMs: number;
}

export const peerTiming: PeerTiming = {
	backoffMinMs: 200,
	backoffMaxMs: 10_000,
	connectTimeoutMs: 10_000,
	handshakeTimeoutMs: 10_000,
	leftAloneMs: 60_000,
};

export interface DiallerOptions {
	readonly timing: PeerTiming;
	/** What to tell of ourselves at this moment. */
	readonly own: () => OwnSide;
	readonly connection: PeerConnectionContext;
	/** It is not linked, and why: a sentence. Called when the reason changes. */
	readonly onAway: (name: string, reason: string) => void;
}

/** Where the attempts to link with an address stand. */
export type Standing =
	| {readonly kind: 'connecting'}
	/** `reason` is a sentence. */
	| {readonly kind: 'waiting' | 'leftAlone'; readonly reason: string}
	| {readonly kind: 'self'}
	/** The hub there is linked by another connection, as long as that stands. */
	| {readonly kind: 'duplicate'; readonly node: string}
	| {readonly kind: 'linked'; readonly node: string};

/** Keeps one address dialled: again and again with growing delays, as long as there is no link. */
export class Dialler {
	readonly name: string;
	readonly #address: ListenAddress;
	readonly #options: DiallerOptions;
	#standing: Standing = {kind: 'connecting'};
	#failures = 0;
	#timer: NodeJS.Timeout | undefined;
	#socket: Socket | null = null;
	#isStopped = false;
	/** What was told last of why it is away. */
	#told: string | null = null;

	constructor(address: ListenAddress, options: DiallerOptions) {
		this.name = formatAddress(address.host, address.port);
		this.#address = address;
		this.#options = options;
	}

	get standing(): Standing {
		return this.#standing;
	}

	/** Dials now. */
	dial(): void {
		clearTimeout(this.#timer);
		if (this.#isStopped) return;
		void this.#attempt();
	}

	stop(): void {
		this.#isStopped = true;
		clearTimeout(this.#timer);
		if (this.#standing.kind !== 'linked') this.#socket?.destroy(new Error('stopped'));
	}

	/** The link with `node` stands. */
	linked(node: string): void {
		this.#standing = {kind: 'linked', node};
		this.#told = null;
	}

	/** The hub there is linked by another connection: dials again when `resume` is called. */
	park(node: string): void {
		clearTimeout(this.#timer);
		this.#standing = {kind: 'duplicate', node};
		this.#told = null;
	}

	/** Dials again some time later; `reason` is a sentence, and `isTold` whether the person knows it already. */
	fail(reason: string, isTold = false): void {
		this.#standing = {kind: 'waiting', reason};
		if (!isTold && this.#told !== reason) this.#options.onAway(this.name, reason);
		this.#told = reason;
		this.resume();
	}

	/** Dials again after the next delay. */
	resume(): void {
		const {backoffMinMs, backoffMaxMs} = this.#options.timing;
		const ceilingMs = Math.min(backoffMaxMs, backoffMinMs * 2 ** this.#failures);
		this.#failures = Math.min(this.#failures + 1, failuresMax);
		// Two hubs that lost each other shall not meet in the middle every time.
		this.#wait(ceilingMs * (0.5 + Math.random() / 2));
	}

	/** The next delay is the first again: the link has stood for a while. */
	forgetFailures(): void {
		this.#failures = 0;
	}

	/** The hub there broke the rules; `reason` is a sentence. */
	leaveAlone(reason: string): void {
		this.#standing = {kind: 'leftAlone', reason};
		this.#wait(this.#options.timing.leftAloneMs);
	}

	/** The address is our own; it may be somebody else's some day. */
	meetSelf(): void {
		if (this.#standing.kind !== 'self')
			this.#options.onAway(this.name, 'The address is that of this hub itself.');
		this.#standing = {kind: 'self'};
		this.#wait(this.#options.timing.leftAloneMs);
	}

	#wait(delayMs: number): void {
		clearTimeout(this.#timer);
		if (!this.#isStopped) this.#timer = setTimeout(() => this.dial(), delayMs);
	}

	async #attempt(): Promise<void> {
		const {timing, own, connection} = this.#options;
		const {host, port} = this.#address;
		const socket = connect({host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs});
		this.#socket = socket;
		// Whatever goes wrong is told by what is awaited below, or by the connection.
		socket.on('error', () => {});
		const deadline = setTimeout(
			() => socket.destroy(new Error('timeout', {cause: `${this.name} does not answer.`})),
			timing.connectTimeoutMs + timing.handshakeTimeoutMs,
		);
		try {
			await once(socket, 'connect');
			const side = own();
			const onThisMachine = isLocal(socket);
			if (!side.key && !onThisMachine) throw new Error('key', {cause: noKey});
			const refusal = await readGreeting(socket);
			if (refusal !== null) throw new Error('greeting', {cause: refusal});
			clearTimeout(deadline);
			if (this.#isStopped) socket.destroy();
			else {
				const handshake = new DiallingHandshake(side, onThisMachine);
				new PeerConnection(socket, handshake, {name: this.name, isLocal: onThisMachine}, connection);
			}
		} catch (error) {
			clearTimeout(deadline);
			socket.destroy();
			if (this.#isStopped) return;
			const {cause} = error as Error;
			this.fail(typeof cause === 'string' ? cause : sentence(describeSocketError(error, host, port)));
		}
	}
}

const lineFeed = 0x0a;
const keepAliveMs = 30_000;
/** Beyond it the delay is at its longest whatever the first one is. */
const failuresMax = 16;
const noKey =
	'It is on another machine, and this hub has no network key: give both the same one with --network-key-file.';

function sentence(reason: string): string {
	return `${reason[0]!.toUpperCase()}${reason.slice(1)}.`;
}

/**
 * Reads the greeting away; what follows it is left in the socket. Gives null, or a sentence where something else
 * comes: a hub that does not take us in says why after an LF (protocol section 2).
 */
async function readGreeting(socket: Socket): Promise<string | null> {
	const expected = Buffer.from(prompt);
	let heard = Buffer.alloc(0);
	// A socket that ends without a word leaves the loop, too.
	for await (const chunk of socket.iterator({destroyOnReturn: false})) {
		heard = Buffer.concat([heard, chunk as Buffer]);
		if (heard.length >= expected.length) break;
	}
	if (heard[0] === lineFeed) return `It says: ${printable(heard.toString().trim())}`;
	if (!heard.subarray(0, expected.length).equals(expected)) return 'What listens there is no hub.';
	if (heard.length > expected.length) socket.unshift(heard.subarray(expected.length));
	return null;
}
