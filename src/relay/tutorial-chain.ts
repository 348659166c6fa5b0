import type {ChainColumns} from '../client/chain-columns.ts';
import {limits} from '../core/limits.ts';
import {formatAnyBlock} from '../core/tutorial-text.ts';
import {ChainReader} from '../server/chain-reader.ts';
import {ChainText} from '../server/chain-text.ts';

/**
 * The verified chain of a hub of the tutorial as text, to be shown as it is: its blocks have the shapes and hashes of
 * that program, so no ledger takes them. All of it is in memory; it ends with the process, as there.
 */
export class TutorialChain {
	readonly text = new ChainText();
	/** All of it is in the text. */
	readonly reader = new ChainReader(this.text, {
		readText: async () => 'replaced',
		hashesAt: async () => new Map(),
	});
	readonly #hashes: string[] = [];
	#tipText = '';

	/** Index of the newest block; -1 while there is none. */
	get tipIndex(): number {
		return this.text.length - 1;
	}

	/** The hash of a block, as it was written; undefined where there is none. */
	hashAt(index: number): string | undefined {
		return this.#hashes[index];
	}

	/**
	 * Takes over a chain that begins at its genesis block, up to a block that is too long to be shown. Gives the lowest
	 * index that changed, or null when nothing did.
	 */
	follow(columns: ChainColumns): number | null {
		const {tipIndex} = this;
		const isSame = tipIndex >= 0 && columns.hashAt(tipIndex) === this.#hashes[tipIndex];
		const from =
			isSame && this.#tipText === textAt(columns, tipIndex) ? tipIndex + 1 : this.#findChange(columns);
		if (from > columns.tipIndex && from > tipIndex) return null;
		if (from <= tipIndex) {
			this.text.cut(from, this.text.version + 1);
			this.#hashes.length = from;
		}
		for (let index = from; index <= columns.tipIndex; index++) {
			const text = textAt(columns, index);
			if (text.length > limits.blockBytesMax) break;
			this.text.appendText(index, text);
			this.#hashes.push(columns.hashAt(index)!);
			this.#tipText = text;
		}
		return from;
	}

	/** The first block that is another one, or missing. A hash does not tell everything there: the text does. */
	#findChange(columns: ChainColumns): number {
		const end = Math.min(this.tipIndex, columns.tipIndex);
		for (let index = 0; index <= end; index++) {
			const held = this.text.slice(index, 0)?.bytes.toString('latin1');
			if (held !== textAt(columns, index)) return index;
		}
		return end + 1;
	}
}

function textAt(columns: ChainColumns, index: number): string {
	const block = columns.blockAt(index);
	return block ? formatAnyBlock(block) : '';
}
