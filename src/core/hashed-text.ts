import type {Block, TutorialBlock} from './block.ts';

/**
 * The two ways found in the wild to make the text that is hashed (protocol section 1): `decimal` writes
 * Index and BPM in decimal (ours; part 1 of the tutorial; part 3 adds Nonce at the end), `rune` writes each
 * as the character with that code point (part 2).
 */
export type HashRule = 'decimal' | 'rune';

/** The fields that are hashed; every block has them. */
export type HashedFields = Omit<Block, 'hash'> | Omit<TutorialBlock, 'hash'>;

/** A field of a block as it stands in the text that is hashed. */
export interface HashedPart {
	readonly name: 'Index' | 'Timestamp' | 'BPM' | 'PrevHash' | 'Nonce';
	readonly text: string;
}

/** The exact text whose UTF-8 bytes a rule hashes: Index, Timestamp, BPM, PrevHash (and Nonce), nothing between. */
export function hashedText(rule: HashRule, block: HashedFields): string {
	if (rule === 'rune')
		return `${rune(block.index)}${block.timestamp}${rune(Number(block.bpm))}${block.prevHash}`;
	const nonce = 'nonce' in block ? block.nonce : '';
	return `${block.index}${block.timestamp}${block.bpm}${block.prevHash}${nonce}`;
}

/** The parts that `hashedText` is made of, in their order. */
export function hashedParts(rule: HashRule, block: HashedFields): readonly HashedPart[] {
	const {index, timestamp, bpm, prevHash} = block;
	const nonce = rule === 'decimal' && 'nonce' in block ? block.nonce : undefined;
	return [
		{name: 'Index', text: hashedNumber(rule, index)},
		{name: 'Timestamp', text: timestamp},
		{name: 'BPM', text: hashedNumber(rule, bpm)},
		{name: 'PrevHash', text: prevHash},
		...(nonce === undefined ? [] : [{name: 'Nonce', text: nonce} as const]),
	];
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
