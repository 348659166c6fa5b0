import type {ChainColumns} from '../../../client/chain-columns.ts';
import {formatCount, readMoment} from '../../../client/screen/format.ts';
import {fitSegments, hidden, joinRows, type Segment} from '../../../client/screen/segments.ts';
import {fitText, fitTextRight} from '../../../client/screen/text-width.ts';
import {chipText, type Row, type Run} from '../../../client/screen/theme.ts';
import type {AnyBlock} from '../../../core/block.ts';
import {printable} from '../../../core/printable.ts';
import {holdersOf} from '../comparison.ts';
import {countWaiting, findReading} from '../readings.ts';
import {type HubView, heightOf, type LabState} from '../state.ts';
import type {Gone} from '../tale.ts';
import {type HubName, hubNames} from '../topology.ts';

/** What there is room for in the rows of a hub, in cells. */
export interface CellPlan {
	readonly width: number;
	readonly index: number;
	readonly time: 0 | 8;
	readonly chip: 0 | 2;
	readonly digits: number;
	/** Whether the PrevHash stands before the hash. */
	readonly prev: boolean;
}

const holdersCells = 6;
/** Enough to tell hashes apart; where the PrevHash stands beside it, there is room for more. */
const digitsMax = 8;
const richDigitsMax = 16;

/** The plan for rows of `width` cells, whose highest index is `highest`. */
export function planCells(width: number, highest: number, chips: boolean): CellPlan {
	const index = Math.max(3, formatCount(highest).length);
	const chip = chips ? 2 : 0;
	const time = width >= 38 ? 8 : 0;
	const prev = width >= 60;
	const fixed = 1 + index + (time === 0 ? 0 : 2 + time) + 4 + 1 + 1 + holdersCells;
	const left = width - fixed - (prev ? 2 * (chip + 1) + 3 : chip + (time === 0 ? 0 : 1));
	return {
		width,
		index,
		time,
		chip,
		digits: Math.max(4, prev ? Math.min(richDigitsMax, left >> 1) : Math.min(digitsMax, left)),
		prev,
	};
}

/** The line or two above the blocks of a hub: its name, where it listens, how it does, and its newest block. */
export function titleRows(
	state: LabState,
	hub: HubName,
	chain: ChainColumns,
	width: number,
	count: 1 | 2,
): readonly Row[] {
	const view = state.hubs[hub];
	const isSelected = state.selected === hub;
	const tone = isSelected ? 'accent' : 'muted';
	const name = `${isSelected ? '▸' : ' '}${hub}`;
	const facts = [
		stateSegment(view),
		waitingSegment(state, hub),
		heightSegment(view),
		tipSegment(view, chain, state.chips),
	];
	if (count === 1) {
		const port: Segment = [{row: [{text: portText(view), tone: 'muted'}], keep: 5}, hidden];
		return [joinRows(fitSegments([[{row: [{text: name, tone}], keep: 100}], port, ...facts], 2, width), 2)];
	}
	const rule = isSelected ? '━' : '─';
	const title = `${rule} ${hub} ${portText(view)} `;
	const line = `${title}${rule.repeat(Math.max(0, width - title.length))}`;
	return [
		[{text: line, tone}],
		[{text: isSelected ? '▸' : ' ', tone}, ...joinRows(fitSegments(facts, 2, width - 1), 2)],
	];
}

function portText({port}: HubView): string {
	return port === null ? '' : `127.0.0.1:${port}`;
}

function stateSegment({process, phase}: HubView): Segment {
	if (process === 'killed') return [{row: [{text: '✗ killed', tone: 'bad'}], keep: 100}];
	if (process === 'failed') return [{row: [{text: '✗ ended', tone: 'bad'}], keep: 100}];
	if (process === 'starting') return [{row: [{text: '◌ starting', tone: 'wait'}], keep: 100}];
	if (phase.kind === 'live') return [{row: [{text: '● live', tone: 'ok'}], keep: 100}];
	if (phase.kind === 'alarm') return [{row: [{text: '!! another past', tone: 'bad'}], keep: 100}];
	return [{row: [{text: '◌ connecting', tone: 'wait'}], keep: 100}];
}

function waitingSegment({readings}: LabState, hub: HubName): Segment {
	const waiting = countWaiting(readings, hub);
	if (waiting === 0) return [hidden];
	return [{row: [{text: `${formatCount(waiting)} wait`, tone: 'wait'}], keep: 80}, hidden];
}

function heightSegment(view: HubView): Segment {
	const height = heightOf(view);
	return height < 0
		? [hidden]
		: [{row: [{text: `#${formatCount(height)}`, tone: 'strong'}], keep: 90}, hidden];
}

function tipSegment(view: HubView, chain: ChainColumns, chips: boolean): Segment {
	const hash = chain.hashAt(heightOf(view));
	if (hash === undefined) return [hidden];
	const row: Row = [...(chips ? [{text: chipText, hash}] : []), {text: hash.slice(0, 6)}];
	return [{row, keep: 60}, hidden];
}

/** A block in the column of a hub, and which hubs have it. */
export function blockCell(
	{comparison}: LabState,
	hub: HubName,
	block: AnyBlock,
	plan: CellPlan,
	isTip: boolean,
): Row {
	const holders = holdersOf(comparison, hub, block.index);
	const isEverywhere = holders.length === hubNames.length;
	return [
		{text: isTip ? '▸' : ' ', tone: 'muted'},
		...blockRuns(block, plan, isEverywhere ? 'text' : 'strong'),
		{
			text: ` ${fitText(isEverywhere ? 'all' : holders.length === 1 ? `only ${hub}` : holders.join('+'), holdersCells)}`,
			tone: isEverywhere ? 'ok' : 'wait',
		},
	];
}

function blockRuns(
	block: AnyBlock,
	{index, time, chip, digits, prev}: CellPlan,
	tone: 'text' | 'strong' | 'moved',
): Run[] {
	const other = tone === 'moved' ? tone : 'muted';
	const hashRuns = (hash: string): Run[] => [
		...(chip > 0 ? [{text: chipText, hash}] : []),
		{
			text: `${time > 0 ? ' ' : ''}${fitText(hash === '' ? '(none)' : printable(hash).slice(0, digits), digits)}`,
			tone,
		},
	];
	return [
		{text: fitTextRight(formatCount(block.index), index), tone: other},
		...(time > 0
			? [{text: `  ${fitText(readMoment(block).time.slice(0, time), time)}`, tone: other} as const]
			: []),
		{text: fitTextRight(block.index === 0 ? '—' : String(block.bpm), 4), tone},
		{text: ' '},
		...(prev ? [...hashRuns(block.prevHash), {text: ' → ', tone: other} as const] : []),
		...hashRuns(block.hash),
	];
}

/** A block that has given way, and where its reading is now. */
export function goneCell({readings}: LabState, {block}: Gone, plan: CellPlan): Row {
	const reading = findReading(readings, block.hash);
	// The number of a block needs more room than who holds it.
	const note = reading?.state === 'moved' && reading.index !== null ? `now ${reading.index}` : 'gone';
	const narrower = {...plan, digits: Math.max(4, plan.digits - Math.max(0, note.length - holdersCells))};
	return [
		{text: '╌', tone: 'moved'},
		...blockRuns(block, narrower, 'moved'),
		{text: ` ${note}`, tone: 'moved'},
	];
}

/** The block that is being typed. */
export function draftCell(index: number, draft: string, plan: CellPlan): Row {
	return [
		{text: ' '},
		{text: fitTextRight(formatCount(index), plan.index), tone: 'muted'},
		...(plan.time > 0 ? [{text: `  ${fitText('next', plan.time)}`, tone: 'muted'} as const] : []),
		{text: fitTextRight(draft, 4), tone: 'accent'},
		{text: plan.width > 24 ? ' Enter adds it' : '', tone: 'muted'},
	];
}
