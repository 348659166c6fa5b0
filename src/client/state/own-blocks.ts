/** A block that holds a reading of ours: its index, and the reading's id. */
export interface OwnBlock {
	readonly index: number;
	readonly id: string;
}

/**
 * The blocks that hold our readings. A value: `with` gives another one and leaves this one as it is, and copies few of
 * them, so that a hundred thousand readings can be added one by one. They lie in layers in the order of their indexes,
 * each layer larger than the one after it: two of the same size become one.
 */
export class OwnBlocks {
	readonly #layers: readonly (readonly OwnBlock[])[];
	readonly size: number;

	/** The blocks of these layers, each of them in the order of the indexes, no index twice. */
	private constructor(layers: readonly (readonly OwnBlock[])[]) {
		this.#layers = layers.filter(layer => layer.length > 0);
		this.size = this.#layers.reduce((size, {length}) => size + length, 0);
	}

	static readonly none = new OwnBlocks([]);

	/** The id of the reading in the block `index`; undefined where it is not ours. */
	get(index: number): string | undefined {
		for (const layer of this.#layers) {
			const found = findIn(layer, index);
			if (found) return found.id;
		}
		return undefined;
	}

	has(index: number): boolean {
		return this.get(index) !== undefined;
	}

	/** These and the block `index`, which holds the reading `id`. */
	with(index: number, id: string): OwnBlocks {
		const known = this.get(index);
		if (known === id) return this;
		const layers =
			known === undefined ? [...this.#layers] : [...this.filter(own => own.index !== index).#layers];
		let newest: readonly OwnBlock[] = [{index, id}];
		while ((layers.at(-1)?.length ?? Number.POSITIVE_INFINITY) <= newest.length)
			newest = [...layers.pop()!, ...newest].sort((a, b) => a.index - b.index);
		return new OwnBlocks([...layers, newest]);
	}

	/** Those for which `keeps` is true; the same object where it is for all. Looks at every one of them. */
	filter(keeps: (own: OwnBlock) => boolean): OwnBlocks {
		const kept = new OwnBlocks(this.#layers.map(layer => layer.filter(keeps)));
		return kept.size === this.size ? this : kept;
	}

	/** The indexes, in no order. */
	*keys(): Generator<number> {
		for (const layer of this.#layers) for (const {index} of layer) yield index;
	}

	/** The newest of them, at most so many, the newest first. */
	newest(most: number): readonly OwnBlock[] {
		return this.#layers
			.flatMap(layer => layer.slice(-most))
			.sort((a, b) => b.index - a.index)
			.slice(0, most);
	}
}

function findIn(layer: readonly OwnBlock[], index: number): OwnBlock | undefined {
	let [from, to] = [0, layer.length];
	while (from < to) {
		const middle = (from + to) >>> 1;
		if (layer[middle]!.index < index) from = middle + 1;
		else to = middle;
	}
	return layer[from]?.index === index ? layer[from] : undefined;
}
