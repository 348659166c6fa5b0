/** The text of an answer, or what writes it when its turn comes; those after it wait for its promise. */
export type Answer = string | (() => void | Promise<void>);

/** The place of an answer among those of its connection. */
export interface Place {
	answer: Answer | null;
	next: Place | null;
}

/**
 * Keeps the answers of a connection in the order of its lines (protocol sections 2 and 4), although readings
 * are answered when they are durable and everything else at once.
 */
export class Answers {
	readonly #write: (text: string) => void;
	#first: Place | null = null;
	#last: Place | null = null;
	#waiting = 0;
	/** The answer whose turn it is needs time. */
	#busy = false;

	constructor(write: (text: string) => void) {
		this.#write = write;
	}

	/** Lines that wait for their answer. */
	get waiting(): number {
		return this.#waiting;
	}

	/** Takes the next place; fill it once. */
	reserve(): Place {
		return this.#append(null);
	}

	/** Puts the answer into the place of its line, and gives all that have their turn now. */
	fill(place: Place, answer: Answer): void {
		place.answer = answer;
		this.#advance();
	}

	/** Takes the next place with an answer that is ready. */
	add(answer: Answer): void {
		if (this.#waiting === 0 && !this.#busy) this.#give(answer);
		else this.#append(answer);
	}

	/** The connection is gone: what waits is not given any more. */
	drop(): void {
		this.#first = null;
		this.#waiting = 0;
	}

	#append(answer: Answer | null): Place {
		const place: Place = {answer, next: null};
		if (this.#first) this.#last!.next = place;
		else this.#first = place;
		this.#last = place;
		this.#waiting++;
		return place;
	}

	#advance(): void {
		while (!this.#busy && this.#first && this.#first.answer !== null) {
			const {answer, next} = this.#first;
			this.#first = next;
			this.#waiting--;
			this.#give(answer);
		}
	}

	#give(answer: Answer): void {
		if (typeof answer === 'string') {
			this.#write(answer);
			return;
		}
		const done = answer();
		if (!done) return;
		this.#busy = true;
		void done.then(() => {
			this.#busy = false;
			this.#advance();
		});
	}
}
