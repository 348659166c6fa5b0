/** A state that changes by actions, and tells whoever draws it no more often than is of use. */
export interface PacedStore<S, A> {
	readonly state: S;
	/** Reduces at once; the listeners hear of it at once or a little later. */
	dispatch(action: A): void;
	/** Calls `listener` after changes, until the returned function is called. */
	subscribe(listener: () => void): () => void;
	/** No listener is called any more. */
	close(): void;
}

/** What a paced store is made of. Times are `Date.now()` milliseconds, given by `now`. */
export interface PacedStoreParts<S, A> {
	readonly initial: S;
	/** The same object when nothing has changed: then nobody is told. */
	readonly reduce: (state: S, action: A, nowMs: number) => S;
	/** Tells the time to the state, every `tickMs`. */
	readonly tick: A;
	readonly tickMs: number;
	/** Between two notifications that nobody waits for. */
	readonly gapMs: (state: S) => number;
	/** Whether the listeners hear of a change at once. */
	readonly isUrgent: (action: A, before: S, after: S) => boolean;
	readonly now?: () => number;
}

/** Makes a store, which tells itself the time until it is closed. */
export function createPacedStore<S, A>(parts: PacedStoreParts<S, A>): PacedStore<S, A> {
	const {reduce, tick, tickMs, gapMs, isUrgent, now = Date.now} = parts;
	const listeners = new Set<() => void>();
	let state = parts.initial;
	let timer: NodeJS.Timeout | undefined;
	let notifiedAtMs = 0;

	const notify = (): void => {
		clearTimeout(timer);
		timer = undefined;
		notifiedAtMs = now();
		for (const listener of listeners) listener();
	};

	const dispatch = (action: A): void => {
		const before = state;
		state = reduce(before, action, now());
		if (state === before) return;
		if (isUrgent(action, before, state)) notify();
		else timer ??= setTimeout(notify, Math.max(0, gapMs(state) - Math.abs(now() - notifiedAtMs)));
	};

	const ticker = setInterval(() => dispatch(tick), tickMs);
	return {
		get state() {
			return state;
		},
		dispatch,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			clearInterval(ticker);
			clearTimeout(timer);
			listeners.clear();
		},
	};
}
