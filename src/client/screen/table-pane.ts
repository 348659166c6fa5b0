import type {ChainColumns} from '../chain-columns.ts';
import type {State} from '../state/state.ts';
import {ruleRow, tableRows, tableTitle} from './chain-rows.ts';
import {layoutOf, type Place} from './layout.ts';
import {layNotices, noticeRows} from './notice-rows.ts';
import {tableLines} from './table-lines.ts';
import type {Row} from './theme.ts';

/** The table of the chain with what stands above it, and over it what has to be read once. */
export function drawTable(state: State, blocks: ChainColumns, {width}: Place): readonly Row[] {
	const {rule, tableRows: height} = layoutOf(state);
	const notices = noticeRows(state, width);
	const selected = lineOf(state);
	const table = layNotices(tableRows(state, blocks, width), notices, height, selected);
	const titles = state.chain.length > 0 ? tableTitle(state, width) : [];
	return [...(rule ? [ruleRow(state, width)] : []), titles, ...table];
}

/** The line of the table in which the selected block stands, counted from 0. */
function lineOf(state: State): number {
	const {selected} = state.view;
	return tableLines(state).findIndex(line => line.kind === 'block' && line.index === selected);
}
