/**
 * What the build puts in the place of `Intl.Segmenter`. Packages make one while they are loaded, which reads the
 * system's tables of Unicode: a tenth of the time to the first frame, for characters that few people ever type.
 * This one makes the real one when it is first used.
 */
export class LazySegmenter {
	#given;
	#made;

	constructor(...given) {
		this.#given = given;
	}

	segment(text) {
		// By its long name, which the build leaves alone.
		this.#made ??= new globalThis.Intl.Segmenter(...this.#given);
		return this.#made.segment(text);
	}
}
