/** Lines that wait while somebody types; what is older is counted and left out. */
const heldMax = 100;

/**
 * Writes lines, one below the other, and never into a line that is being typed: what happens meanwhile waits
 * until that line is sent or empty again. Nothing that was written is changed.
 */
export class Teller {
	readonly #write: (text: string) => void;
	readonly #isTyping: () => boolean;
	#held: string[] = [];
	#leftOut = 0;

	constructor(write: (text: string) => void, isTyping: () => boolean) {
		this.#write = write;
		this.#isTyping = isTyping;
	}

	/** Writes a line now, or when nobody types. */
	tell(line: string): void {
		this.#held.push(line);
		if (this.#held.length > heldMax) {
			this.#held.shift();
			this.#leftOut++;
		}
		this.typed();
	}

	/** To be called after a key: writes what waits unless there is text in the line. */
	typed(): void {
		if (this.#isTyping()) return;
		if (this.#leftOut > 0) this.#write(`${this.#leftOut} earlier lines were left out.\n`);
		for (const line of this.#held) this.#write(`${line}\n`);
		this.#held = [];
		this.#leftOut = 0;
	}
}
