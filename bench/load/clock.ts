/** The system's steady clock in milliseconds: the same in every process of this machine, so that times compare. */
const offsetMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds since some moment that all processes share. */
export function nowMs(): number {
	return performance.now() + offsetMs;
}
