import {makeReadingId} from '../../src/client/reading-id.ts';
import type {ChainBook} from './chain-book.ts';
import type {Reply} from './checker.ts';
import type {Findings} from './findings.ts';

/** What is sent: `/add <id> 72` in live mode, a bare `72` in plain mode, or a command again and again. */
export type Request = 'add' | 'reading' | '/status';

/** Readings of one value after the other, so that those that are lost can be told from those of others. */
const bpms = {first: 60, count: 40} as const;

interface Sent {
	readonly atMs: number;
	readonly bpm: number;
	readonly id: string | undefined;
}

/** A reading that the hub says is in this block. */
interface Acknowledged {
	index: number;
	readonly hash: string | null;
	readonly bpm: number;
	readonly id: string | undefined;
}

/** What the submitters of a crowd gather together. */
export interface SubmitterLog {
	readonly findings: Findings;
	sent: number;
	accepted: number;
	refused: number;
	/** Why the hub refused the last reading. */
	refusal: string | null;
	/** How many readings of each BPM were acknowledged. */
	readonly acceptedByBpm: Map<number, number>;
	/** The highest block in which a reading of ours is. */
	highest: number;
	/** Takes the time from sending to the answer, and where the answer names it the block. */
	readonly timed: (sentMs: number, index: number | undefined) => void;
}

/**
 * Keeps readings of one connection unanswered, matches the answers, which come in the order of the lines, and looks
 * every acknowledged reading up in the chain that this connection receives.
 */
export class Submitter {
	readonly #request: Request;
	readonly #log: SubmitterLog;
	readonly #write: (lines: string) => void;
	/** Sent and not answered, the oldest at `#oldest`. */
	#sent: Sent[] = [];
	#oldest = 0;
	#count = 0;
	/** Acknowledged, and not yet seen in the chain; by index. */
	#pending: Acknowledged[] = [];
	/** Seen, and still so near the tip that they may be replaced. */
	#recent: Acknowledged[] = [];
	/** Taken back with their blocks, and not yet said to be elsewhere. */
	readonly #displaced = new Map<string, Acknowledged>();

	constructor(request: Request, log: SubmitterLog, write: (lines: string) => void) {
		this.#request = request;
		this.#log = log;
		this.#write = write;
	}

	/** Sent and not answered. */
	get outstanding(): number {
		return this.#sent.length - this.#oldest;
	}

	/** Acknowledged readings that have not appeared in the chain. */
	get missing(): number {
		return this.#pending.length + this.#displaced.size;
	}

	/** Sends so many, in one write. */
	send(count: number, nowMs: number): void {
		let lines = '';
		for (let i = 0; i < count; i++) {
			const bpm = bpms.first + (this.#count++ % bpms.count);
			const id = this.#request === 'add' ? makeReadingId(Date.now()) : undefined;
			this.#sent.push({atMs: nowMs, bpm, id});
			lines +=
				this.#request === 'add'
					? `/add ${id} ${bpm}\n`
					: this.#request === 'reading'
						? `${bpm}\n`
						: `${this.#request}\n`;
		}
		this.#log.sent += count;
		this.#write(lines);
	}

	/** The oldest line is answered. */
	replied(reply: Reply): void {
		const sent = this.#sent[this.#oldest];
		const log = this.#log;
		if (!sent) {
			log.findings.add('an answer to nothing that was sent');
			return;
		}
		this.#oldest++;
		if (this.#oldest === this.#sent.length) {
			this.#sent = [];
			this.#oldest = 0;
		} else if (this.#oldest >= 1_024) {
			this.#sent = this.#sent.slice(this.#oldest);
			this.#oldest = 0;
		}
		if (reply.kind !== 'answer' && reply.id !== sent.id)
			log.findings.add('an answer that names the id of another reading');
		if (reply.kind === 'refused') {
			log.refused++;
			log.refusal = reply.reason;
			return;
		}
		log.accepted++;
		const index = reply.kind === 'accepted' ? reply.index : undefined;
		log.timed(sent.atMs, index);
		log.acceptedByBpm.set(sent.bpm, (log.acceptedByBpm.get(sent.bpm) ?? 0) + 1);
		if (reply.kind !== 'accepted' || index === undefined) return;
		log.highest = Math.max(log.highest, index);
		this.#pending.push({index, hash: reply.hash ?? null, bpm: sent.bpm, id: sent.id});
	}

	/** Looks up what has come; blocks as near the tip as `reorgLimit` may still be replaced. */
	lookUp(book: ChainBook, reorgLimit: number): void {
		let found = 0;
		while (found < this.#pending.length && this.#pending[found]!.index < book.length) {
			const reading = this.#pending[found++]!;
			this.#compare(reading, book);
			if (reorgLimit > 0) this.#recent.push(reading);
		}
		if (found > 0) this.#pending = this.#pending.slice(found);
		if (this.#recent.length > 2 * reorgLimit)
			this.#recent = this.#recent.filter(({index}) => index >= book.length - reorgLimit);
	}

	rolledBack(from: number): void {
		for (const reading of [...this.#recent, ...this.#pending])
			if (reading.index >= from && reading.id !== undefined) this.#displaced.set(reading.id, reading);
		this.#recent = this.#recent.filter(({index}) => index < from);
		this.#pending = this.#pending.filter(({index}) => index < from);
	}

	moved(id: string, index: number): void {
		const reading = this.#displaced.get(id);
		if (!reading) return;
		this.#displaced.delete(id);
		this.#pending.push({...reading, index, hash: null});
		this.#pending.sort((a, b) => a.index - b.index);
	}

	#compare({index, hash, bpm}: Acknowledged, book: ChainBook): void {
		if (index < book.first) return;
		const block = book.blockAt(index);
		const isIt = Number(block.bpm) === bpm && (hash === null || block.hash === hash);
		if (!isIt) this.#log.findings.add(`block ${index} is not what was acknowledged`);
	}
}
