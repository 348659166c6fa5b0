/** What a benchmark is given, and what it gives back. */

/** What a figure has to reach; without one it is there for information. */
export type Goal =
	/** Ours is at least this share of the floor: more is better. */
	| {readonly kind: 'share'; readonly least: number}
	/** Ours is at most this much above the floor: less is better. */
	| {readonly kind: 'above'; readonly most: number}
	/** Ours is at most so many times the floor: less is better. */
	| {readonly kind: 'times'; readonly most: number}
	/** Ours is at least this, whatever the floor is: more is better. */
	| {readonly kind: 'least'; readonly least: number}
	/** Ours is at most this, whatever the floor is: less is better. */
	| {readonly kind: 'most'; readonly most: number};

/** One figure, the median of its samples, beside that of the floor in the same run. */
export interface Row {
	/** Under which heading of the table it stands. */
	readonly group: string;
	readonly what: string;
	/** Null where there is none, or where it was not measured. */
	readonly floor: number | null;
	readonly ours: number;
	readonly goal: Goal | null;
}

export interface Run {
	/** The built program, to be run by this Node. */
	readonly bin: string;
	/** Samples of each figure; null: as many as the benchmark takes by itself. */
	readonly rounds: number | null;
	/** Whether what takes minutes and gigabytes is measured, too. */
	readonly large: boolean;
	/** Says how far it is. */
	readonly progress: (text: string) => void;
}

export interface Benchmark {
	readonly name: string;
	/** What is measured, in one line. */
	readonly title: string;
	readonly run: (run: Run) => Promise<readonly Row[]>;
}

/** Ours divided by the floor; null where there is no floor. */
export function ratioOf({floor, ours}: Row): number | null {
	return floor ? ours / floor : null;
}

/** Whether a figure reaches its goal; null where it has none. */
export function isMet({floor, ours, goal}: Row): boolean | null {
	if (!goal) return null;
	if (goal.kind === 'most') return ours <= goal.most;
	if (goal.kind === 'least') return ours >= goal.least;
	if (floor === null) return null;
	if (goal.kind === 'share') return ours >= goal.least * floor;
	return goal.kind === 'times' ? ours <= goal.most * floor : ours <= floor + goal.most;
}

/** The middle of the samples, or the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
	const sorted = samples.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
