/** Waiting for something to become true, with a deadline, without sleeping. */

/** The longest that a test waits for one thing, unless it says otherwise. */
export const deadlineMsDefault = 15_000;

export type Watch = {
	/**
	 * Settles with the first value of `probe` that is neither undefined nor false, asked now and after every
	 * `changed`. Rejects after `deadlineMs`, or when the watch ends, with `what` and the present state.
	 */
	readonly until: <T>(what: string, probe: () => T | undefined | false, deadlineMs?: number) => Promise<T>;
	/** To be called whenever a probe may answer differently. */
	readonly changed: () => void;
	/** Nothing will change any more: probes once more, then rejects whoever still waits or comes later. */
	readonly end: (reason: string) => void;
};

/** `describe` gives the state as people read it; it goes into the message of what was not met. */
export function createWatch(describe: () => string): Watch {
	const waiting = new Set<() => void>();
	let ended: string | undefined;

	const changed = () => {
		for (const check of [...waiting]) check();
	};
	const until = <T>(what: string, probe: () => T | undefined | false, deadlineMs = deadlineMsDefault) =>
		new Promise<T>((resolve, reject) => {
			const settle = (finish: () => void) => {
				clearTimeout(timer);
				waiting.delete(check);
				finish();
			};
			const fail = (why: string) => settle(() => reject(new Error(`${why}: ${what}\n${describe()}`)));
			const check = () => {
				const value = probe();
				if (value !== undefined && value !== false) settle(() => resolve(value));
				else if (ended !== undefined) fail(ended);
			};
			const timer = setTimeout(() => fail(`not within ${deadlineMs} ms`), deadlineMs);
			waiting.add(check);
			check();
		});
	const end = (reason: string) => {
		ended ??= reason;
		changed();
	};
	return {until, changed, end};
}

/** Settles as `promise` does, or rejects after `deadlineMs`, naming `what`. */
export async function within<T>(
	what: string,
	promise: Promise<T>,
	deadlineMs = deadlineMsDefault,
): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`not within ${deadlineMs} ms: ${what}`)), deadlineMs);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** What to look for in text: a part of it, a pattern, or a question. */
export type Expected = string | RegExp | ((text: string) => boolean);

export function matches(expected: Expected, text: string): boolean {
	if (typeof expected === 'string') return text.includes(expected);
	return expected instanceof RegExp ? text.search(expected) >= 0 : expected(text);
}
