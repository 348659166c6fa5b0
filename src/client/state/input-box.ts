import {echo} from '../../core/printable.ts';
import {type BpmRange, parseBpm} from '../../core/request.ts';
import {formatCount} from '../screen/format.ts';
import {cutText} from '../screen/text-width.ts';

/**
 * The BPM box. What is typed goes through ink-text-input, which owns the editing; `caret` mirrors where its
 * cursor is, because keys that it does not know (Home, End, Ctrl+W) are told to it as keys that it knows.
 */
export interface InputBox {
	readonly text: string;
	/** Characters before the cursor. */
	readonly caret: number;
	/** Grows when the text was set by something else than typing: the input begins anew, its cursor at the end. */
	readonly revision: number;
	/** Readings added from here, the newest last. */
	readonly history: readonly string[];
	/** Which of `history` is shown; its length: what the person types. */
	readonly historyAt: number;
	/** What was typed before an earlier reading was looked up. */
	readonly draft: string;
}

export const emptyBox: InputBox = {text: '', caret: 0, revision: 0, history: [], historyAt: 0, draft: ''};

/** The longest whole number that is valid has 11 characters; more can be typed, so that it can be said what is wrong. */
export const boxCharactersMax = 16;
const historyMax = 100;

/** What ink-text-input made of a key. It inserts and deletes before its cursor, so what is after it stays. */
export function typeInto(box: InputBox, text: string): InputBox {
	const caret = Math.max(0, Math.min(text.length, box.caret + text.length - box.text.length));
	return {...box, text, caret, historyAt: box.history.length};
}

/** Sets the text from elsewhere: a paste, history, nothing. */
export function setText(box: InputBox, text: string): InputBox {
	return {...box, text, caret: text.length, revision: box.revision + 1};
}

/** Moves the cursor of the mirror, within the text. */
export function moveCaret(box: InputBox, caret: number): InputBox {
	return {...box, caret: Math.max(0, Math.min(box.text.length, caret))};
}

/** The text without the word before the cursor. */
export function withoutWord(box: InputBox): InputBox {
	const before = box.text.slice(0, box.caret).replace(/[^\s.,;:+-]*[\s.,;:+-]*$/, '');
	return setText({...box, historyAt: box.history.length}, before + box.text.slice(box.caret));
}

/** An empty box that remembers `text` as the newest reading added. */
export function remember(box: InputBox, text: string): InputBox {
	const history = [...box.history.filter(past => past !== text), text].slice(-historyMax);
	return {...setText(box, ''), history, historyAt: history.length, draft: ''};
}

/** Shows the reading before (-1) or after (1) in the history; after the newest comes what was being typed. */
export function browse(box: InputBox, step: 1 | -1): InputBox {
	const {history, historyAt} = box;
	const at = Math.max(0, Math.min(history.length, historyAt + step));
	if (at === historyAt) return box;
	const draft = historyAt === history.length ? box.text : box.draft;
	return {...setText(box, history[at] ?? draft), historyAt: at, draft};
}

/** Whether a text is, or may become with what is typed next, one whole number or several. */
export function couldBeReadings(text: string): boolean {
	return text.split(separators).every(word => /^[+-]?\d*$/.test(word));
}

/** What a text holds that was typed or pasted: readings in their order, or the sentence that says what is wrong. */
export type Draft =
	| {readonly ok: true; readonly bpms: readonly number[]}
	/** `short` is the same in fewer words, for narrow screens: from the most to the fewest. */
	| {readonly ok: false; readonly reason: string; readonly short: readonly string[]};

/** What stands between two readings of one paste. */
const separators = /[\s,;]+/;

/** Readings of one paste; more are refused, as somebody has to read the question about them. */
const pastedReadingsMax = 1_000;

/** Reads whole numbers separated by white space, commas or semicolons; all of them must be in range. */
export function readDraft(text: string, range: BpmRange): Draft {
	const words = text.split(separators).filter(word => word !== '');
	if (words.length === 0) return {ok: false, reason: 'There is no number in it.', short: ['no number']};
	if (words.length > pastedReadingsMax) {
		return {
			ok: false,
			reason: `That is more than ${formatCount(pastedReadingsMax)} readings: "bchain send" adds that many.`,
			short: [
				`more than ${formatCount(pastedReadingsMax)} readings: "bchain send" adds them`,
				`over ${formatCount(pastedReadingsMax)} readings`,
			],
		};
	}
	const bpms: number[] = [];
	for (const word of words) {
		const bpm = parseBpm(word, range);
		if (typeof bpm === 'string') {
			const wrong = /^[+-]?\d+$/.test(word) ? `not ${range[0]}-${range[1]}` : 'no whole number';
			const short = [`"${cutText(echo(word), 30)}": ${wrong}`, `${cutText(echo(word), 8)}: ${wrong}`];
			return {ok: false, reason: bpm.replace(' Type /help for help.', ''), short};
		}
		bpms.push(bpm);
	}
	return {ok: true, bpms};
}
