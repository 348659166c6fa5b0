import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {limits} from '../core/limits.ts';
import type {BlockLine, BlockLines} from './block-lines.ts';
import type {CatchUps} from './catch-ups.ts';
import {type ChainReader, release} from './chain-reader.ts';
import {clipSlice, type Slice, type Snapshot, sliceOf} from './chain-text.ts';
import type {Pacer, Pump} from './pacer.ts';

/** A piece of an array from memory: writing it costs little beside copying it, and well under a slice of time. */
const pieceBytes = 256 * 1024;
/** And one from the ledger, which is memory of its own until it is taken. */
const loadedBytes = 64 * 1024;
/** Beyond this what waits is not joined by what one can also ask for later. */
const newsBytesMax = 64 * 1024;
const comma = Buffer.from(',');

/** A chain array on its way: everything before `next` has been written. */
interface ArrayJob {
	readonly snapshot: Snapshot;
	readonly before: string;
	readonly after: string;
	next: number;
	opened: boolean;
	/** The blocks from `next` on, fetched from the ledger. */
	loaded: Slice | null;
}

/** Where a live connection stands in the chain text. */
interface Cursor {
	version: number;
	next: number;
	/** The line that begins with block `next`, fetched from the ledger. */
	loaded: BlockLine | null;
}

/** Signs of life of a live connection: of each kind only the latest counts. */
export type Sign = 'peers' | 'status';

/** What the outboxes of a hub have in common. */
export interface OutboxContext {
	readonly pacer: Pacer;
	readonly lines: BlockLines;
	readonly reader: ChainReader;
	readonly catchUps: CatchUps;
}

/**
 * The only place that writes to a connection. Answers, arrays and lines leave whole and in order; the chain
 * is never copied for one connection: an array is a position in a snapshot, a live connection a cursor in the
 * chain text, so that a slow reader costs an offset, not memory (docs/architecture.md).
 */
export class Outbox implements Pump {
	readonly #socket: Socket;
	readonly #context: OutboxContext;
	/** What waits, in order. Live blocks are not in it: they follow from the cursor when nothing else waits. */
	#jobs: (string | ArrayJob)[] = [];
	#textBytes = 0;
	readonly #signs: Record<Sign, string> = {peers: '', status: ''};
	#cursor: Cursor | null = null;
	#flushing = false;
	#blocked = false;
	/** Older blocks are being fetched from the ledger; nothing that comes after them is written. */
	#loading = false;
	#ending = false;
	/** Blocks from here on are not sent any more. */
	#blocksEnd = Number.POSITIVE_INFINITY;
	/** Called whenever something has left: the session may read its socket again. */
	onDrain: () => void = () => {};

	constructor(socket: Socket, context: OutboxContext) {
		this.#socket = socket;
		this.#context = context;
		socket.on('drain', () => {
			this.#blocked = false;
			this.#context.pacer.add(this);
		});
	}

	/** Bytes of answers that the socket has not taken; an array, which costs no memory, counts as a long line. */
	get waitingBytes(): number {
		return this.#textBytes + this.#jobs.length * limits.lineBytesMax;
	}

	/** Whether the other side has taken all there is to take: what the ledger has not given yet is not its fault. */
	get isIdle(): boolean {
		if (this.#socket.writableLength > 0) return false;
		return this.#loading || (this.#jobs.length === 0 && !this.#isBehind());
	}

	/** Queues an answer, written whole; what is queued in one turn of the event loop leaves in one write. */
	text(text: string): void {
		const last = this.#jobs.length - 1;
		if (typeof this.#jobs[last] === 'string') this.#jobs[last] += text;
		else this.#jobs.push(text);
		this.#textBytes += text.length;
		this.#flushSoon();
	}

	/** Queues the blocks from `from` on as one JSON array between two texts. */
	array(snapshot: Snapshot, from: number, before: string, after: string): void {
		this.#jobs.push({snapshot, before, after, next: from, opened: false, loaded: null});
		this.#context.pacer.add(this);
	}

	/** A broadcast: the array alone. Skipped (false) while anything before it has not left. */
	broadcast(snapshot: Snapshot, from: number): boolean {
		if (this.#jobs.length > 0 || this.#socket.writableLength > 0 || this.#ending) return false;
		this.#jobs.push({snapshot, before: '', after: '', next: from, opened: false, loaded: null});
		this.#context.pacer.add(this);
		return true;
	}

	/** Live mode: sends the blocks from `next` on, now and as they come. */
	follow(version: number, next: number): void {
		this.#cursor = {version, next, loaded: null};
		this.wake();
	}

	/** Queues a sign of life, once live; one of its kind that has not left yet is replaced, not queued behind. */
	sign(kind: Sign, line: string): void {
		if (!this.#isLive) return;
		this.#signs[kind] = line;
		this.wake();
	}

	/** Queues something of interest, once live; left out while the other side does not take what waits for it. */
	news(line: string): void {
		if (this.#isLive && this.#textBytes <= newsBytesMax) this.text(line);
	}

	/** There are new blocks: the pacer gives this connection a turn. */
	wake(): void {
		if (this.#cursor && !this.#blocked) this.#context.pacer.add(this);
	}

	/** Closes the writing side after everything queued has left, and `withBlocks` after those there are now. */
	end(withBlocks: boolean): void {
		this.#ending = true;
		this.#dropSigns();
		this.#blocksEnd = this.#context.lines.chain.length;
		if (!withBlocks) this.#cursor = null;
		this.#context.pacer.add(this);
	}

	/** One piece of what waits (protocol section 4: the answers first, then the blocks). */
	pump(): boolean {
		if (this.#blocked || this.#socket.destroyed) return false;
		if (this.#loading) {
			// Between two lines a sign of life may leave, however long the ledger takes for the next one.
			if (this.#jobs.length === 0) this.#writeSigns();
			return false;
		}
		const job = this.#jobs[0];
		if (job !== undefined) {
			if (typeof job === 'string') this.#writeText(job);
			else this.#writePiece(job);
		} else if (this.#hasSigns) {
			this.#writeSigns();
		} else if (this.#isBehind()) {
			this.#writeBlocks(this.#cursor!);
		}
		const more = this.#jobs.length > 0 || this.#hasSigns || this.#isBehind();
		if (!more && this.#ending) this.#close();
		this.onDrain();
		return more && !this.#blocked && !this.#loading;
	}

	#flushSoon(): void {
		if (this.#flushing) return;
		this.#flushing = true;
		process.nextTick(() => {
			this.#flushing = false;
			this.#flush();
		});
	}

	/** Writes the texts at the head, and one line of blocks with them, in one system call. */
	#flush(): void {
		if (this.#blocked || this.#socket.destroyed || typeof this.#jobs[0] !== 'string') return;
		this.#socket.cork();
		this.#writeText(this.#jobs[0]);
		if (this.#jobs.length === 0 && this.#isBehind() && !this.#blocked && !this.#loading)
			this.#writeBlocks(this.#cursor!);
		this.#socket.uncork();
		if (this.#jobs.length > 0 || this.#isBehind() || this.#ending) this.#context.pacer.add(this);
		this.onDrain();
	}

	#writeText(text: string): void {
		this.#jobs.shift();
		this.#textBytes -= text.length;
		this.#write(text);
	}

	get #hasSigns(): boolean {
		return this.#signs.peers !== '' || this.#signs.status !== '';
	}

	#writeSigns(): void {
		if (this.#hasSigns) this.#write(`${this.#signs.peers}${this.#signs.status}`);
		this.#dropSigns();
	}

	#dropSigns(): void {
		this.#signs.peers = '';
		this.#signs.status = '';
	}

	#writePiece(job: ArrayJob): void {
		const {snapshot, next} = job;
		const {loaded} = job;
		const slice = loaded ?? sliceOf(snapshot, next, pieceBytes, job.opened);
		if (!slice) {
			this.#load(
				() => this.#context.reader.load(snapshot.version, next, loadedBytes),
				loaded => {
					// The chain has grown since the array was begun, and the array must not.
					if (loaded !== 'replaced') job.loaded = clipSlice(loaded, snapshot.length);
					// Half an array cannot be taken back, and its other half is gone.
					else this.#socket.destroy();
				},
			);
			return;
		}
		job.loaded = null;
		this.#socket.cork();
		if (!job.opened) this.#write(`${job.before}[`);
		else if (loaded) this.#write(comma);
		job.opened = true;
		// A connection that breaks off may still hold the bytes; then the collector frees them.
		this.#write(slice.bytes, loaded ? error => error || release(loaded) : undefined);
		job.next = slice.to;
		if (job.next === snapshot.length) {
			this.#jobs.shift();
			this.#write(`]${job.after}`);
		}
		this.#socket.uncork();
	}

	/** Waits for blocks from the ledger, then goes on writing. */
	#load<Loaded>(load: () => Promise<Loaded>, take: (loaded: Loaded) => void): void {
		this.#loading = true;
		void this.#context.catchUps.run(load).then(loaded => {
			this.#loading = false;
			take(loaded);
			this.#context.pacer.add(this);
		});
	}

	#writeBlocks(cursor: Cursor): void {
		const {lines} = this.#context;
		if (cursor.version !== lines.chain.version) {
			const changedFrom = lines.chain.changedSince(cursor.version);
			cursor.version = lines.chain.version;
			cursor.loaded = null;
			if (changedFrom < cursor.next) {
				cursor.next = changedFrom;
				this.#write(lines.rollback(changedFrom));
				return;
			}
		}
		if (cursor.next >= lines.chain.length) return;
		const line = cursor.loaded ?? lines.from(cursor.next);
		if (!line) {
			this.#load(
				() => lines.load(cursor.version, cursor.next),
				loaded => {
					// Replaced blocks are told by a rollback when the change has been reported.
					if (loaded !== 'replaced') cursor.loaded = loaded;
				},
			);
			return;
		}
		cursor.loaded = null;
		cursor.next = line.to;
		this.#write(line.bytes);
	}

	get #isLive(): boolean {
		return this.#cursor !== null && !this.#ending;
	}

	#isBehind(): boolean {
		if (!this.#cursor) return false;
		const {chain} = this.#context.lines;
		const {version, next} = this.#cursor;
		return next < Math.min(chain.length, this.#blocksEnd) || version !== chain.version;
	}

	#close(): void {
		this.#cursor = null;
		this.#socket.end();
	}

	#write(data: string | Buffer, written?: (error?: Error | null) => void): void {
		if (!this.#socket.write(data as Buffer, written)) this.#blocked = true;
	}
}
