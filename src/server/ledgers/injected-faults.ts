import {SqliteFault} from './sqlite-errors.ts';

/** Faults of a disk that tests make happen; a hub never has any. They cross to the worker as they are. */
export interface InjectedFaults {
	/** Every commit takes this much longer, as on a slower disk. */
	readonly commitDelayMs?: number;
	/** Commits that report an error, counted from 1: the transaction is on the disk all the same, or it is not. */
	readonly failures?: readonly {
		readonly commit: number;
		readonly stored: boolean;
		/** SQLite's result code, such as 1034 for a failed fsync. */
		readonly errcode: number;
	}[];
}

/** Commits as the faults have it. */
export function injectFaults({
	commitDelayMs = 0,
	failures = [],
}: InjectedFaults): (commit: () => void) => void {
	const clock = new Int32Array(new SharedArrayBuffer(4));
	let count = 0;
	return commit => {
		count++;
		const failure = failures.find(each => each.commit === count);
		if (commitDelayMs > 0) Atomics.wait(clock, 0, 0, commitDelayMs);
		if (failure === undefined || failure.stored) commit();
		if (failure !== undefined) throw new SqliteFault(failure.errcode);
	};
}
