/**
 * A value that views follow. What is shown changes at once where it held still before, and at most every `frameMs`
 * milliseconds where it does not; nothing in between is lost, because each value is the whole state.
 */
export class Store<T> {
	/** The newest value, for those who make the next one. */
	latest: T;
	#shown: T;
	readonly #frameMs: number;
	readonly #listeners = new Set<() => void>();
	#timer: ReturnType<typeof setTimeout> | null = null;

	constructor(initial: T, frameMs: number) {
		this.latest = initial;
		this.#shown = initial;
		this.#frameMs = frameMs;
	}

	set(value: T): void {
		this.latest = value;
		if (this.#timer === null) this.#show();
	}

	/** The value that is shown. */
	readonly shown = (): T => this.#shown;

	/** Calls `listener` whenever `shown` is another value; gives what ends that. */
	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	#show(): void {
		this.#shown = this.latest;
		this.#timer = setTimeout(() => {
			this.#timer = null;
			if (this.latest !== this.#shown) this.#show();
		}, this.#frameMs);
		for (const listener of this.#listeners) listener();
	}
}
