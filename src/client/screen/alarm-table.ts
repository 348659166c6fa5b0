import {type AlarmFacts, findDifference, findSame, type Offered} from '../alarm-facts.ts';
import type {ChainColumns} from '../chain-columns.ts';
import {pinBlock} from '../memory/pin.ts';
import type {State} from '../state/state.ts';
import {formatCount} from './format.ts';
import {hashCell} from './hash-cell.ts';
import {alarmFrameOf} from './layout.ts';
import {fitText, fitTextRight, textWidth} from './text-width.ts';
import {type Row, type Run, rowWidth} from './theme.ts';

/** What is to be compared in a row: a block as it was verified, and what the hub has there as far as it is known. */
interface Pair {
	readonly index: number;
	readonly hash: string;
	readonly bpm: string;
	readonly offered: Offered | 'same' | 'other';
}

/**
 * Both chains side by side, read only, one block a row: every block that was verified where the chain is in
 * memory, otherwise those that are remembered. What the hub has is known of the blocks that it was asked for;
 * of the others it follows from them whether they are the same.
 */
export function alarmTable(state: State, facts: AlarmFacts, blocks: ChainColumns): readonly Row[] {
	const {columns, view, chain} = state;
	const {tableRows} = alarmFrameOf(state);
	const isHeld = chain.length > 0;
	const {length} = facts.blocks;
	const rows: Row[] = [];
	for (let at = view.top; rows.length < tableRows; at++) {
		const pair = isHeld ? pairOfBlock(at, facts, blocks) : at < length ? pairOfPin(at, facts) : null;
		if (!pair) break;
		rows.push(pairRow(pair, at === view.selected, columns));
	}
	while (rows.length < tableRows) rows.push([]);
	const known =
		columns < 60
			? `${length} blocks known`
			: `the ${formatCount(length)} blocks that are remembered from before this start`;
	const held = columns < 60 ? 'last verified chain' : 'the last chain you verified';
	const title = `─ ${isHeld ? held : known} · read only `;
	return [
		[{text: fitText(title + '─'.repeat(Math.max(0, columns - textWidth(title))), columns), tone: 'muted'}],
		headingRow(state),
		...rows,
	];
}

function pairOfPin(at: number, facts: AlarmFacts): Pair {
	const {pinned, offered} = facts.blocks[facts.blocks.length - 1 - at]!;
	return {...pinned, offered: offered === 'unknown' ? infer(pinned.index, facts) : offered};
}

function pairOfBlock(index: number, facts: AlarmFacts, blocks: ChainColumns): Pair | null {
	const block = blocks.blockAt(index);
	if (!block) return null;
	const {hash, bpm} = pinBlock(block);
	const asked = facts.blocks.find(({pinned}) => pinned.index === index)?.offered ?? 'unknown';
	return {index, hash, bpm, offered: asked === 'unknown' ? infer(index, facts) : asked};
}

/** Each hash holds all that is before it: below a block that is the same all are, above one that differs none is. */
function infer(index: number, facts: AlarmFacts): Pair['offered'] {
	if (index <= (findSame(facts)?.index ?? -1)) return 'same';
	const difference = findDifference(facts)?.pinned.index ?? Number.POSITIVE_INFINITY;
	if (index < difference) return 'unknown';
	return index > facts.tip.offered.index ? 'none' : 'other';
}

interface Layout {
	readonly index: number;
	readonly digits: number;
	readonly spaced: boolean;
}

function layoutOf(columns: number): Layout {
	const digits = columns >= 150 ? 32 : columns >= 90 ? 16 : columns >= 60 ? 12 : 6;
	return {index: columns >= 60 ? 12 : 6, digits, spaced: columns >= 60};
}

function headingRow({columns, address}: State): Row {
	const {index, digits, spaced} = layoutOf(columns);
	const [mine, theirs] = spaced ? ['you verified', `${address} has`] : ['verified', 'now'];
	const side = (title: string): string =>
		`${fitTextRight('BPM', bpmCells(spaced))}${spaced ? '  ' : ' '}${title}`;
	const width = textWidth(side('')) + (spaced ? 3 : 2) + digits;
	const between = ' '.repeat(spaced ? 5 : 3);
	const text = ` ${fitTextRight('#', index)}${fitText(side(mine!), width)}${between}${side(theirs!)}`;
	return [{text, tone: 'muted'}];
}

function bpmCells(spaced: boolean): number {
	return spaced ? 6 : 4;
}

function pairRow({index, hash, bpm, offered}: Pair, selected: boolean, columns: number): Row {
	const layout = layoutOf(columns);
	const isSame = offered === 'same' || (typeof offered === 'object' && offered.hash === hash);
	const number = layout.spaced ? formatCount(index) : String(index);
	const mine: readonly Run[] = [
		{text: selected ? '▸' : ' ', tone: 'accent'},
		{text: fitTextRight(number, layout.index), tone: selected ? 'strong' : 'muted'},
		...sideRuns({hash, bpm}, layout),
	];
	const mark: Run = isSame
		? {text: layout.spaced ? '  =  ' : ' = ', tone: 'ok'}
		: offered === 'unknown'
			? {text: layout.spaced ? '  ?  ' : ' ? ', tone: 'muted'}
			: {text: layout.spaced ? '  ≠  ' : ' ≠ ', tone: 'bad'};
	const row = [...mine, mark, ...offeredRuns(offered, isSame, layout)];
	return rowWidth(row) <= columns ? row : [...mine, mark];
}

function offeredRuns(offered: Pair['offered'], isSame: boolean, layout: Layout): readonly Run[] {
	if (isSame) return [{text: 'the same', tone: 'ok'}];
	if (typeof offered === 'object') return sideRuns(offered, layout);
	const words = {none: 'no such block', other: 'another block', unknown: 'not known', same: ''} as const;
	return [{text: words[offered], tone: offered === 'unknown' ? 'muted' : 'bad'}];
}

function sideRuns({hash, bpm}: Pick<Pair, 'hash' | 'bpm'>, {digits, spaced}: Layout): readonly Run[] {
	return [
		{text: `${fitTextRight(bpm, bpmCells(spaced))}${spaced ? '  ' : ' '}`},
		...hashCell(hash, digits, spaced),
	];
}
