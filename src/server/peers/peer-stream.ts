import type {Buffer} from 'node:buffer';
import {hubLine} from '../../core/live-message.ts';
import type {Locator} from '../../core/locator.ts';
import {peerLine} from '../../core/peer-message.ts';
import type {BlockLine, BlockLines} from '../block-lines.ts';
import type {Hub} from '../hub.ts';
import {PeerClaims} from './peer-claims.ts';
import type {PeerView} from './peer-view.ts';

/** The connection under a link: where its lines go. */
export interface PeerTransport {
	/** Sends lines, each with its LF. False: it takes no more; `PeerLink.writable` tells when it does. */
	send(data: string | Buffer): boolean;
	/** Reads nothing more for the time being. */
	pause(): void;
	resume(): void;
	/** Closes when everything sent has left. */
	end(): void;
}

/** Where the peer stands in our chain text. */
interface Cursor {
	version: number;
	next: number;
	/** The line that begins with block `next`, fetched from the ledger. */
	loaded: BlockLine | null;
}

/**
 * Our chain on its way to a peer, from where it wanted it and then for as long as the link lives. It is a place
 * in the chain text, so a slow peer costs an offset. What the peer has sent us itself it is only told that we have.
 */
export class PeerStream {
	readonly #hub: Hub;
	readonly #lines: BlockLines;
	readonly #transport: PeerTransport;
	readonly #view: () => PeerView | null;
	/** The claims to the blocks that go over this link. */
	readonly claims: PeerClaims;
	#cursor: Cursor | null = null;
	#announced = -1;
	#blocked = false;
	#loading = false;
	#hasEnough = false;
	#ended = false;

	/** `view` gives what is known of the peer's chain, null while nothing is. */
	constructor(hub: Hub, lines: BlockLines, transport: PeerTransport, view: () => PeerView | null) {
		this.#hub = hub;
		this.#lines = lines;
		this.#transport = transport;
		this.#view = view;
		this.claims = new PeerClaims(hub, () => this.pump());
	}

	/** Whether the peer does not follow our branch, and has not come to share it since. */
	get isStopped(): boolean {
		return this.#hasEnough;
	}

	/** Index of our newest block when the peer was last told where our chain begins for it; -1: not yet. */
	get announced(): number {
		return this.#announced;
	}

	/** Sends the chain from the newest block of the locator on that it has; with the claims to those before it. */
	async answer(from: Locator, withClaims: boolean): Promise<void> {
		const {chain, reader} = this.#hub;
		const {version} = chain;
		this.#cursor = null;
		const wanted = (await reader.highestShared(from)) + 1;
		const claims = withClaims ? await this.claims.linesBelow(wanted) : '';
		if (this.#ended) return;
		// What was replaced meanwhile is not shared any more.
		const next = Math.min(wanted, chain.length, chain.changedSince(version));
		this.#hasEnough = false;
		this.#cursor = {version: chain.version, next, loaded: null};
		this.#announced = chain.length - 1;
		this.#send(peerLine.from(next, this.#announced));
		this.#send(claims);
		this.pump();
	}

	/** The peer does not follow our branch: it is only told when our chain has become a part of its own. */
	stop(): void {
		this.#cursor = null;
		this.#hasEnough = true;
	}

	/** The connection takes more. */
	writable(): void {
		this.#blocked = false;
		this.pump();
	}

	end(): void {
		this.#ended = true;
		this.claims.end();
		this.#cursor = null;
		this.#hasEnough = false;
	}

	/** Sends what there is to send, as far as the connection takes it. */
	pump(): void {
		if (this.#hasEnough) this.#resume();
		while (this.#cursor && !this.#blocked && !this.#loading && this.#step(this.#cursor));
		if (!this.#blocked && !this.#ended) this.#send(this.claims.takeNews());
	}

	#resume(): void {
		const {chain} = this.#hub;
		if (this.#view()?.shared !== chain.length - 1) return;
		this.#hasEnough = false;
		this.#cursor = {version: chain.version, next: 0, loaded: null};
	}

	/** Sends one line. False when there is nothing more to send, or it has to be fetched. */
	#step(cursor: Cursor): boolean {
		const {chain} = this.#hub;
		const changedFrom = this.#rewind(cursor);
		if (this.#skip(cursor)) return true;
		if (changedFrom !== null) {
			this.#send(hubLine.rollback(changedFrom));
			return true;
		}
		if (cursor.next >= chain.length) return false;
		const line = cursor.loaded ?? this.#lines.from(cursor.next);
		cursor.loaded = null;
		if (!line) {
			this.#load(cursor);
			return false;
		}
		const from = cursor.next;
		cursor.next = line.to;
		this.#send(line.bytes);
		this.#send(this.claims.linesOf(from, line));
		return true;
	}

	/** Goes back to the first block that was replaced since the last line; null when none was that has been sent. */
	#rewind(cursor: Cursor): number | null {
		const {chain} = this.#hub;
		if (cursor.version === chain.version) return null;
		const changedFrom = chain.changedSince(cursor.version);
		cursor.version = chain.version;
		cursor.loaded = null;
		if (changedFrom >= cursor.next) return null;
		cursor.next = changedFrom;
		return changedFrom;
	}

	/** What the peer has it need not be sent. False when it has nothing of what comes next. */
	#skip(cursor: Cursor): boolean {
		const view = this.#view();
		if (!view || view.shared < cursor.next || view.sharedHash === undefined) return false;
		cursor.next = view.shared + 1;
		cursor.loaded = null;
		this.#send(peerLine.have({index: view.shared, hash: view.sharedHash}));
		return true;
	}

	#load(cursor: Cursor): void {
		this.#loading = true;
		void this.#lines.load(cursor.version, cursor.next).then(loaded => {
			this.#loading = false;
			// Replaced blocks are told by a rollback when the change has been reported.
			if (loaded !== 'replaced') cursor.loaded = loaded;
			this.pump();
		});
	}

	#send(data: string | Buffer): void {
		if (data.length > 0 && !this.#transport.send(data)) this.#blocked = true;
	}
}
