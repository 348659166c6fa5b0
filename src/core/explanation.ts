import {Buffer} from 'node:buffer';
import type {AnyBlock} from './block.ts';
import {type HashRule, sha256} from './hash-rule.ts';
import {type HashedPart, hashedParts} from './hashed-text.ts';
import {blankGenesisHash} from './verify.ts';

/** How the hash of a block comes about, so that anybody can do it again without bchain. */
export interface Explanation {
	/** The fields in the order in which they are hashed, nothing between them; `text` is all of them. */
	readonly parts: readonly HashedPart[];
	readonly text: string;
	/** The SHA-256 of `text`, as 64 lower-case hexadecimal digits. */
	readonly computed: string;
	/** What the block states as its hash. */
	readonly stated: string;
	/** Whether the block states what was computed, or is a genesis block that the tutorial gives no hash. */
	readonly holds: boolean;
	/** A line for a POSIX shell that prints `computed` and ` -`. */
	readonly command: string;
	/** What is special about it, a sentence; null for almost every block. */
	readonly exception: string | null;
}

/**
 * Explains the hash of a block by the rule of its chain (protocol section 1). The genesis blocks of the tutorial
 * are told as what they are: part 2 gives them no hash, parts 1 and 3 that of a block without fields.
 */
export function explainHash(rule: HashRule, block: AnyBlock): Explanation {
	const isBlank =
		rule === 'decimal' && block.index === 0 && block.hash === blankGenesisHash && Number(block.bpm) === 0;
	const isBare = rule === 'rune' && block.index === 0 && block.hash === '';
	const parts = isBlank ? blankParts : hashedParts(rule, block);
	const text = parts.map(part => part.text).join('');
	const computed = sha256(text);
	return {
		parts,
		text,
		computed,
		stated: block.hash,
		holds: isBare || computed === block.hash,
		command: `${printCommand(text)} | sha256sum`,
		exception: isBlank ? blankSentence : isBare ? bareSentence : null,
	};
}

const blankParts: readonly HashedPart[] = [
	{name: 'Index', text: '0'},
	{name: 'BPM', text: '0'},
];
const blankSentence =
	'The tutorial hashes its genesis block before it sets the time, so Timestamp is not part of the text.';
const bareSentence = 'The tutorial gives this genesis block no hash: nothing shows a change of it.';

/** A command that prints exactly the UTF-8 bytes of `text`, in characters that every terminal shows and copies. */
function printCommand(text: string): string {
	if (/^[\x20-\x7e]*$/.test(text)) return `printf %s ${quote(text)}`;
	let format = '';
	for (const byte of Buffer.from(text)) {
		const character = String.fromCharCode(byte);
		// What begins with a hyphen would be an option of printf.
		const isPlain = byte >= 0x20 && byte < 0x7f && (format !== '' || character !== '-');
		if (character === '%' || character === '\\') format += character + character;
		else if (isPlain) format += character;
		else format += `\\${byte.toString(8).padStart(3, '0')}`;
	}
	return `printf ${quote(format)}`;
}

/** Nothing has a meaning between single quotes in a shell but the one that ends them. */
function quote(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
