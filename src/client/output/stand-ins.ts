import {type Cells, type Patch, readCells} from './cell-row.ts';

/** A painted text, and its cells once they are asked for. */
class Meaning implements Patch {
	readonly text: string;
	drawnAt = 0;
	#cells: Cells | null | undefined;

	constructor(text: string) {
		this.text = text;
	}

	get cells(): Cells | null {
		if (this.#cells === undefined) this.#cells = readCells(this.text);
		return this.#cells;
	}
}

const numbers = 2 ** 24;
/** More texts than that are on no screen. */
const textsMax = 4_096;
const standIn = /\x1b\[38;2;(\d+);(\d+);(\d+)m (\x1b\[39m)?(?=(.)?)/g;

/**
 * A space in the place of a painted text; its colour, which nobody would see, says which. Ink takes every line of
 * a frame apart into characters and joins them again, also those that did not change: most of what a frame costs.
 * So it is given one character for each, and the screen output puts the text in its place.
 */
export class StandIns {
	readonly #standIns = new Map<string, {readonly standIn: string; readonly meaning: Meaning}>();
	/** By number. Those of the round before are still on the screen. */
	#meanings = new Map<number, Meaning>();
	#earlier = new Map<number, Meaning>();
	#next = 0;
	#draws = 0;

	/**
	 * What stands for `text` where it is drawn next; asked for in every frame in the order in which Ink draws, and
	 * the same for the same text as long as that is so.
	 */
	standFor(text: string): string {
		const {standIn, meaning} = this.#standIns.get(text) ?? this.#make(text);
		meaning.drawnAt = this.#draws++;
		return standIn;
	}

	/** What a space with this colour (24 bits) stands for; undefined where that is nothing. */
	readonly find = (number: number): Meaning | undefined => {
		return this.#meanings.get(number) ?? this.#earlier.get(number);
	};

	/** `text` of several lines with the texts in their places; where something follows in a line, there is no place for one. */
	expand(text: string): string {
		return text.replace(standIn, (found, r: string, g: string, b: string, _, next: string | undefined) => {
			const meaning = this.find((Number(r) << 16) + (Number(g) << 8) + Number(b));
			if (!meaning) return found;
			return next === undefined ? meaning.text : ' ';
		});
	}

	#make(text: string): {readonly standIn: string; readonly meaning: Meaning} {
		if (this.#standIns.size >= textsMax) {
			this.#standIns.clear();
			this.#earlier = this.#meanings;
			this.#meanings = new Map();
		}
		const number = this.#next;
		this.#next = (number + 1) % numbers;
		const meaning = new Meaning(text);
		const standIn = `\x1b[38;2;${number >> 16};${(number >> 8) & 255};${number & 255}m \x1b[39m`;
		const made = {standIn, meaning};
		this.#standIns.set(text, made);
		this.#meanings.set(number, meaning);
		return made;
	}
}
