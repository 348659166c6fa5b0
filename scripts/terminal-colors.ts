/** The colours of a terminal, as SVG writes them. */
import type {IBufferCell} from '@xterm/headless';

export const background = '#0c1015';
export const foreground = '#d5dbe5';
export const frame = '#2b333f';

/** The sixteen colours that every theme of a terminal chooses for itself. */
const named = `
	#1e252f #f27983 #82d492 #f0c674 #6fb3f7 #c79bf2 #63d0cf #c8cfda
	#6e7a8b #ff9aa2 #a3e8ae #ffdc98 #97caff #dcbcff #8ae6e4 #f4f7fb
`
	.trim()
	.split(/\s+/);

/** What of a cell is drawn: its colours after inverse and dim, where `paper` is undefined for the background. */
export type CellColors = {readonly ink: string; readonly paper: string | undefined};

export function readColors(cell: IBufferCell): CellColors {
	const ink = cell.isFgDefault() ? undefined : toHex(cell.isFgRGB(), cell.getFgColor());
	const paper = cell.isBgDefault() ? undefined : toHex(cell.isBgRGB(), cell.getBgColor());
	const colors = cell.isInverse()
		? {ink: paper ?? background, paper: ink ?? foreground}
		: {ink: ink ?? foreground, paper};
	return cell.isDim() ? {...colors, ink: mix(colors.ink, colors.paper ?? background, 0.55)} : colors;
}

function toHex(isRgb: boolean, value: number): string {
	if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
	return named[value] ?? (value < 232 ? readCube(value - 16) : readGrey(value - 232));
}

/** Palette entries 16 to 231: six steps each of red, green and blue. */
function readCube(index: number): string {
	const steps = [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6];
	return joinHex(steps.map(step => (step === 0 ? 0 : 55 + 40 * step)));
}

/** Palette entries 232 to 255: from nearly black to nearly white. */
function readGrey(index: number): string {
	return joinHex(Array(3).fill(8 + 10 * index));
}

/** As much of `color` as `share` says, the rest from `other`. */
function mix(color: string, other: string, share: number): string {
	const [from, to] = [splitHex(color), splitHex(other)];
	return joinHex(from.map((part, index) => Math.round(part * share + (to[index] ?? 0) * (1 - share))));
}

function splitHex(color: string): readonly number[] {
	return [1, 3, 5].map(start => Number.parseInt(color.slice(start, start + 2), 16));
}

function joinHex(parts: readonly number[]): string {
	return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}
