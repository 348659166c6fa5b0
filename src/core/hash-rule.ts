import {hash} from 'node:crypto';
import type {Block, TutorialBlock} from './block.ts';

/**
 * The two ways found in the wild to make the text that is hashed (protocol section 1): `decimal` writes
 * Index and BPM in decimal (ours; part 1 of the tutorial; part 3 adds Nonce at the end), `rune` writes each
 * as the character with that code point (part 2).
 */
export type HashRule = 'decimal' | 'rune';

/** The fields that are hashed; every block has them. */
export type HashedFields = Omit<Block, 'hash'> | Omit<TutorialBlock, 'hash'>;

/** The exact text whose UTF-8 bytes a rule hashes: Index, Timestamp, BPM, PrevHash (and Nonce), nothing between. */
export function hashedText(rule: HashRule, block: HashedFields): string {
	if (rule === 'rune')
		return `${rune(block.index)}${block.timestamp}${rune(Number(block.bpm))}${block.prevHash}`;
	const nonce = 'nonce' in block ? block.nonce : '';
	return `${block.index}${block.timestamp}${block.bpm}${block.prevHash}${nonce}`;
}

/** SHA-256 of `hashedText`, as 64 lower-case hexadecimal digits. */
export function hashBlock(rule: HashRule, block: HashedFields): string {
	return sha256(hashedText(rule, block));
}

/** SHA-256 of the UTF-8 bytes of `text`, as 64 lower-case hexadecimal digits. */
export function sha256(text: string): string {
	return hash('sha256', text, 'hex');
}

/** Index or BPM as a rule writes it into the text that is hashed. */
export function hashedNumber(rule: HashRule, value: number | bigint): string {
	return rule === 'rune' ? rune(Number(value)) : String(value);
}

/** What Go's `string(int)` gives: the code point's character, U+FFFD where there is none. */
function rune(codePoint: number): string {
	const exists = codePoint >= 0 && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
	return exists ? String.fromCodePoint(codePoint) : '\ufffd';
}
