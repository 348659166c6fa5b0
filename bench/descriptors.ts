/** What the system lets one process open. */

/** For files, pipes and whatever else a process has open besides its connections. */
const othersMax = 200;

/** Descriptors that a process may have, with the soft limit raised to the hard one, as Node does by itself. */
export function readDescriptorsMax(): number {
	const {userLimits} = process.report.getReport() as unknown as {
		userLimits?: {open_files?: {soft: number | 'unlimited'}};
	};
	const limit = userLimits?.open_files?.soft ?? 'unlimited';
	return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
}

/** Why so many connections cannot be open in one process, as a sentence; null when they can. */
export function explainShortage(
	connections: number,
	descriptorsMax: number = readDescriptorsMax(),
): string | null {
	const needed = connections + othersMax;
	if (needed <= descriptorsMax) return null;
	return `${connections} connections need ${needed} open files, and the system allows ${descriptorsMax}: raise it with "ulimit -n ${needed}".`;
}

/** Thrown by a benchmark that this machine is not set up for. */
export class CannotMeasure extends Error {}

/** Throws a `CannotMeasure` when so many connections cannot be open in one process. */
export function requireDescriptors(connections: number): void {
	const shortage = explainShortage(connections);
	if (shortage !== null) throw new CannotMeasure(shortage);
}
