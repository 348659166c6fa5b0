/** What one key, paste or report of the terminal is, whatever bytes it came as. */
export type KeyToken =
	/** A key that is not a character: `up`, `enter`, `ctrl+u`, `alt+x`, `shift+tab`, `escape`. */
	| {readonly kind: 'key'; readonly key: string}
	/** One character that was typed. */
	| {readonly kind: 'text'; readonly text: string}
	/** A bracketed paste as one piece; `cut` says that it was longer than is kept, or that its end did not come. */
	| {readonly kind: 'paste'; readonly text: string; readonly cut: boolean}
	/** The terminal's answer to a question, or a sequence that no key of ours sends. Nothing a person typed. */
	| {readonly kind: 'report'; readonly text: string};

const loneEscapeMs = 40;
const sequenceMs = 250;
/** The answer to a question of ours, which is on its way. */
const answerMs = 2_000;
const pasteMs = 2_000;
const sequenceCharactersMax = 64;
const replyCharactersMax = 4_096;
const pasteCharactersMax = 65_536;
const colourAnswer = '11;';
const pasteStart = '200~';
const pasteEnd = '\x1b[201~';

/**
 * What a sequence looks like that was given up on and whose rest is the next read: it came after all, over a slow
 * line. People type one character a read, so nothing that is typed looks like it.
 */
const late: Readonly<Partial<Record<Mode, RegExp>>> = {
	escape: /^(?:\[(?:[A-FHZ~]|[\d;<?]+[A-Za-z~])|O[A-FHPQRSZ]|\]\d+;)/,
	csi: /^(?:<\d+;\d+;\d+[Mm]|[\d;]*[A-FHZ~]|\?[\d;]+[A-Za-z])/,
	ss3: /^[A-FHPQRSZ]/,
	reply: /^[^\x07\x1b]*(?:\x07|\x1b(?:\\|$))/,
	replyEscape: /^[^\x07\x1b]*\\/,
	paste: /^[^\x1b]{2}|\x1b\[201~/,
};

type Mode = 'ground' | 'escape' | 'csi' | 'ss3' | 'reply' | 'replyEscape' | 'paste';

/**
 * Cuts what a terminal sends into keys. Incremental and pure: it goes character by character, so any split of
 * the same text gives the same keys; nothing is scanned twice, and what is kept is bounded.
 */
export class KeyTokenizer {
	#mode: Mode = 'ground';
	/** The characters of an unfinished sequence, without what began it. */
	#held = '';
	/** Of a paste: what is kept, its length with what is not, and how many characters of its end have come. */
	#pasted: string[] = [];
	#pastedCharacters = 0;
	#ending = 0;
	/** Whether a part of the paste was given away before, as its end had not come for long. */
	#isRest = false;
	#tokens: KeyToken[] = [];
	/** What was given up on last, until the next read. */
	#late: {readonly mode: Mode; readonly held: string} | null = null;

	/** Takes the next characters of the terminal; gives the keys that they complete, in order. */
	push(text: string): readonly KeyToken[] {
		if (this.#late && late[this.#late.mode]?.test(this.#late.held + text)) {
			this.#mode = this.#late.mode;
			this.#held = this.#late.held;
			this.#isRest = this.#mode === 'paste';
		}
		this.#late = null;
		for (const character of text) this.#read(character);
		return this.#take();
	}

	/**
	 * Milliseconds of silence after which what is pending will not be completed any more; 0: nothing is
	 * pending. A sequence that came in two reads is joined, and a lone Esc is a key after a moment.
	 */
	get patienceMs(): number {
		if (this.#mode === 'ground') return 0;
		if (this.#mode === 'escape') return loneEscapeMs;
		if (this.#mode === 'reply' && this.#held.startsWith(colourAnswer)) return answerMs;
		return this.#mode === 'paste' ? pasteMs : sequenceMs;
	}

	/** Gives up on what is pending, after that silence. */
	flush(): readonly KeyToken[] {
		this.#late = {mode: this.#mode, held: this.#held};
		if (this.#mode === 'escape') this.#emit({kind: 'key', key: 'escape'});
		else if (this.#mode === 'paste') this.#emitPaste(true);
		else if (this.#mode !== 'ground') this.#emit({kind: 'report', text: this.#held});
		return this.#take();
	}

	#take(): readonly KeyToken[] {
		const taken = this.#tokens;
		this.#tokens = [];
		return taken;
	}

	#emit(token: KeyToken): void {
		this.#tokens.push(token);
		this.#mode = 'ground';
		this.#held = '';
	}

	#read(character: string): void {
		switch (this.#mode) {
			case 'ground':
				if (character === '\x1b') this.#mode = 'escape';
				else this.#emit(groundToken(character));
				break;
			case 'escape':
				this.#readEscape(character);
				break;
			case 'csi':
			case 'ss3':
				this.#readSequence(character);
				break;
			case 'reply':
			case 'replyEscape':
				this.#readReply(character);
				break;
			case 'paste':
				this.#readPaste(character);
		}
	}

	#readEscape(character: string): void {
		const next = escapeModes[character];
		if (character === '\x1b') this.#tokens.push({kind: 'key', key: 'escape'});
		else if (next) this.#mode = next;
		else this.#emit(altToken(character));
	}

	#readSequence(character: string): void {
		if (isInterrupt(character)) {
			this.#interrupt(character);
			return;
		}
		if (this.#held.length < sequenceCharactersMax) this.#held += character;
		if (this.#mode === 'ss3') {
			if (character >= '\x40') this.#emit(ss3Token(this.#held));
		} else if (this.#held === pasteStart) {
			this.#mode = 'paste';
			this.#held = '';
		} else if (endsCsi(this.#held, character)) this.#emit(csiToken(this.#held));
	}

	#readReply(character: string): void {
		if (this.#mode === 'replyEscape') {
			// ESC \ ends the reply; ESC and anything else is the beginning of something else.
			this.#emit({kind: 'report', text: this.#held});
			if (character !== '\\') {
				this.#mode = 'escape';
				this.#read(character);
			}
		} else if (character === '\x07' || character === '\x9c') this.#emit({kind: 'report', text: this.#held});
		else if (character === '\x1b') this.#mode = 'replyEscape';
		else if (isInterrupt(character)) this.#interrupt(character);
		else if (this.#held.length < replyCharactersMax) this.#held += character;
	}

	#readPaste(character: string): void {
		if (character === pasteEnd[this.#ending]) this.#ending++;
		else {
			this.#keep(pasteEnd.slice(0, this.#ending));
			this.#ending = character === '\x1b' ? 1 : 0;
			if (this.#ending === 0) this.#keep(character);
		}
		if (this.#ending === pasteEnd.length) this.#emitPaste();
	}

	#keep(text: string): void {
		if (this.#pastedCharacters < pasteCharactersMax) this.#pasted.push(text);
		this.#pastedCharacters += text.length;
	}

	#emitPaste(isPart = this.#isRest): void {
		const text = cleanPaste(this.#pasted.join(''));
		this.#emit({kind: 'paste', text, cut: isPart || this.#pastedCharacters > pasteCharactersMax});
		this.#isRest = false;
		this.#pasted = [];
		this.#pastedCharacters = 0;
		this.#ending = 0;
	}

	/** A control character ends an unfinished sequence and counts itself, so that Ctrl+C always works. */
	#interrupt(character: string): void {
		this.#emit({kind: 'report', text: this.#held});
		this.#read(character);
	}
}

/**
 * Whether a CSI sequence is whole with the character `last`. The Linux console sends `[[A` for F1: the second bracket
 * does not end it. Nor does the `M` of a terminal that cannot report the mouse in digits: the button and the place
 * are three more characters.
 */
function endsCsi(held: string, last: string): boolean {
	return held.startsWith('M') ? held.length === 4 : last >= '\x40' && held !== '[';
}

const escapeModes: Readonly<Record<string, Mode>> = {
	'[': 'csi',
	O: 'ss3',
	']': 'reply',
	P: 'reply',
	X: 'reply',
	'^': 'reply',
	_: 'reply',
};

const controlKeys: Readonly<Record<string, string>> = {
	'\x00': 'ctrl+space',
	'\x08': 'backspace',
	'\x09': 'tab',
	'\x0a': 'enter',
	'\x0d': 'enter',
	'\x7f': 'backspace',
};

function groundToken(character: string): KeyToken {
	const key = controlKeys[character];
	if (key !== undefined) return {kind: 'key', key};
	const code = character.codePointAt(0)!;
	if (code <= 26) return {kind: 'key', key: `ctrl+${String.fromCharCode(code + 96)}`};
	if (code < 0x20 || (code >= 0x80 && code < 0xa0)) return {kind: 'report', text: character};
	return {kind: 'text', text: character};
}

/** With Alt, or after Esc in the same moment, which for Ctrl+C makes no difference: it always works. */
function altToken(character: string): KeyToken {
	const token = groundToken(character);
	if (character === '\x03') return token;
	if (token.kind === 'text') return {kind: 'key', key: `alt+${token.text}`};
	return token.kind === 'key' ? {kind: 'key', key: `alt+${token.key}`} : token;
}

const letterKeys: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
	M: 'enter',
	P: 'f1',
	Z: 'shift+tab',
};

const numberKeys: Readonly<Record<string, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'f1',
};

/** F1 as the Linux console sends it. */
const consoleF1 = '[A';

/** `A`, `1;5A`, `3~`, `3;2~`: a number or 1, then one more than the bits of the modifiers. */
function csiToken(sequence: string): KeyToken {
	if (sequence === consoleF1) return {kind: 'key', key: 'f1'};
	const parts = /^(?:(\d{1,2})(?:;(\d{1,2}))?)?([A-FHZ~])$/.exec(sequence);
	const key = parts?.[3] === '~' ? numberKeys[parts[1] ?? ''] : letterKeys[parts?.[3] ?? ''];
	if (!parts || key === undefined) return {kind: 'report', text: sequence};
	return {kind: 'key', key: modify(key, Number(parts[2] ?? 1) - 1)};
}

function ss3Token(sequence: string): KeyToken {
	const key = letterKeys[sequence];
	return key === undefined ? {kind: 'report', text: sequence} : {kind: 'key', key};
}

function modify(key: string, bits: number): string {
	return `${bits & 4 ? 'ctrl+' : ''}${bits & 2 ? 'alt+' : ''}${bits & 1 ? 'shift+' : ''}${key}`;
}

function isInterrupt(character: string): boolean {
	return character < '\x20' || character === '\x7f';
}

/** A paste keeps its characters, tabs and line ends; nothing in it may be taken for a key. */
function cleanPaste(text: string): string {
	return text.replace(/[^\t\n\r\x20-\x7e\u00a0-\u{10ffff}]/gu, '');
}
