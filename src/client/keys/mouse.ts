/** What the mouse did, as the terminal reports it. Columns and rows count from 0. */
export type MouseReport =
	/** The wheel turned up (-1) or down (1). */
	| {readonly kind: 'wheel'; readonly by: 1 | -1; readonly x: number; readonly y: number}
	/** The first button was pressed. */
	| {readonly kind: 'press'; readonly x: number; readonly y: number}
	/** Anything else: another button, a release. */
	| {readonly kind: 'other'};

/** Buttons and the wheel (1000), written so that any column can be told (1006): always both together. */
export const mouseOn = '\x1b[?1000h\x1b[?1006h';
export const mouseOff = '\x1b[?1006l\x1b[?1000l';

/** Rows that a notch of the wheel moves. */
export const wheelRows = 3;

const pattern = /^<(\d{1,3});(\d{1,5});(\d{1,5})([Mm])$/;
/** Of the number of the button: Shift, Alt and Ctrl, which make no difference here. */
const modifiers = 0b11100;
const wheelUp = 64;
const wheelDown = 65;

/** Reads the parameters of a report such as `<64;10;5M`; null where it is none of the mouse. */
export function readMouse(text: string): MouseReport | null {
	const [, code, column, row, final] = pattern.exec(text) ?? [];
	if (code === undefined) return null;
	const button = Number(code) & ~modifiers;
	const place = {x: Number(column) - 1, y: Number(row) - 1};
	if (final === 'm') return {kind: 'other'};
	if (button === wheelUp) return {kind: 'wheel', by: -1, ...place};
	if (button === wheelDown) return {kind: 'wheel', by: 1, ...place};
	return button === 0 ? {kind: 'press', ...place} : {kind: 'other'};
}
