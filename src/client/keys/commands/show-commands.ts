import {layoutOf, visiblePanes} from '../../screen/layout.ts';
import type {OptionalPane} from '../../state/panes.ts';
import type {State} from '../../state/state.ts';
import type {Entry} from '../command.ts';
import {hasChain} from './conditions.ts';
import {looking} from './modes.ts';

/** Which panes are seen, and how. */
export const showCommands = {
	detail: paneKey('d', 'detail', 'why the block is valid', 'details'),
	chart: {...paneKey('c', 'chart', 'heart-rate chart', 'chart'), hintWhen: () => true},
	histogram: paneKey('h', 'histogram', 'histogram', 'histogram'),
	own: {...paneKey('o', 'own', 'your readings', 'readings'), when: hasReadings},
	chartStyle: {
		keys: ['C'],
		modes: looking,
		group: 'show',
		help: 'chart in braille, blocks or ASCII',
		when: ({unicode}) => unicode || 'This terminal shows only ASCII.',
	},
	nextPane: {
		keys: ['tab'],
		modes: looking,
		group: 'show',
		help: 'next, previous pane',
		hint: 'pane',
		priority: 36,
		when: hasPanes,
	},
	previousPane: {
		keys: ['shift+tab'],
		modes: looking,
		group: 'show',
		help: 'next, previous pane',
		when: hasPanes,
	},
	zoom: {
		keys: ['z'],
		modes: looking,
		group: 'show',
		help: 'zoom the pane, and back',
		hint: 'zoom',
		priority: 32,
		when: hasPanes,
	},
	theme: {
		keys: ['t'],
		modes: looking,
		group: 'show',
		help: 'theme: auto, dark, light, contrast',
		when: ({colours}) => colours || 'There are no colours here.',
	},
	mouse: {
		keys: ['M'],
		modes: looking,
		group: 'show',
		help: 'mouse: wheel and clicks, on or off',
	},
	back: {
		keys: ['escape'],
		modes: looking,
		group: 'show',
		help: 'back to the table',
		hint: 'back',
		resolves: true,
		priority: 92,
		// The key that opened a fork says that it closes it.
		hintWhen: ({panes}) => panes.focus !== 'fork' || panes.fork.looks,
		when: ({panes}) => panes.zoomed !== null || panes.focus !== 'table' || 'There is nothing to close.',
	},
} satisfies Readonly<Record<string, Entry>>;

/** A key that puts a pane away, or brings it back; the status line names it while the pane is away. */
function paneKey(key: string, pane: OptionalPane, help: string, hint: string): Entry {
	return {
		...{keys: [key], modes: looking, group: 'show', help: `${help}, on or off`, hint, priority: 33},
		hintWhen: ({panes}) => !panes.wanted[pane],
		when: hasChain,
	};
}

/** Our readings are there before any block. */
function hasReadings(state: State): true | string {
	return state.readings.burst.length > 0 || hasChain(state);
}

function hasPanes(state: State): true | string {
	const {panes} = state;
	return panes.zoomed !== null || visiblePanes(layoutOf(state)).length > 1 || 'There is only the chain here.';
}
