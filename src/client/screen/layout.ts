import {alarmOf} from '../state/alarm-state.ts';
import {shownFork} from '../state/network.ts';
import {type OptionalPane, type PaneName, paneNames} from '../state/panes.ts';
import type {State} from '../state/state.ts';

/** A rectangle of the screen, in cells; rows and columns count from 0. */
export interface Place {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

/** How the screen is divided. */
export interface Layout {
	/** The terminal is smaller than `smallest`: it only says so. */
	readonly tooSmall: boolean;
	/** Everything between the header and the box. */
	readonly body: Place;
	/** The panes that are seen, with the line of their title. Those of one row stand side by side. */
	readonly panes: Readonly<Partial<Record<PaneName, Place>>>;
	/** Whether the table has a line above its column titles that says what it shows; on low screens the box line does. */
	readonly rule: boolean;
	/** Rows of the table, without what stands above them; at least 1, also while the table is not seen. */
	readonly tableRows: number;
	/** The row of the one line about the selected block; null where there is a pane for it, or no room. */
	readonly detailLine: number | null;
	/** The row of the box. */
	readonly boxTop: number;
	/** Whether messages have a line of their own; on low screens they share that of the box. */
	readonly messageLine: boolean;
}

/** The smallest terminal in which everything has a place. */
export const smallest = {columns: 40, rows: 10} as const;

/** From these sizes on there is room for the message line, the table's rule, the line about a block, and the chart. */
const messageRows = 12;
const ruleRows = 16;
const detailLineRows = 20;
const chartRows = 20;
/** And for a fork below the table: of the body it has at most this share, and needs this many rows besides its blocks. */
const forkRows = 20;
const forkShare = 0.56;
const forkFrameRows = 12;

/** Beside the table there are panes from this width on, in lines of these widths. */
const sideColumns = 110;
const side = {least: 46, usual: 56, most: 87} as const;
const usualColumns = 120;
/** Of what a screen has more than the usual one, the panes beside the table get this share. */
const sideShare = 0.39;

/** What a pane beside the table needs, and what it is glad of, in rows with its title. */
const heights: Readonly<
	Record<'detail' | 'own' | 'peers' | 'histogram', {readonly least: number; readonly most: number}>
> = {
	detail: {least: 17, most: 20},
	own: {least: 4, most: 5},
	// Of the peers there are never more rows than peers.
	peers: {least: 3, most: 9},
	histogram: {least: 7, most: 16},
};

type Seen = Pick<State, 'columns' | 'rows' | 'panes' | 'phase' | 'chain' | 'catchUp' | 'network'>;

/** Divides the screen: header, table beside its panes, chart, box, message, keys. Pure arithmetic. */
export function layoutOf(state: Seen): Layout {
	const {columns, rows, panes} = state;
	const messageLine = rows >= messageRows;
	const boxTop = rows - (messageLine ? 3 : 2);
	const body: Place = {left: 0, top: 1, width: columns, height: Math.max(1, boxTop - 1)};
	const rule = rows >= ruleRows;
	const zoomed = isAlone(state)
		? zoomedAlone(state)
		: isArriving(state)
			? (panes.zoomed ?? 'table')
			: panes.zoomed;
	const divided = zoomed === null ? divide(state, body) : {panes: {[zoomed]: body}, detailLine: null};
	const table: Place = divided.panes.table ?? body;
	return {
		tooSmall: columns < smallest.columns || rows < smallest.rows,
		body,
		...divided,
		rule,
		tableRows: Math.max(1, table.height - 1 - Number(rule)),
		boxTop,
		messageLine,
	};
}

/** Without a block and in an alarm there is nothing but the table. */
function isAlone({chain, phase}: Seen): boolean {
	return chain.length === 0 || alarmOf({phase}) !== null;
}

/** Our readings can be looked at before there is a chain. */
function zoomedAlone({panes, phase}: Seen): PaneName {
	return panes.zoomed === 'own' && alarmOf({phase}) === null ? 'own' : 'table';
}

/** While the past arrives for the first time there is nothing beside the table, but it can be looked into. */
function isArriving({catchUp}: Seen): boolean {
	return catchUp?.fromLength === 0;
}

function divide(state: Seen, body: Place): Pick<Layout, 'panes' | 'detailLine'> {
	const {rows, panes} = state;
	const {width} = body;
	const {wanted} = panes;
	const forkHeight = heightOfFork(state, body);
	const chartHeight = wanted.chart && rows >= chartRows ? Math.floor((rows - 4) / 4) : 0;
	const lower = forkHeight > 0 ? forkHeight : chartHeight;
	const isWide = width >= sideColumns;
	const hasLine = wanted.detail && !isWide && rows >= detailLineRows && forkHeight === 0;
	const upper = body.height - lower - Number(hasLine);
	const isBeside = isWide && (forkHeight === 0 || upper >= heights.detail.least);
	const stack = isBeside ? stackPanes(state, upper) : [];
	const sideWidth = stack.length === 0 ? 0 : widthOfSide(width);
	const left = width - sideWidth;
	const places: Partial<Record<PaneName, Place>> = {
		// One cell is the line between.
		table: {left: 0, top: body.top, width: stack.length === 0 ? width : left - 1, height: upper},
	};
	let {top} = body;
	for (const {name, height} of stack) {
		places[name] = {left, top, width: sideWidth, height};
		top += height;
	}
	const below: Place = {left: 0, top: body.top + upper, width, height: lower};
	if (forkHeight > 0) places.fork = below;
	else if (chartHeight > 0) places.chart = below;
	return {panes: places, detailLine: hasLine ? body.top + upper + lower : null};
}

/** The fork takes the place of the chart, and more where its branches are long; 0: it is not wanted, or has no room. */
function heightOfFork(state: Seen, body: Place): number {
	const fork = shownFork(state);
	if (!state.panes.wanted.fork || !fork || state.rows < forkRows) return 0;
	const blocks = Math.max(fork.ours.count, fork.theirs.count);
	return Math.min(forkFrameRows + blocks, Math.floor(body.height * forkShare));
}

function widthOfSide(columns: number): number {
	if (columns < usualColumns) return Math.max(side.least, side.usual - (usualColumns - columns));
	return Math.min(side.most, side.usual + Math.floor((columns - usualColumns) * sideShare));
}

interface Stacked {
	readonly name: OptionalPane;
	readonly height: number;
}

/** The panes beside the table that fit into `height` rows, the most telling first; the last one takes what is left. */
function stackPanes({panes: {wanted}, network}: Seen, height: number): readonly Stacked[] {
	const stack: {name: keyof typeof heights; height: number}[] = [];
	let left = height;
	const mostOf = (name: keyof typeof heights): number =>
		name === 'peers' ? Math.min(1 + network.peers.length, heights.peers.most) : heights[name].most;
	for (const name of ['detail', 'own', 'peers', 'histogram'] as const) {
		if (name === 'peers' && network.peers.length === 0) continue;
		const least = Math.min(heights[name].least, mostOf(name));
		// The first one makes do with less.
		if (!wanted[name] || (stack.length > 0 && least > left)) continue;
		const own = Math.min(least, left);
		stack.push({name, height: own});
		left -= own;
	}
	for (const pane of stack) {
		const more = Math.min(left, mostOf(pane.name) - pane.height);
		if (more > 0) pane.height += more;
		left -= Math.max(0, more);
	}
	const last = stack.at(-1);
	if (last) last.height += left;
	return stack;
}

/** The panes that are seen, in the order of Tab. */
export function visiblePanes({panes}: Layout): readonly PaneName[] {
	return paneNames.filter(name => panes[name] !== undefined);
}

/** Whether the pane would have a place beside the others if it were wanted. */
export function fitsPane(state: Seen, name: OptionalPane): boolean {
	const {panes} = state;
	const wanted = {...panes.wanted, [name]: true};
	return layoutOf({...state, panes: {...panes, wanted, zoomed: null}}).panes[name] !== undefined;
}

/** How the screen of an alarm is divided, between header and box. */
export interface AlarmFrame {
	/** Lines for what there is to know and to decide. */
	readonly factRows: number;
	/** Rows of the table below them, without its two lines of titles; 0: there is no table. */
	readonly tableRows: number;
}

/** Enough for every fact on a screen of 80 columns. */
const factRowsMax = 18;
const titleRows = 2;

/** The facts come first; a table has a place below them on high screens, and all of it when it is looked at. */
export function alarmFrameOf(state: Seen & Pick<State, 'alarm'>): AlarmFrame {
	const height = layoutOf(state).tableRows + 1;
	const factRows = state.alarm.looks ? 0 : height < factRowsMax + titleRows + 4 ? height : factRowsMax;
	return {factRows, tableRows: Math.max(0, height - factRows - titleRows)};
}
