import {limits} from './limits.ts';
import {readTimestamp} from './timestamp.ts';

/** A block of protocol section 1. On the wire its keys are capitalised: `Index`, `Timestamp`, `BPM`, `Hash`, `PrevHash`. */
export interface Block {
	/** 0 for the genesis block, then one more each. */
	readonly index: number;
	/** RFC 3339, UTC, milliseconds: 24 characters ending in `Z`. */
	readonly timestamp: string;
	/** Beats per minute, a whole number from -2^31 to 2^31-1; 0 in the genesis block. */
	readonly bpm: number;
	/** SHA-256 as 64 lower-case hexadecimal digits. */
	readonly hash: string;
	/** The hash of the block before; the empty string in the genesis block. */
	readonly prevHash: string;
}

/**
 * A block as any program of the tutorial may write it: free timestamps, BPM of 64 bits, hashes that may be
 * empty, and in the proof-of-work part a difficulty and a nonce. Every `Block` can be told as one.
 */
export interface TutorialBlock {
	readonly index: number;
	readonly timestamp: string;
	readonly bpm: bigint;
	readonly hash: string;
	readonly prevHash: string;
	readonly difficulty?: number;
	readonly nonce?: string;
}

export type AnyBlock = Block | TutorialBlock;

/** The end of a chain: index and hash of its newest block. */
export interface Tip {
	readonly index: number;
	readonly hash: string;
}

const hashPattern = /^[0-9a-f]{64}$/;
const blockPattern =
	/\{"Index":(0|[1-9][0-9]{0,15}),"Timestamp":"([0-9T:.Z-]{24})","BPM":(0|-?[1-9][0-9]{0,9}),"Hash":"([0-9a-f]{64})","PrevHash":"([0-9a-f]{64}|)"\}/y;

/** Whether `text` is 64 lower-case hexadecimal digits. */
export function isHash(text: string): boolean {
	return hashPattern.test(text);
}

/** Whether `text` is a timestamp of protocol section 1 that names a real moment (no 30 February, no second 60). */
export function isTimestamp(text: string): boolean {
	return !Number.isNaN(readTimestamp(text));
}

/** The canonical bytes of a block: exactly these keys in this order, without spaces. The inverse of `parseBlock`. */
export function formatBlock(block: Block): string {
	return `{"Index":${block.index},"Timestamp":"${block.timestamp}","BPM":${block.bpm},"Hash":"${block.hash}","PrevHash":"${block.prevHash}"}`;
}

/**
 * Reads one canonical block that begins at `at` in `text` (protocol section 1). The grammar is the canonical
 * form itself, so whatever it takes is written again as the same characters. Returns the block and the
 * position after it, or null when there is no such block: `describeBlockFault` tells why.
 */
export function parseBlockAt(text: string, at: number): {readonly block: Block; readonly end: number} | null {
	blockPattern.lastIndex = at;
	const match = blockPattern.exec(text);
	if (!match) return null;
	const [all, index, timestamp, bpm, hash, prevHash] = match as unknown as [
		string,
		string,
		string,
		string,
		string,
		string,
	];
	const block: Block = {index: Number(index), timestamp, bpm: Number(bpm), hash, prevHash};
	// The pattern has seen to the rest.
	const fits = valueFault(block) === null && (block.index === 0) === (prevHash === '');
	return fits ? {block, end: at + all.length} : null;
}

/** The block that `text` is, whole and canonical, or null. */
export function parseBlock(text: string): Block | null {
	const found = parseBlockAt(text, 0);
	return found && found.end === text.length ? found.block : null;
}

/** What is wrong with the shape of a block by protocol section 1 (not with its hash or link), or null. */
export function shapeFault(block: AnyBlock): string | null {
	return valueFault(block) ?? hashesFault(block);
}

/**
 * The part of `shapeFault` that a recomputed hash and a link to a good block do not show: what is wrong with
 * Index, Timestamp and BPM, or null.
 */
export function valueFault(block: AnyBlock): string | null {
	if (!Number.isSafeInteger(block.index) || block.index < 0) return 'Index is not a whole number from 0 up';
	if (!isTimestamp(block.timestamp)) return 'Timestamp is not of the form 2026-11-20T05:01:37.390Z';
	if (block.bpm < limits.bpmMin || block.bpm > limits.bpmMax) return 'BPM is not within -2^31 to 2^31-1';
	if (block.index === 0 && Number(block.bpm) !== 0) return 'BPM of the genesis block is not 0';
	if ('nonce' in block || 'difficulty' in block) return 'it has keys that a block does not have';
	return null;
}

function hashesFault({index, hash, prevHash}: AnyBlock): string | null {
	if (!hashPattern.test(hash)) return 'Hash is not 64 lower-case hexadecimal digits';
	if (index === 0) return prevHash === '' ? null : 'PrevHash of the genesis block is not empty';
	return hashPattern.test(prevHash) ? null : 'PrevHash is not 64 lower-case hexadecimal digits';
}

/** The same block in our own shape, or null when it only fits the tutorial's. */
export function toBlock(block: TutorialBlock): Block | null {
	if (shapeFault(block) !== null) return null;
	const {index, timestamp, bpm, hash, prevHash} = block;
	return {index, timestamp, bpm: Number(bpm), hash, prevHash};
}

/** Why `text` is not a canonical block, as a phrase for a sentence; for text that `parseBlock` did not take. */
export function describeBlockFault(text: string): string {
	const tutorial = parseTutorialBlock(text);
	if (tutorial) return shapeFault(tutorial) ?? 'it is not in canonical form';
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return 'it is not JSON';
	}
	const keys = typeof value === 'object' && value !== null ? Object.keys(value).join(', ') : '';
	return keys === 'Index, Timestamp, BPM, Hash, PrevHash'
		? 'it is not in canonical form: written again it gives other bytes'
		: 'its keys are not exactly Index, Timestamp, BPM, Hash, PrevHash';
}

const jsonString = String.raw`"((?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"`;
/** The tutorial's keys in their order, with `gap` wherever JSON lets white space stand. */
function buildTutorialPattern(gap: string): RegExp {
	const member = (key: string, value: string): string => `"${key}"${gap}:${gap}${value}${gap}`;
	const members = [
		member('Index', '(0|[1-9][0-9]{0,15})'),
		member('Timestamp', jsonString),
		member('BPM', '(0|-?[1-9][0-9]{0,18})'),
		member('Hash', jsonString),
		member('PrevHash', jsonString),
	];
	const work = [member('Difficulty', '(0|[1-9][0-9]{0,8})'), member('Nonce', jsonString)];
	const comma = `,${gap}`;
	return new RegExp(`^\\{${gap}${members.join(comma)}(?:${comma}${work.join(comma)})?\\}$`, 'u');
}

const tutorialPattern = buildTutorialPattern('');
const indentedPattern = buildTutorialPattern('[ \\t\\n\\r]*');

/**
 * Reads one block of any program of the tutorial from compact JSON with exactly the tutorial's keys in its
 * order, no key twice. `BPM` keeps all its digits. Returns null for anything else.
 */
export function parseTutorialBlock(text: string): TutorialBlock | null {
	return matchTutorialBlock(tutorialPattern, text);
}

/** The same from JSON that may be indented, as files are: any white space of JSON between its parts. */
export function parseIndentedBlock(text: string): TutorialBlock | null {
	return matchTutorialBlock(indentedPattern, text);
}

function matchTutorialBlock(pattern: RegExp, text: string): TutorialBlock | null {
	if (text.length > limits.blockBytesMax) return null;
	const match = pattern.exec(text);
	if (!match) return null;
	const [, index, timestamp, bpm, hash, prevHash, difficulty, nonce] = match;
	const decode = (body: string | undefined): string => JSON.parse(`"${body}"`) as string;
	const block: TutorialBlock = {
		index: Number(index),
		timestamp: decode(timestamp),
		bpm: BigInt(bpm!),
		hash: decode(hash),
		prevHash: decode(prevHash),
		...(difficulty === undefined ? {} : {difficulty: Number(difficulty), nonce: decode(nonce)}),
	};
	return Number.isSafeInteger(block.index) ? block : null;
}
