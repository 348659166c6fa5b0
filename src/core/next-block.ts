import type {Buffer} from 'node:buffer';
import {type Block, type Tip, valueFault} from './block.ts';
import {sha256} from './hash-rule.ts';
import {blocksClose, blocksOpen} from './live-message.ts';

const beforeIndex = '{"Index":';
const beforeTimestamp = ',"Timestamp":"';
const timestampCharacters = 24;
const beforeBpm = '","BPM":';
const beforeHash = ',"Hash":"';
const beforePrevHash = '","PrevHash":"';
const afterPrevHash = '"}';
const zeroDigit = 0x30;

/**
 * Reads the block that begins at `at` in `text`, if it is the next after `parent` by the decimal rule: canonical,
 * linked and with the right hash (protocol section 1). Only its Timestamp and BPM are read; everything else is
 * compared with what it must be, which takes half as long as to read a block first and to judge it then. Null for
 * anything else: `parseBlockAt` and `verifyNext` tell what is wrong.
 */
export function readNextBlock(
	text: string,
	at: number,
	parent: Tip,
): {readonly block: Block; readonly end: number} | null {
	const index = parent.index + 1;
	const indexAt = at + beforeIndex.length;
	const indexEnd = text.indexOf(',', indexAt);
	if (!isWritten(index, text, indexAt, indexEnd)) return null;
	const timestampAt = indexEnd + beforeTimestamp.length;
	const timestampEnd = timestampAt + timestampCharacters;
	const bpmAt = timestampEnd + beforeBpm.length;
	const bpmEnd = text.indexOf(',', bpmAt);
	const timestamp = text.slice(timestampAt, timestampEnd);
	const bpmText = text.slice(bpmAt, bpmEnd);
	const bpm = Number(bpmText);
	const {hash: prevHash} = parent;
	const hash = sha256(text.slice(indexAt, indexEnd) + timestamp + bpmText + prevHash);
	const hashAt = bpmEnd + beforeHash.length;
	const hashEnd = hashAt + hash.length;
	const prevHashAt = hashEnd + beforePrevHash.length;
	const prevHashEnd = prevHashAt + prevHash.length;
	// Piece by piece: to put them together for one comparison costs more than all of these, and so does startsWith.
	const isAsWritten =
		text.slice(hashAt, hashEnd) === hash &&
		text.slice(prevHashAt, prevHashEnd) === prevHash &&
		text.slice(at, indexAt) === beforeIndex &&
		text.slice(indexEnd, timestampAt) === beforeTimestamp &&
		text.slice(timestampEnd, bpmAt) === beforeBpm &&
		text.slice(bpmEnd, hashAt) === beforeHash &&
		text.slice(hashEnd, prevHashAt) === beforePrevHash &&
		text.slice(prevHashEnd, prevHashEnd + afterPrevHash.length) === afterPrevHash &&
		bpmText === String(bpm);
	if (!isAsWritten) return null;
	const block: Block = {index, timestamp, bpm, hash, prevHash};
	const isGood = Number.isInteger(bpm) && valueFault(block) === null;
	return isGood ? {block, end: prevHashEnd + afterPrevHash.length} : null;
}

/**
 * The blocks of a line of live mode (protocol section 4) that holds nothing else, if each is the next after the one
 * before, the first after `parent`. Null for anything else: see `readNextBlock`.
 */
export function readNextBlocks(line: string, parent: Tip): readonly Block[] | null {
	if (!line.startsWith(blocksOpen)) return null;
	const blocks: Block[] = [];
	let tip = parent;
	for (let at = blocksOpen.length; ; at++) {
		const found = readNextBlock(line, at, tip);
		if (!found) return null;
		tip = found.block;
		blocks.push(found.block);
		at = found.end;
		if (line[at] !== ',') return line.slice(at) === blocksClose ? blocks : null;
	}
}

/**
 * Whether a number above 0 stands in decimal at `start`. Its text is not made for a comparison: V8 remembers the
 * texts of so many numbers that the memory for new objects would grow.
 */
function isWritten(value: number, text: string, start: number, end: number): boolean {
	let read = 0;
	for (let at = start; at < end; at++) {
		const digit = text.charCodeAt(at) - zeroDigit;
		if (digit < 0 || digit > 9 || (digit === 0 && at === start)) return false;
		read = read * 10 + digit;
	}
	return read === value;
}

const comma = 0x2c;
const closingBrace = 0x7d;

/**
 * The blocks of a line of live mode (protocol section 4), one by one, as long as each is the next after the one
 * before. The line stays bytes, of which one block at a time is text: of a long past, memory holds nothing but what
 * is taken from it.
 */
export class NextBlocks implements Iterable<Block> {
	readonly #line: Buffer;
	readonly #tip: Tip;
	#at = blocksOpen.length;
	#isRead = false;

	/** `tip` is what the first block follows. The line must be as it is until the blocks have been read. */
	constructor(line: Buffer, tip: Tip) {
		this.#line = line;
		this.#tip = tip;
	}

	/** Whether a line holds blocks and nothing else. */
	static areIn(line: Buffer): boolean {
		return (
			line.length > blocksOpen.length + blocksClose.length &&
			line.toString('latin1', 0, blocksOpen.length) === blocksOpen &&
			line.toString('latin1', line.length - blocksClose.length) === blocksClose
		);
	}

	*[Symbol.iterator](): Generator<Block, void, undefined> {
		const last = this.#line.length - blocksClose.length;
		for (let tip = this.#tip; ; ) {
			const end = this.#line.indexOf(closingBrace, this.#at) + 1;
			const found = readNextBlock(this.#line.toString('latin1', this.#at, end), 0, tip);
			if (found?.end !== end - this.#at) return;
			this.#at = end;
			tip = found.block;
			yield found.block;
			this.#isRead = end === last;
			if (this.#isRead || this.#line[end] !== comma) return;
			this.#at++;
		}
	}

	/** What was not read, as a line of its own: from the first block on that is not the next; null when all was read. */
	get rest(): string | null {
		return this.#isRead ? null : blocksOpen + this.#line.toString('utf8', this.#at);
	}
}
