/** Calls `tell` at most once in `intervalMs`, and not before that has passed for the first time. */
export function throttle<Values extends readonly unknown[]>(
	intervalMs: number,
	tell: (...values: Values) => void,
): (...values: Values) => void {
	let toldMs = performance.now();
	return (...values) => {
		const now = performance.now();
		if (now - toldMs < intervalMs) return;
		toldMs = now;
		tell(...values);
	};
}
