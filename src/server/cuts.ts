/** Replacements told apart; more than a reader can be behind by without having been cut off. */
const cutsMax = 10_000;

/** From where on a chain has changed since any of its versions. */
export class Cuts {
	/** With rising versions and rising indexes: a later cut that is lower stands for those before it. */
	readonly #cuts: {readonly version: number; readonly from: number}[] = [];

	/** The blocks from `from` on were replaced, which made `version`. */
	add(version: number, from: number): void {
		const cuts = this.#cuts;
		while (cuts.length > 0 && cuts.at(-1)!.from >= from) cuts.pop();
		cuts.push({version, from});
		// Of the oldest versions it is then only known that they changed at least from the lower one on.
		if (cuts.length > cutsMax) cuts.splice(0, 2, {version: cuts[1]!.version, from: cuts[0]!.from});
	}

	/** The smallest index that changed since `version`; Infinity when nothing did. */
	changedSince(version: number): number {
		const cuts = this.#cuts;
		let low = 0;
		let high = cuts.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (cuts[middle]!.version > version) high = middle;
			else low = middle + 1;
		}
		return cuts[low]?.from ?? Number.POSITIVE_INFINITY;
	}
}
