import type {ForkWinner} from '../../core/fork.ts';
import type {ChartStyle} from '../screen/chart/chart-style.ts';

/** The panes of the screen, in the order in which Tab goes through them. */
export const paneNames = ['table', 'detail', 'own', 'peers', 'histogram', 'fork', 'chart'] as const;
export type PaneName = (typeof paneNames)[number];

/** Those that can be put away: the table of the chain is always there. */
export type OptionalPane = Exclude<PaneName, 'table'>;

/** What a person chose of the panes; whether there is room for it says the layout. */
export interface Panes {
	readonly wanted: Readonly<Record<OptionalPane, boolean>>;
	/** The pane that Tab has come to. */
	readonly focus: PaneName;
	/** The pane that has all of the screen between header and box; null: all of them share it. */
	readonly zoomed: PaneName | null;
	readonly chartStyle: ChartStyle;
	/** The first row that is seen of the zoomed detail. */
	readonly detailTop: number;
	/** The id of the reading that was chosen among ours; null: the first one. */
	readonly reading: string | null;
	readonly fork: ForkView;
}

/** What is looked at in the pane of the forks. */
export interface ForkView {
	/** Which fork; null: the latest. */
	readonly key: number | null;
	/** The branch and the block in it that are chosen, counted from 0. */
	readonly side: ForkWinner;
	readonly at: number;
	/** Whether one branch is looked at, block by block. */
	readonly looks: boolean;
}

/** The latest fork, the first block of this hub's branch. */
export const initialForkView: ForkView = {key: null, side: 'ours', at: 0, looks: false};

/** All panes wanted but the fork's, which is there when somebody asks for it; the table in focus. */
export const initialPanes: Panes = {
	wanted: {detail: true, own: true, peers: true, histogram: true, fork: false, chart: true},
	focus: 'table',
	zoomed: null,
	chartStyle: 'braille',
	detailTop: 0,
	reading: null,
	fork: initialForkView,
};

/** Whether the pane is there for a person who has the panes `visible` before them. */
export function isWanted(panes: Panes, name: PaneName): boolean {
	return name === 'table' || panes.wanted[name];
}

/**
 * Puts a pane away or brings it back. One that is wanted and has no room is zoomed instead, so that the key
 * always shows something; the second time it goes back. `fits` says whether the pane has a place once it is wanted.
 */
export function togglePane(panes: Panes, name: OptionalPane, isVisible: boolean, fits: boolean): Panes {
	if (panes.zoomed === name) return unzoom(panes);
	if (isVisible && panes.zoomed === null) {
		return {
			...panes,
			wanted: {...panes.wanted, [name]: false},
			focus: panes.focus === name ? 'table' : panes.focus,
			zoomed: null,
		};
	}
	const wanted = {...panes.wanted, [name]: true};
	return fits && panes.zoomed === null
		? {...panes, wanted}
		: {...panes, wanted, focus: name, zoomed: name, detailTop: 0};
}

/** The focus on the next (1) or the pane before (-1) of those in `round`; a zoomed one gives its place to it. */
export function moveFocus(panes: Panes, round: readonly PaneName[], step: 1 | -1): Panes {
	const {zoomed} = panes;
	const at = round.indexOf(zoomed ?? panes.focus);
	const focus = round[(Math.max(0, at) + step + round.length) % round.length] ?? 'table';
	return {...panes, focus, zoomed: zoomed === null ? null : focus};
}

/** The focus on a pane that is seen. */
export function focusPane(panes: Panes, name: PaneName): Panes {
	return panes.focus === name ? panes : {...panes, focus: name};
}

/** Gives a pane all of the screen, or back what it took of it. */
export function zoomPane(panes: Panes, name: PaneName): Panes {
	if (panes.zoomed === null) return {...panes, focus: name, zoomed: name, detailTop: 0};
	return unzoom(panes);
}

/** All panes side by side again, the table in focus; a branch is looked at only with all of the screen for it. */
export function unzoom(panes: Panes): Panes {
	return {...panes, zoomed: null, focus: 'table', fork: {...panes.fork, looks: false}};
}

/** Whether the pane shows that it is in focus: while only the table is looked at, nothing has to say so. */
export function isFocused({panes}: {readonly panes: Panes}, name: PaneName): boolean {
	return name === panes.focus && (name !== 'table' || panes.zoomed === 'table');
}

const chartStyles: readonly ChartStyle[] = ['braille', 'blocks', 'ascii'];

/** The chart drawn in the next way; without Unicode there is only one. */
export function nextChartStyle(panes: Panes): Panes {
	const at = chartStyles.indexOf(panes.chartStyle);
	return {...panes, chartStyle: chartStyles[(at + 1) % chartStyles.length]!};
}
