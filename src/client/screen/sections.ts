import type {Row} from './theme.ts';

/** Rows that belong together, in one of their variants: from the most rows to the fewest. */
export type Section = readonly Variant[];

interface Variant {
	readonly rows: readonly Row[];
	/** Of all sections, the variant with the lowest number gives way to its next one first. */
	readonly keep: number;
}

/**
 * The rows of all sections, one below the other, in variants that fit into `height` rows; then exactly that
 * many. Where not even the shortest variants fit, what is too much at the end is left out.
 */
export function fitSections(sections: readonly Section[], height: number): readonly Row[] {
	const chosen = sections.map(() => 0);
	const collect = (): readonly Row[] => sections.flatMap((section, at) => section[chosen[at]!]!.rows);
	while (collect().length > height) {
		let weakest = -1;
		for (const [at, section] of sections.entries()) {
			if (chosen[at]! === section.length - 1) continue;
			const keep = section[chosen[at]!]!.keep;
			if (weakest < 0 || keep < sections[weakest]![chosen[weakest]!]!.keep) weakest = at;
		}
		if (weakest < 0) break;
		chosen[weakest]!++;
	}
	const rows = collect();
	return Array.from({length: height}, (_, at) => rows[at] ?? []);
}
