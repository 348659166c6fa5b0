import {nowMs} from './clock.ts';
import type {Submission} from './crowd-options.ts';
import type {Member} from './member.ts';

const tickMs = 1;

/** Decides when the submitters of a crowd send: whenever one is answered, or so many a second. */
export class Pace {
	readonly #submission: Submission;
	#members: readonly Member[] = [];
	#isOn = false;
	#timer: NodeJS.Timeout | undefined;
	#startedMs = 0;
	#due = 0;
	#sent = 0;
	#turn = 0;

	constructor(submission: Submission) {
		this.#submission = submission;
	}

	/** Lines that were due and could not be sent, because too many were unanswered. */
	get behind(): number {
		return this.#due - this.#sent;
	}

	start(members: readonly Member[]): void {
		this.#members = members;
		this.#isOn = true;
		if (this.#submission.perSecond === null) for (const member of members) this.fill(member);
		else {
			this.#startedMs = nowMs();
			this.#timer = setInterval(() => this.#sendDue(), tickMs);
		}
	}

	stop(): void {
		this.#isOn = false;
		clearInterval(this.#timer);
	}

	/** What a member may send now leaves in one write. */
	fill({submitter}: Member): void {
		const {perSecond, outstanding} = this.#submission;
		if (!this.#isOn || perSecond !== null || !submitter) return;
		const room = outstanding - submitter.outstanding;
		if (room > 0) submitter.send(room, nowMs());
	}

	/** What is due is sent in turns, one line a member. */
	#sendDue(): void {
		const now = nowMs();
		this.#due = Math.floor(((now - this.#startedMs) * this.#submission.perSecond!) / 1_000);
		let full = 0;
		while (this.#sent < this.#due && full < this.#members.length) {
			const {submitter} = this.#members[this.#turn++ % this.#members.length]!;
			if (submitter && submitter.outstanding < this.#submission.outstanding) {
				submitter.send(1, now);
				this.#sent++;
				full = 0;
			} else full++;
		}
	}
}
