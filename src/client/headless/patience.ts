import {defaults} from '../../core/limits.ts';

/** How long the headless commands wait without any progress, unless they are told otherwise. */
export const timeoutMsDefault = 10_000;
/** The same in plain mode, where the chain comes with the next broadcast. */
export const broadcastTimeoutMsDefault = defaults.broadcastIntervalMs + 5_000;

export interface Patience {
	/** No progress was made for too long, or `giveUp` was called. */
	readonly isOver: boolean;
	/** Something happened: whoever waits looks again. */
	wake(): void;
	/** Something was reached: the clock starts anew, from now on with `timeoutMs` when given. */
	progress(timeoutMs?: number): void;
	/**
	 * A stage was reached: progress, but only the first time. A hub that dies on the way each time would be
	 * waited for without end.
	 */
	reached(stage: string, timeoutMs?: number): void;
	/** Resolves with true as soon as the condition holds, with false when patience is over before. */
	until(condition: () => boolean): Promise<boolean>;
	giveUp(): void;
	/** Stops the clock; nothing runs any more. */
	stop(): void;
}

/**
 * Waits for what a connection brings, as long as there is progress: without any for `timeoutMs`, patience is
 * over for good. While `isIdle` says that nothing is waited for, the clock does not count.
 */
export function createPatience(timeoutMs: number, isIdle: () => boolean): Patience {
	const stages = new Set<string>();
	const waiting = new Set<() => void>();
	let isOver = false;
	let timer = setTimeout(check, timeoutMs);

	function check(): void {
		if (isIdle()) timer.refresh();
		else giveUp();
	}

	function giveUp(): void {
		isOver = true;
		clearTimeout(timer);
		wake();
	}

	function wake(): void {
		for (const look of [...waiting]) look();
	}

	function progress(newTimeoutMs?: number): void {
		if (isOver) return;
		if (newTimeoutMs === undefined) timer.refresh();
		else {
			clearTimeout(timer);
			timer = setTimeout(check, newTimeoutMs);
		}
	}

	return {
		get isOver() {
			return isOver;
		},
		wake,
		progress,
		reached(stage, newTimeoutMs) {
			if (stages.has(stage)) return;
			stages.add(stage);
			progress(newTimeoutMs);
		},
		until: condition =>
			new Promise(resolve => {
				const look = () => {
					const holds = condition();
					if (!holds && !isOver) return;
					waiting.delete(look);
					resolve(holds);
				};
				waiting.add(look);
				look();
			}),
		giveUp,
		stop: () => clearTimeout(timer),
	};
}
