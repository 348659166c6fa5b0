/**
 * How cells look: weight and the like in eight bits, foreground and background as numbers. A colour is 0 for the
 * terminal's own, 1 to 16 for the sixteen, `paletteColour + n` for one of 256 and `directColour + rgb` for 24 bits.
 */
export interface Style {
	readonly attributes: number;
	readonly foreground: number;
	readonly background: number;
}

/** The terminal's own colours, and nothing else. */
export const plainStyle: Style = {attributes: 0, foreground: 0, background: 0};

const paletteColour = 0x100;
const directColour = 0x1000000;

/** The bit of each attribute, the SGR code that begins it and the one that ends it; 22 ends two of them. */
const attributeCodes: readonly (readonly [bit: number, begin: number, end: number])[] = [
	[1, 1, 22],
	[2, 2, 22],
	[4, 3, 23],
	[8, 4, 24],
	[16, 5, 25],
	[32, 7, 27],
	[64, 8, 28],
	[128, 9, 29],
];
/** Underline, inverse and strike-through also show where there is only a space. */
const shownOnSpaces = 8 | 32 | 128;

/** What of a style shows on a space: mostly the background alone. */
export function styleOfSpace(style: Style): Style {
	if (style.attributes & shownOnSpaces) return style;
	return style.background === 0 ? plainStyle : {...plainStyle, background: style.background};
}

/** The foreground as 24 bits; negative where it is another kind of colour. */
export function rgbOf({foreground}: Style): number {
	return foreground - directColour;
}

/** Whether two styles are the same. */
export function isSameStyle(a: Style, b: Style): boolean {
	return a.attributes === b.attributes && a.foreground === b.foreground && a.background === b.background;
}

/** The style after `codes`, the numbers of one SGR sequence; null when one of them is not known here. */
export function applyCodes(before: Style, codes: readonly number[]): Style | null {
	let {attributes, foreground, background} = before;
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at]!;
		if (code === 0) [attributes, foreground, background] = [0, 0, 0];
		else if (code <= 9 && code !== 6) attributes |= bitThatBegins(code);
		else if (code >= 22 && code <= 29 && code !== 26) attributes &= ~bitsThatEnd(code);
		else if (code >= 30 && code <= 37) foreground = code - 29;
		else if (code >= 90 && code <= 97) foreground = code - 81;
		else if (code === 39) foreground = 0;
		else if (code >= 40 && code <= 47) background = code - 39;
		else if (code >= 100 && code <= 107) background = code - 91;
		else if (code === 49) background = 0;
		else if (code === 38 || code === 48) {
			const extended = readExtended(codes, at + 1);
			if (!extended) return null;
			if (code === 38) foreground = extended.colour;
			else background = extended.colour;
			at += extended.length;
		} else return null;
	}
	return {attributes, foreground, background};
}

/** The shortest SGR sequence that turns one style into another; empty where they are the same. */
export function changeStyle(from: Style, to: Style): string {
	if (isSameStyle(from, to)) return '';
	const anew = colourCodes(plainStyle, to, beginCodes(to.attributes));
	if (anew.length === 0) return '\x1b[m';
	const changed = colourCodes(from, to, attributeChanges(from.attributes, to.attributes)).join(';');
	const reset = `0;${anew.join(';')}`;
	return `\x1b[${changed.length <= reset.length ? changed : reset}m`;
}

function bitThatBegins(code: number): number {
	return attributeCodes.find(([, begin]) => begin === code)![0];
}

function bitsThatEnd(code: number): number {
	return attributeCodes.reduce((bits, [bit, , end]) => (end === code ? bits | bit : bits), 0);
}

function readExtended(
	codes: readonly number[],
	at: number,
): {readonly colour: number; readonly length: number} | null {
	const [kind, ...values] = codes.slice(at, at + 4);
	const isByte = (value: number | undefined): value is number => value !== undefined && value <= 255;
	const [a, b, c] = values;
	if (kind === 5 && isByte(a)) return {colour: paletteColour + a, length: 2};
	if (kind !== 2 || !isByte(a) || !isByte(b) || !isByte(c)) return null;
	return {colour: directColour + (a << 16) + (b << 8) + c, length: 4};
}

function beginCodes(attributes: number): string[] {
	return attributeCodes.filter(([bit]) => attributes & bit).map(([, begin]) => String(begin));
}

function attributeChanges(from: number, to: number): string[] {
	const gone = from & ~to;
	const ends = new Set(attributeCodes.filter(([bit]) => gone & bit).map(([, , end]) => end));
	const ended = [...ends].reduce((bits, code) => bits | bitsThatEnd(code), 0);
	return [...[...ends].map(String), ...beginCodes(to & ~(from & ~ended))];
}

function colourCodes(from: Style, to: Style, codes: string[]): string[] {
	if (from.foreground !== to.foreground) codes.push(colourCode(to.foreground, 30));
	if (from.background !== to.background) codes.push(colourCode(to.background, 40));
	return codes;
}

/** `base` is 30 for the foreground and 40 for the background. */
function colourCode(colour: number, base: number): string {
	if (colour === 0) return String(base + 9);
	if (colour <= 8) return String(base + colour - 1);
	if (colour <= 16) return String(base + 60 + colour - 9);
	if (colour < directColour) return `${base + 8};5;${colour - paletteColour}`;
	return `${base + 8};2;${(colour >> 16) & 255};${(colour >> 8) & 255};${colour & 255}`;
}
