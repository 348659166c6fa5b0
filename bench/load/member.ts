import type {Checker, Listener, Shared} from './checker.ts';
import {Client} from './client.ts';
import {nowMs} from './clock.ts';
import type {CrowdOptions} from './crowd-options.ts';
import {LiveChecker} from './live-checker.ts';
import {PlainChecker} from './plain-checker.ts';
import type {Rounds, Spread} from './spread.ts';
import {Submitter, type SubmitterLog} from './submitter.ts';

/** What the members of a crowd do together. */
export interface MemberContext {
	readonly options: CrowdOptions;
	readonly shared: Shared;
	readonly log: SubmitterLog;
	readonly spread: Spread;
	readonly rounds: Rounds;
	/** Members that take part now. */
	readonly open: () => number;
	/** It takes part from now on, unless it is told that it does not any more. */
	readonly onReady: (member: Member) => void;
	/** It has ended: why, unless we ended it. */
	readonly onClose: (member: Member, reason: string | null) => void;
	/** What it read has been taken in: it may have room for more lines. */
	readonly onRead: (member: Member) => void;
}

/** One connection of a crowd: what it receives, what it sends, and how long it waited. */
export class Member {
	readonly submitter: Submitter | null;
	isReady = false;
	/** Plain: how many arrays came whole, where the newest ended, and the longest wait for one since the last look. */
	arrays = 0;
	arrayTo = 0;
	arrayGapMs = 0;
	#arrayAtMs = 0;
	readonly #client: Client;
	readonly #context: MemberContext;

	constructor(context: MemberContext) {
		const {host, port, live, reads, submit} = context.options;
		this.#context = context;
		this.#client = new Client({
			host,
			port,
			reads,
			makeChecker: listener => this.#makeChecker(listener),
			listener: this.#makeListener(),
			opening: live ? `/live\n/from ${live.from}\n` : '',
			onConnect: () => {
				if (!reads) this.#ready();
			},
			onRead: () => context.onRead(this),
			onClose: reason => context.onClose(this, reason),
		});
		this.submitter = submit && new Submitter(submit.request, context.log, lines => this.#client.write(lines));
	}

	get bytes(): number {
		return this.#client.bytes;
	}

	/** One more than the index of the newest block that it has: in plain mode, at the end of its newest array. */
	get to(): number {
		const {checker} = this.#client;
		return checker instanceof LiveChecker ? checker.next : this.arrayTo;
	}

	/** Looks its acknowledged readings up in the chain that it received. */
	lookUp(): void {
		const {book} = this.#client.checker;
		const {live} = this.#context.options;
		// In plain mode no answer names a block.
		if (book && live) this.submitter?.lookUp(book, live.welcome.reorgLimit);
	}

	/** The longest wait between two arrays since this was asked last. */
	takeArrayGapMs(): number {
		const longest = this.arrayGapMs;
		this.arrayGapMs = 0;
		return longest;
	}

	leave(): void {
		this.#client.leave();
	}

	#makeChecker(listener: Listener): Checker {
		const {shared, options} = this.#context;
		return options.live
			? new LiveChecker(shared, options.live, listener)
			: new PlainChecker(shared, listener);
	}

	#makeListener(): Listener {
		const {spread, rounds, options, open} = this.#context;
		return {
			greeted: () => {
				if (!options.live) this.#ready();
			},
			following: () => this.#ready(),
			advanced: (from, to) => spread.advanced(from, to, open()),
			rolledBack: from => this.submitter?.rolledBack(from),
			moved: (id, index) => this.submitter?.moved(id, index),
			status: () => this.#client.write('/pong\n'),
			arrayBegun: () => rounds.begun(this.arrays, nowMs()),
			array: to => this.#tookArray(to),
			replied: reply => this.submitter?.replied(reply),
			bye: () => {},
		};
	}

	#ready(): void {
		this.isReady = true;
		this.#context.onReady(this);
	}

	#tookArray(to: number): void {
		const now = nowMs();
		if (this.arrays > 0) this.arrayGapMs = Math.max(this.arrayGapMs, now - this.#arrayAtMs);
		this.#arrayAtMs = now;
		this.#context.rounds.ended(this.arrays, this.#context.open(), now);
		this.arrays++;
		this.arrayTo = to;
	}
}
