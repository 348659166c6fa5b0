/** Lines read ahead while one is being worked on; what the connection has taken in already comes on top. */
const linesMax = 4;

/** Works on the lines of a connection one after the other, and lets it wait while too many are there. */
export class Inbox {
	readonly #read: (line: string) => Promise<void> | null;
	readonly #isBlocked: () => boolean;
	readonly #pause: (pauses: boolean) => void;
	#lines: string[] = [];
	#working = false;
	#paused = false;

	/**
	 * `read` works on a line; the next one waits for the promise that it gives. None is worked on while `isBlocked`.
	 * `pause` stops the connection from being read, and lets it go on.
	 */
	constructor(
		read: (line: string) => Promise<void> | null,
		isBlocked: () => boolean,
		pause: (pauses: boolean) => void,
	) {
		this.#read = read;
		this.#isBlocked = isBlocked;
		this.#pause = pause;
	}

	/** Whether the connection is kept from being read. */
	get isPaused(): boolean {
		return this.#paused;
	}

	add(line: string): void {
		this.#lines.push(line);
		void this.work();
	}

	/** Goes on after having been blocked. */
	async work(): Promise<void> {
		if (this.#lines.length > linesMax) this.#setPaused(true);
		if (this.#working) return;
		this.#working = true;
		while (this.#lines.length > 0 && !this.#isBlocked()) {
			const later = this.#read(this.#lines.shift()!);
			if (later) await later;
		}
		this.#working = false;
		if (this.#lines.length <= linesMax) this.#setPaused(false);
	}

	#setPaused(pauses: boolean): void {
		if (pauses === this.#paused) return;
		this.#paused = pauses;
		this.#pause(pauses);
	}
}
