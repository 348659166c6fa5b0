/**
 * Characters that have to meet their neighbours, or stand in their exact place, as shapes instead of letters:
 * block elements, box drawing and braille. No font then leaves gaps, or is missing.
 */

/** The place of a character, in units of the picture. */
export type Box = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

/**
 * Path data for one character, and how to paint it: `crisp` is filled without antialiasing, so that areas meet;
 * `smooth` is filled; `stroke` is a line as thick as `lineWidth`. `opacity` is 1 where it is not said.
 */
export type Shape = {
	readonly kind: 'crisp' | 'smooth' | 'stroke';
	readonly d: string;
	readonly opacity?: number;
};

/** How thick a light line is. */
export const lineWidth = 1.2;

/** How far a line reaches into the next box, so that no seam shows where two lines meet. */
const overlap = 0.4;

/** The shape of a character in its box, or undefined for what a font does better. */
export function drawGlyph(char: string, box: Box): Shape | undefined {
	const code = char.codePointAt(0) ?? 0;
	if (code >= 0x2500 && code <= 0x257f) return drawLines(char, box);
	if (code >= 0x2580 && code <= 0x259f) return drawBlock(code, box);
	if (code > 0x2800 && code <= 0x28ff) return drawBraille(code - 0x2800, box);
	return undefined;
}

/** A part of the box, given in fractions of it. */
function part({x, y, width, height}: Box, left: number, top: number, right: number, bottom: number): string {
	return rectangle(x + left * width, y + top * height, (right - left) * width, (bottom - top) * height);
}

function rectangle(x: number, y: number, width: number, height: number): string {
	return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

/** Coordinates as they are written: two decimals are finer than any screen. */
export function round(value: number): number {
	return Math.round(value * 100) / 100;
}

/** Which quarters the characters U+2596 to U+259F fill: upper left 1, upper right 2, lower left 4, lower right 8. */
const quarters = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14];

function drawBlock(code: number, box: Box): Shape {
	const fill = (d: string, opacity?: number): Shape => ({kind: 'crisp', d, ...(opacity && {opacity})});
	if (code === 0x2580) return fill(part(box, 0, 0, 1, 1 / 2));
	if (code <= 0x2588) return fill(part(box, 0, 1 - (code - 0x2580) / 8, 1, 1));
	if (code <= 0x258f) return fill(part(box, 0, 0, (0x2590 - code) / 8, 1));
	if (code === 0x2590) return fill(part(box, 1 / 2, 0, 1, 1));
	if (code <= 0x2593) return fill(part(box, 0, 0, 1, 1), (code - 0x2590) / 4);
	if (code === 0x2594) return fill(part(box, 0, 0, 1, 1 / 8));
	if (code === 0x2595) return fill(part(box, 7 / 8, 0, 1, 1));
	const filled = quarters[code - 0x2596] ?? 0;
	const pieces = [0, 1, 2, 3].filter(quarter => filled & (1 << quarter));
	return fill(
		pieces
			.map(quarter => {
				const [left, top] = [(quarter % 2) / 2, Math.floor(quarter / 2) / 2];
				return part(box, left, top, left + 1 / 2, top + 1 / 2);
			})
			.join(''),
	);
}

/** The arms of box-drawing characters, up, right, down and left: none 0, light 1, heavy 2, double 3. */
const arms = readTable(`
	─0101 ━0202 │1010 ┃2020 ═0303 ║3030 ╴0001 ╵1000 ╶0100 ╷0010 ╸0002 ╹2000 ╺0200 ╻0020
	┌0110 ┐0011 └1100 ┘1001 ├1110 ┤1011 ┬0111 ┴1101 ┼1111
	┏0220 ┓0022 ┗2200 ┛2002 ┣2220 ┫2022 ┳0222 ┻2202 ╋2222
	┯0212 ┷1202 ┝1210 ┥1012 ┠2120 ┨2021 ┿1212 ┰0121 ┸2101
`);

/** Lines that are interrupted: how many pieces across, or down. */
const dashesAcross = readTable('╌2 ┄3 ┈4');
const dashesDown = readTable('╎2 ┆3 ┊4');

/** Pairs of a character and what follows it, by the character. */
function readTable(text: string): ReadonlyMap<string, string> {
	const entries = text.trim().split(/\s+/);
	return new Map(entries.map(entry => [entry.slice(0, 1), entry.slice(1)]));
}

/** Round corners: the directions, right or left and down or up, into which they open. */
const corners = new Map<string, readonly [across: number, along: number]>([
	['╭', [1, 1]],
	['╮', [-1, 1]],
	['╰', [1, -1]],
	['╯', [-1, -1]],
]);

function drawLines(char: string, box: Box): Shape | undefined {
	const corner = corners.get(char);
	if (corner) return {kind: 'stroke', d: drawCorner(box, ...corner)};
	const [across, down, weights] = [dashesAcross.get(char), dashesDown.get(char), arms.get(char)];
	if (across ?? down) return {kind: 'smooth', d: drawDashes(box, Number(across ?? down), down !== undefined)};
	if (!weights) return undefined;
	return {kind: 'smooth', d: [...weights].map((weight, arm) => drawArm(box, arm, Number(weight))).join('')};
}

function drawCorner({x, y, width, height}: Box, across: number, along: number): string {
	const [middleX, middleY, radius] = [x + width / 2, y + height / 2, width / 2];
	const start = `M${round(middleX)} ${round(middleY + (along * height) / 2)}V${round(middleY + along * radius)}`;
	const end = `${round(middleX + across * radius)} ${round(middleY)}H${round(middleX + (across * width) / 2)}`;
	return `${start}Q${round(middleX)} ${round(middleY)} ${end}`;
}

function drawDashes(box: Box, pieces: number, down: boolean): string {
	const {x, y, width, height} = box;
	const [length, across] = [(down ? height : width) / pieces, (down ? width : height) / 2 - lineWidth / 2];
	return Array.from({length: pieces}, (_, index) => {
		const start = (index + 0.2) * length;
		return down
			? rectangle(x + across, y + start, lineWidth, length * 0.6)
			: rectangle(x + start, y + across, length * 0.6, lineWidth);
	}).join('');
}

/** One arm, from the middle of the box to its edge; a double one is two light lines. */
function drawArm(box: Box, arm: number, weight: number): string {
	if (weight === 0) return '';
	if (weight === 3) return [-1, 1].map(side => drawBar(box, arm, lineWidth, side * lineWidth * 1.2)).join('');
	return drawBar(box, arm, lineWidth * weight, 0);
}

function drawBar({x, y, width, height}: Box, arm: number, thickness: number, offset: number): string {
	const half = thickness / 2;
	const [middleX, middleY] = [x + width / 2, y + height / 2];
	const [alongX, alongY] = [middleX + offset - half, middleY + offset - half];
	const [lengthX, lengthY] = [width / 2 + half + overlap, height / 2 + half + overlap];
	switch (arm) {
		case 0:
			return rectangle(alongX, y - overlap, thickness, lengthY);
		case 1:
			return rectangle(middleX - half, alongY, lengthX, thickness);
		case 2:
			return rectangle(alongX, middleY - half, thickness, lengthY);
		default:
			return rectangle(x - overlap, alongY, lengthX, thickness);
	}
}

/** The dots of a braille character: bits 0 to 2 down the left column, 3 to 5 down the right, then the last row. */
function drawBraille(bits: number, {x, y, width, height}: Box): Shape {
	const radius = width / 7;
	const dots = [0, 1, 2, 3, 4, 5, 6, 7].filter(bit => bits & (1 << bit));
	const d = dots.map(bit => {
		const [column, row] = bit < 6 ? [Math.floor(bit / 3), bit % 3] : [bit - 6, 3];
		const left = x + (width * (2 * column + 1)) / 4 - radius;
		const middle = y + (height * (2 * row + 1)) / 8;
		const half = (across: number) => `a${round(radius)} ${round(radius)} 0 1 0 ${round(across)} 0`;
		return `M${round(left)} ${round(middle)}${half(2 * radius)}${half(-2 * radius)}z`;
	});
	return {kind: 'smooth', d: d.join('')};
}
