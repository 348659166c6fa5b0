import {formatCount} from '../../../client/screen/format.ts';
import {fitRow, type Row} from '../../../client/screen/theme.ts';
import type {Chains} from '../comparison.ts';
import {forkOf, heightOf, type LabState} from '../state.ts';
import {type HubName, hubNames} from '../topology.ts';
import {blockCell, type CellPlan, draftCell, goneCell, planCells, titleRows} from './column-rows.ts';
import {columnWidths, frameOf} from './frame.ts';

/** Which rows the blocks have, the same ones for every hub: so that a fork is seen where it is. */
interface Axis {
	/** The first index shown. */
	readonly first: number;
	readonly last: number;
	/** After this index a line says that the chains part; null: nowhere. */
	readonly fork: number | null;
	/** Rows below for blocks that were replaced. */
	readonly goneRows: number;
}

const nothing: Row = [];

/** The hubs with their blocks: three beside each other, or the selected one. */
export function hubRows(state: LabState, chains: Chains): readonly Row[] {
	const {isWide, titleRows: titleCount} = frameOf(state);
	const hubs = isWide ? hubNames : [state.selected];
	const widths = isWide ? columnWidths(state.columns) : [state.columns];
	const axis = layAxis(state, hubs);
	const plan = planCells(Math.min(...widths), axis.last, state.chips);
	const columns = hubs.map((hub, at) => [
		...titleRows(state, hub, chains[hub], widths[at]!, titleCount),
		...cellsOf(state, chains, hub, plan, axis),
	]);
	const line = axis.fork === null ? -1 : titleCount + axis.fork + 1 - axis.first;
	return columns[0]!.map((_, row) => {
		if (row === line) return forkLine(state, axis);
		return columns.flatMap((cells, at): Row => {
			const cell = fitRow(cells[row]!, widths[at]!);
			return at === 0 ? cell : [{text: '│', tone: 'muted'}, ...cell];
		});
	});
}

function layAxis(state: LabState, hubs: readonly HubName[]): Axis {
	const {blockRows} = frameOf(state);
	const {selected, box} = state;
	const heights = hubs.map(hub => heightOf(state.hubs[hub]));
	const drafted = box === '' ? -1 : heightOf(state.hubs[selected]) + 1;
	const last = Math.max(...heights, drafted);
	const gone = Math.max(...hubs.map(hub => state.hubs[hub].gone.length));
	const goneRows = Math.min(gone, Math.max(1, blockRows >> 1));
	const fork = hubs.length === 1 ? null : forkOf(state);
	const room = Math.max(1, blockRows - goneRows - (fork === null ? 0 : 1));
	const first = Math.max(0, last - room + 1);
	// A fork above what is seen is named at the top.
	return {first, last, goneRows, fork: fork === null ? null : Math.max(fork, first - 1)};
}

function forkLine(state: LabState, {first}: Axis): Row {
	const fork = forkOf(state)!;
	const where = fork < first - 1 ? ', above what is seen' : '';
	const text = `╌╌ fork: up to block ${formatCount(fork)} the chains are the same${where} `;
	return [{text: text + '╌'.repeat(Math.max(0, state.columns - text.length)), tone: 'wait'}];
}

/** Exactly as many cells as the frame has rows for blocks; one of them is left blank for the line of a fork. */
function cellsOf(state: LabState, chains: Chains, hub: HubName, plan: CellPlan, axis: Axis): readonly Row[] {
	const {blockRows} = frameOf(state);
	const view = state.hubs[hub];
	const chain = chains[hub];
	const height = heightOf(view);
	const rows: Row[] = [];
	if (axis.fork !== null && axis.fork < axis.first) rows.push(nothing);
	for (let index = axis.first; index <= axis.last; index++) {
		const block = index <= height ? chain.blockAt(index) : undefined;
		const isDraft = hub === state.selected && state.box !== '' && index === height + 1;
		if (block) rows.push(blockCell(state, hub, block, plan, index === height));
		else if (isDraft) rows.push(draftCell(index, state.box, plan));
		else if (index === axis.first && height >= 0 && height < axis.first)
			rows.push([{text: ` newest is ${formatCount(height)}, above`, tone: 'muted'}]);
		else rows.push(nothing);
		if (index === axis.fork) rows.push(nothing);
	}
	rows.push(...view.gone.slice(-axis.goneRows).map(gone => goneCell(state, gone, plan)));
	return Array.from({length: blockRows}, (_, at) => rows[at] ?? nothing);
}
