import {Buffer} from 'node:buffer';
import {shellLine} from '../core/shell-line.ts';
import {formatBlockJson} from './headless/block-line.ts';
import type {DetailFacts} from './screen/detail/detail-facts.ts';
import {formatCount} from './screen/format.ts';

/**
 * Copying goes through the terminal (OSC 52), so that it works over ssh too. No terminal answers whether it did
 * it: what was done here is called sending, never copying.
 */

/** What stands between this program and the terminal, and has to be asked to hand the sequence on. */
export type Multiplexer = 'none' | 'tmux' | 'screen';

export type Sequence =
	| {readonly ok: true; readonly sequence: string}
	/** A sentence. */
	| {readonly ok: false; readonly reason: string};

/**
 * The longest sequence that terminals in use take whole; some of them cut a longer one, others swallow what
 * follows. 74,994 bytes of text make one of that length.
 */
const sequenceBytesMax = 100_000;

/** GNU screen drops a longer string; two bytes at each end make a piece one. */
const screenStringBytesMax = 768;

/** What the environment says of tmux and GNU screen. */
export function findMultiplexer(env: Readonly<Record<string, string | undefined>>): Multiplexer {
	if (env.TMUX) return 'tmux';
	return env.STY ? 'screen' : 'none';
}

/**
 * What to write to the terminal so that it takes `text` to its clipboard. For tmux it is there twice, bare and
 * wrapped: which of the two tmux hands on depends on its options `set-clipboard` and `allow-passthrough`. What is
 * longer than terminals take is refused, not cut.
 */
export function osc52(text: string, multiplexer: Multiplexer = 'none'): Sequence {
	const sequence = `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`;
	if (sequence.length > sequenceBytesMax) {
		const bytes = formatCount(Buffer.byteLength(text));
		return {ok: false, reason: `Not sent: ${bytes} bytes are more than terminals take at once.`};
	}
	if (multiplexer === 'tmux') return {ok: true, sequence: sequence + wrapForTmux(sequence)};
	return {ok: true, sequence: multiplexer === 'screen' ? wrapForScreen(sequence) : sequence};
}

function wrapForTmux(sequence: string): string {
	return `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
}

/** Strings that screen hands on without a look at them, in pieces that it takes. */
function wrapForScreen(sequence: string): string {
	let wrapped = '';
	const pieceBytes = screenStringBytesMax - 4;
	for (let at = 0; at < sequence.length; at += pieceBytes) {
		wrapped += `\x1bP${sequence.slice(at, at + pieceBytes)}\x1b\\`;
	}
	return wrapped;
}

/** What of a block can be copied. */
export type Copyable =
	/** Its Hash. */
	| 'hash'
	/** All of it as JSON: the canonical bytes of protocol section 1 where it is a block of ours. */
	| 'block'
	/** A line for a shell that proves its Hash without us. */
	| 'proof';

/** What is copied: printable ASCII on one line. Null for the Hash of a block that has none (of the tutorial). */
export function copiedText(what: Copyable, {block, index, explanation}: DetailFacts): string | null {
	if (what === 'block') return formatBlockJson(block);
	if (what === 'proof') return shellLine(index, explanation);
	return /^[\x21-\x7e]+$/.test(block.hash) ? block.hash : null;
}

/** A copy that is on its way, or why there is none; each message in a sentence and in a few words. */
export type Copying =
	| {
			readonly ok: true;
			readonly sequence: string;
			readonly message: string;
			/** The same in fewer words, from the most to the fewest. */
			readonly short: readonly string[];
	  }
	| {readonly ok: false; readonly message: string; readonly short: string};

/** What to write to the terminal for a copy of this part of a block, and what to say about it. */
export function copyFromBlock(what: Copyable, facts: DetailFacts, multiplexer: Multiplexer): Copying {
	const block = `block ${formatCount(facts.index)}`;
	const text = copiedText(what, facts);
	if (text === null) return {ok: false, message: `Not sent: ${block} has no Hash.`, short: 'it has no Hash'};
	const sent = osc52(text, multiplexer);
	if (!sent.ok) return {ok: false, message: sent.reason, short: 'too long to copy'};
	const names = {
		hash: [`The Hash of ${block}`, `Hash of ${block}`, 'Hash'],
		block: [`JSON of ${block}`, `JSON of ${block}`, 'JSON'],
		proof: [`A shell line that proves ${block}`, `shell line for ${block}`, 'shell line'],
	} as const;
	const [whole, name, least] = names[what];
	const [note, through] = notes[multiplexer];
	return {
		ok: true,
		sequence: sent.sequence,
		message: `${whole} was sent to the terminal${note}.`,
		short: [
			`${name} sent to the terminal${through}`,
			`${name} sent to the terminal`,
			`${least} sent to the terminal`,
		],
	};
}

/** What stands between, in more words and in few. */
const notes: Readonly<Record<Multiplexer, readonly [long: string, short: string]>> = {
	none: ['', ''],
	tmux: [' through tmux, which hands it on where set-clipboard is on', ' (through tmux)'],
	screen: [' through screen', ' (through screen)'],
};
