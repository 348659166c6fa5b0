import type {ChainColumns} from '../chain-columns.ts';
import {rememberLast} from '../remember-last.ts';
import {selectedOwn} from '../state/own-commands.ts';
import {isFocused} from '../state/panes.ts';
import type {State} from '../state/state.ts';
import {ownRows} from './chart/own-rows.ts';
import type {Place} from './layout.ts';
import {focusTitle} from './pane-title.ts';
import type {Row} from './theme.ts';

/** Our readings, and what became of each. */
export function drawOwn(state: State, blocks: ChainColumns, {width, height}: Place): readonly Row[] {
	const {readings, chain, hub, phase} = state;
	const isConnected = phase.kind === 'live' || phase.kind === 'plain';
	const selected = selectedOwn(state)?.id ?? null;
	const rows = own(blocks, chain.revision, readings, hub, isConnected, selected, width, height);
	return isFocused(state, 'own') ? rows.map((row, at) => (at === 0 ? focusTitle(row) : row)) : rows;
}

const own = rememberLast(
	(
		blocks: ChainColumns,
		_revision: number,
		readings: State['readings'],
		{welcome}: State['hub'],
		connected: boolean,
		selected: string | null,
		width: number,
		height: number,
	) => {
		const bpmAt = (index: number): number | bigint | undefined => blocks.bpmAt(index);
		return ownRows({readings, bpmAt, welcome, connected, selected}, {width, height});
	},
);
