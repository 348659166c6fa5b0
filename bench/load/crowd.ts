import {createHistogram} from 'node:perf_hooks';
import {setTimeout as sleep} from 'node:timers/promises';
import {BpmCount} from './bpm-count.ts';
import type {Shared} from './checker.ts';
import {nowMs} from './clock.ts';
import type {CrowdOptions, Expected, Latency, Look} from './crowd-options.ts';
import {Findings} from './findings.ts';
import {Member, type MemberContext} from './member.ts';
import {Pace} from './pace.ts';
import {MomentList, Rounds, Spread} from './spread.ts';
import type {SubmitterLog} from './submitter.ts';

/** Connections that may be on their way at the same time. */
const connectingMax = 500;
const pollMs = 5;
const forgetMs = 1_000;

/**
 * Many connections to one hub in one process, all of one kind. It checks everything that any of them receives
 * (README.md says what is checked how), and never waits without a deadline.
 */
export class Crowd {
	readonly #options: CrowdOptions;
	readonly #shared: Shared = {book: null, findings: new Findings(), chainsReplaced: 0};
	readonly #spread: Spread;
	readonly #rounds = new Rounds();
	readonly #sentAt = new MomentList();
	readonly #latencyUs = createHistogram();
	readonly #log: SubmitterLog;
	readonly #pace: Pace | null;
	readonly #context: MemberContext;
	readonly #members = new Set<Member>();
	readonly #lost = new Map<string, number>();
	#started = 0;
	#ready = 0;
	#connecting = 0;
	/** What those got that are gone. */
	#bytesOfGone = 0;
	#arraysOfGone = 0;

	constructor(options: CrowdOptions) {
		this.#options = options;
		this.#pace = options.submit && new Pace(options.submit);
		if (options.live) setInterval(() => this.#forget(), forgetMs).unref();
		this.#spread = new Spread(options.live?.from ?? 0);
		this.#log = {
			findings: this.#shared.findings,
			sent: 0,
			accepted: 0,
			refused: 0,
			refusal: null,
			acceptedByBpm: new Map(),
			highest: -1,
			timed: (sentMs, index) => this.#time(sentMs, index),
		};
		this.#context = {
			options,
			shared: this.#shared,
			log: this.#log,
			spread: this.#spread,
			rounds: this.#rounds,
			open: () => this.#members.size,
			onReady: () => {
				this.#ready++;
				this.#arrived();
			},
			onRead: member => {
				member.lookUp();
				this.#pace?.fill(member);
			},
			onClose: (member, reason) => this.#closed(member, reason),
		};
	}

	/** Opens all connections, also again after they left; resolves when all take part or have ended, or after the deadline, to the time it took. */
	async connect(deadlineMs: number): Promise<number> {
		const startedMs = nowMs();
		this.#shared.book = null;
		this.#started = 0;
		this.#openMore();
		await this.#until(
			() => this.#started === this.#options.connections && this.#connecting === 0,
			deadlineMs,
		);
		return nowMs() - startedMs;
	}

	/** From now on every submitter sends. */
	submit(): void {
		this.#pace?.start([...this.#members]);
	}

	/** No more is sent; waits for what is unanswered. */
	async stopSubmitting(deadlineMs: number): Promise<void> {
		this.#pace?.stop();
		const outstanding = (): number => this.#sum(({submitter}) => submitter?.outstanding ?? 0);
		await this.#until(() => outstanding() === 0, deadlineMs);
		if (outstanding() > 0) this.#shared.findings.add(`${outstanding()} lines were not answered`);
	}

	/** Waits until every connection has what is expected, and says what has not come. */
	async settle(expected: Expected, deadlineMs: number): Promise<void> {
		const {findings} = this.#shared;
		const missing = (): number => this.#sum(({submitter}) => submitter?.missing ?? 0);
		const count = expected.kind === 'plain' ? new BpmCount(expected) : null;
		const absent = (): number => count?.countAbsent(this.#shared.book) ?? 0;
		await this.#until(() => missing() === 0 && absent() === 0, deadlineMs);
		if (missing() > 0) findings.add(`${missing()} acknowledged readings did not appear in the chain`);
		if (absent() > 0) findings.add(`${absent()} acknowledged readings are not in the chain`);
		const least = expected.kind === 'live' ? expected.highest + 1 : (this.#shared.book?.length ?? 1);
		const behind = (): number => this.#sum(({to}) => (to < least ? 1 : 0));
		await this.#until(() => behind() === 0, deadlineMs);
		if (behind() > 0) findings.add(`${behind()} connections did not get block ${least - 1}`);
	}

	/** Closes everything. */
	async leave(deadlineMs: number): Promise<void> {
		for (const member of this.#members) member.leave();
		await this.#until(() => this.#members.size === 0, deadlineMs);
	}

	look(): Look {
		const {book, findings, chainsReplaced} = this.#shared;
		const {sent, accepted, refused, refusal, acceptedByBpm, highest} = this.#log;
		const members = [...this.#members];
		return {
			atMs: nowMs(),
			ready: this.#ready,
			open: this.#members.size,
			lost: Object.fromEntries(this.#lost),
			bytes: this.#bytesOfGone + this.#sum(({bytes}) => bytes),
			deliveries: this.#spread.deliveries,
			arrays: this.#arraysOfGone + this.#sum(({arrays}) => arrays),
			arrayGapMsMax: Math.max(0, ...members.map(member => member.takeArrayGapMs())),
			roundMs: this.#rounds.take(),
			height: book ? book.length - 1 : -1,
			chainsReplaced,
			sent,
			accepted,
			refused,
			refusal,
			behind: this.#pace?.behind ?? 0,
			highest,
			acceptedByBpm: Object.fromEntries(acceptedByBpm),
			latency: this.#takeLatency(),
			sentAt: this.#sentAt.take(),
			completeAt: this.#spread.take(),
			findings: findings.list,
		};
	}

	#openMore(): void {
		while (this.#started < this.#options.connections && this.#connecting < connectingMax) {
			this.#started++;
			this.#connecting++;
			this.#members.add(new Member(this.#context));
		}
	}

	/** Blocks that every live connection has are not compared with any more. */
	#forget(): void {
		const book = this.#shared.book;
		if (book && this.#members.size > 0) book.forget(Math.min(...Array.from(this.#members, ({to}) => to)));
	}

	/** One that was on its way is here, or has failed. */
	#arrived(): void {
		this.#connecting--;
		this.#openMore();
	}

	#closed(member: Member, reason: string | null): void {
		this.#members.delete(member);
		this.#bytesOfGone += member.bytes;
		this.#arraysOfGone += member.arrays;
		if (reason !== null) this.#lost.set(reason, (this.#lost.get(reason) ?? 0) + 1);
		if (!member.isReady) this.#arrived();
	}

	#time(sentMs: number, index: number | undefined): void {
		this.#latencyUs.record(Math.max(1, Math.round((nowMs() - sentMs) * 1_000)));
		if (index !== undefined) this.#sentAt.add(index, sentMs);
	}

	#takeLatency(): Latency {
		const {count, max} = this.#latencyUs;
		const at = (percentile: number): number =>
			count === 0 ? 0 : this.#latencyUs.percentile(percentile) / 1_000;
		const latency = {count, p50Ms: at(50), p99Ms: at(99), maxMs: count === 0 ? 0 : max / 1_000};
		this.#latencyUs.reset();
		return latency;
	}

	#sum(of: (member: Member) => number): number {
		let sum = 0;
		for (const member of this.#members) sum += of(member);
		return sum;
	}

	async #until(isSo: () => boolean, deadlineMs: number): Promise<void> {
		const lastMs = nowMs() + deadlineMs;
		while (!isSo() && nowMs() < lastMs) await sleep(pollMs);
	}
}
