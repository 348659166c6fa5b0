import type {ChartStyle} from '../screen/chart/chart-style.ts';

/** The panes of the screen, in the order in which Tab goes through them. */
export const paneNames = ['table', 'detail', 'own', 'histogram', 'chart'] as const;
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
}

/** All panes wanted, the table in focus. */
export const initialPanes: Panes = {
	wanted: {detail: true, own: true, histogram: true, chart: true},
	focus: 'table',
	zoomed: null,
	chartStyle: 'braille',
	detailTop: 0,
	reading: null,
};

/** Whether the pane is there for a person who has the panes `visible` before them. */
function isWanted(panes: Panes, name: PaneName): boolean {
	return name === 'table' || panes.wanted[name];
}

/**
 * Puts a pane away or brings it back. One that is wanted and has no room is zoomed instead, so that the key
 * always shows something; the second time it goes back. `fits` says whether the pane has a place once it is wanted.
 */
export function togglePane(panes: Panes, name: OptionalPane, isVisible: boolean, fits: boolean): Panes {
	if (panes.zoomed === name) return {...panes, zoomed: null, focus: 'table'};
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

/** The focus on the next (1) or the pane before (-1) of those `visible`; while one is zoomed, of all that are wanted. */
export function moveFocus(panes: Panes, visible: readonly PaneName[], step: 1 | -1): Panes {
	const {zoomed} = panes;
	const round = zoomed === null ? visible : paneNames.filter(name => isWanted(panes, name));
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
	return panes.zoomed === null ? {...panes, focus: name, zoomed: name, detailTop: 0} : unzoom(panes);
}

/** All panes side by side again, the table in focus if the focus was on one that is not there. */
export function unzoom(panes: Panes): Panes {
	return {...panes, zoomed: null, focus: 'table'};
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
