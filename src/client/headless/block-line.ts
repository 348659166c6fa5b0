import {type AnyBlock, type Block, formatBlock} from '../../core/block.ts';
import {printable} from '../../core/printable.ts';

const timeColumns = 24;
const bpmColumns = 4;
const hashColumns = 8;

/** A block as one line for people: index, time, BPM, short previous hash and hash; without its line end. */
export function formatBlockLine(block: AnyBlock, indexColumns: number, color: boolean): string {
	const index = String(block.index).padStart(indexColumns);
	const time = printable(block.timestamp, timeColumns).padEnd(timeColumns);
	const bpm = String(block.bpm).padStart(bpmColumns);
	const prevHash = shorten(block.prevHash);
	const hash = shorten(block.hash);
	if (!color) return `${index}  ${time}  ${bpm}  ${prevHash} → ${hash}`;
	return `${dim(index)}  ${dim(time)}  ${bold(bpm)}  ${dim(`${prevHash} →`)} ${hash}`;
}

/**
 * A block as JSON on one line, with the keys of protocol section 1 in their order; a block of ours is
 * canonical. Characters that could reach a terminal as controls are written as escapes, which changes no value.
 */
export function formatBlockJson(block: AnyBlock): string {
	if (isOwn(block)) return formatBlock(block);
	const {index, timestamp, bpm, hash, prevHash} = block;
	const work =
		'nonce' in block ? `,"Difficulty":${block.difficulty ?? 0},"Nonce":${quote(block.nonce ?? '')}` : '';
	return `{"Index":${index},"Timestamp":${quote(timestamp)},"BPM":${bpm},"Hash":${quote(hash)},"PrevHash":${quote(prevHash)}${work}}`;
}

function isOwn(block: AnyBlock): block is Block {
	return typeof block.bpm === 'number';
}

function quote(text: string): string {
	// What is not printable ASCII is written as an escape for each UTF-16 unit.
	return JSON.stringify(text).replaceAll(
		/[^\u0020-\u007e]/g,
		unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

function shorten(hash: string): string {
	return (hash === '' ? '(none)' : printable(hash).slice(0, hashColumns)).padEnd(hashColumns);
}

function dim(text: string): string {
	return `\u001b[2m${text}\u001b[22m`;
}

function bold(text: string): string {
	return `\u001b[1m${text}\u001b[22m`;
}
