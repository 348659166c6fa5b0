/** How many letters may differ before a word is no longer a likely misspelling. */
const editsMax = 2;

/**
 * The one of `words` that `text` is most likely a misspelling of, or undefined: the start of exactly one of
 * them, or at most two letters away (fewer than half of a short word).
 */
export function findSuggestion(text: string, words: readonly string[]): string | undefined {
	if (text.length > 40) return undefined;
	const lower = text.toLowerCase();
	const begun = words.filter(word => lower.length > 1 && word.startsWith(lower));
	if (begun.length === 1) return begun[0];
	const ranked = words
		.map(word => ({word, edits: countEdits(lower, word)}))
		.filter(({word, edits}) => edits <= editsMax && edits * 2 < word.length)
		.sort((a, b) => a.edits - b.edits);
	return ranked[0]?.word;
}

/** Edits from one word to another: a letter added, removed or changed, or two neighbours swapped. */
export function countEdits(from: string, to: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({length: to.length + 1}, (_, column) => column);
	for (let row = 1; row <= from.length; row++) {
		const current = [row];
		for (let column = 1; column <= to.length; column++) {
			const same = from[row - 1] === to[column - 1];
			const swapped =
				row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
			current[column] = Math.min(
				last[column]! + 1,
				current[column - 1]! + 1,
				last[column - 1]! + (same ? 0 : 1),
				swapped ? beforeLast[column - 2]! + 1 : Infinity,
			);
		}
		beforeLast = last;
		last = current;
	}
	return last[to.length]!;
}
