import type {AnyBlock} from '../../core/block.ts';
import {explainHash} from '../../core/explanation.ts';
import type {HashRule} from '../../core/hash-rule.ts';
import {limits} from '../../core/limits.ts';
import {printable} from '../../core/printable.ts';
import type {ChainColumns} from '../chain-columns.ts';
import {formatCount, readMoment} from '../screen/format.ts';

/** Digits of a hash that are read out: all 64 of them nobody can follow by ear. */
const spokenDigits = 8;

/** A block in one line: `Block 1,284: BPM 64, at 14:05:38. Hash 8cab155a, PrevHash 5296bed7. Yours.` */
export function speakBlock(block: AnyBlock, isOwn: boolean): string {
	const {index, bpm, hash, prevHash} = block;
	const {date, time} = readMoment(block);
	const when = date === '' ? time : `${time.slice(0, 8)} on ${date}`;
	const link = index === 0 ? 'the genesis block, none before it' : `PrevHash ${speakHash(prevHash)}`;
	const own = isOwn ? ' Yours.' : '';
	return `Block ${formatCount(index)}: BPM ${bpm}, at ${when}. Hash ${speakHash(hash)}, ${link}.${own}`;
}

function speakHash(hash: string): string {
	return hash === '' ? 'empty' : printable(hash.slice(0, spokenDigits));
}

/** Why the block at `index` is valid, in lines that can be listened to one by one; the block is held. */
export function speakReasons(blocks: ChainColumns, index: number, rule: HashRule): readonly string[] {
	const block = blocks.blockAt(index)!;
	const {parts, text, holds, command, exception} = explainHash(rule, block);
	const names = parts.map(({name}) => name).join(', ');
	const shown = printable(text, limits.blockBytesMax);
	return [
		speakBlock(block, false),
		speakLink(blocks, block),
		`Hashed are ${names}, nothing between them: ${shown}`,
		...(exception === null ? [] : [exception]),
		holds
			? `Its SHA-256, computed here, is the same as the block's Hash, all 64 digits: ${speakHash(block.hash)} and so on.`
			: "Its SHA-256, computed here, is not the block's Hash: the block was changed.",
		speakNext(blocks, block),
		`A shell proves it without us: ${command}`,
	];
}

function speakLink(blocks: ChainColumns, {index, prevHash}: AnyBlock): string {
	if (index === 0) return 'It is the genesis block: there is none before it.';
	const before = blocks.hashAt(index - 1);
	const name = `block ${formatCount(index - 1)}`;
	if (before === undefined) return `The Hash of ${name} is not held here, so its PrevHash is not compared.`;
	return before === prevHash
		? `Link: its PrevHash is the Hash of ${name}, all 64 digits the same.`
		: `The link is broken: its PrevHash is not the Hash of ${name}.`;
}

function speakNext(blocks: ChainColumns, {index, hash}: AnyBlock): string {
	const next = blocks.blockAt(index + 1);
	if (!next) return 'It is the newest block: the next one will have its Hash as PrevHash.';
	return `Block ${formatCount(index + 1)} ${next.prevHash === hash ? 'has' : 'does not have'} its Hash as PrevHash.`;
}
