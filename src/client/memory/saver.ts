/**
 * Saves now and then what changes all the time: one saving at a time, and what changes meanwhile is saved by
 * the next one. A saving that fails is told and tried again at the next change.
 */
export class Saver {
	readonly #save: () => Promise<void>;
	readonly #failed: (error: unknown) => void;
	#timer: NodeJS.Timeout | undefined;
	#dueAtMs = Number.POSITIVE_INFINITY;
	#saving: Promise<void> | null = null;

	constructor(save: () => Promise<void>, failed: (error: unknown) => void) {
		this.#save = save;
		this.#failed = failed;
	}

	/** Something has changed: saves within `withinMs`. The process does not stay alive for it. */
	touch(withinMs: number): void {
		const dueAtMs = performance.now() + withinMs;
		if (dueAtMs >= this.#dueAtMs) return;
		this.#dueAtMs = dueAtMs;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), withinMs).unref();
	}

	/** Saves what has changed and was not saved yet, now; resolves when everything is saved or has failed. */
	async flush(): Promise<void> {
		while (this.#saving) await this.#saving;
		clearTimeout(this.#timer);
		if (this.#dueAtMs === Number.POSITIVE_INFINITY) return;
		this.#dueAtMs = Number.POSITIVE_INFINITY;
		this.#saving = this.#save().catch(this.#failed);
		await this.#saving;
		this.#saving = null;
	}
}
