import {type ParsedGoTo, parseGoTo, readBlockName} from '../find/go-to.ts';
import {type Marks, noMarks} from '../find/marks.ts';
import {nameBlock, type ParsedQuery, parseQuery, type Query, queryCharactersMax} from '../find/query.ts';
import type {Direction} from '../find/search.ts';
import {rememberLast} from '../remember-last.ts';
import {keepNarrow} from '../screen/tame-text.ts';
import {boxCharactersMax, setText} from './input-box.ts';
import {extentOf, type State} from './state.ts';
import {jumpTo} from './viewport.ts';

/** What is looked for in the chain, and what is marked. */
export interface Finding {
	/** What the box asks for instead of a BPM; null: a BPM. */
	readonly asks: 'block' | 'query' | null;
	/** The BPM that was being typed before something else was asked; it comes back. */
	readonly kept: string;
	/** What was found last: `n` goes on with it. */
	readonly last: LastSearch | null;
	/** How many blocks a query means, as far as they are counted. */
	readonly matches: Matches | null;
	readonly marks: Marks;
}

export interface LastSearch {
	readonly query: Query;
	/** How it was read, as a phrase, and how to ask for what may have been meant instead. */
	readonly readAs: string;
	readonly instead?: string | undefined;
	readonly direction: Direction;
}

export interface Matches {
	readonly query: Query;
	readonly count: number;
	/** Whether all blocks held are counted. */
	readonly isComplete: boolean;
	/** Which of them the selected block is, from 1; null where it is none, or not counted yet. */
	readonly rank: number | null;
}

export const nothingFound: Finding = {asks: null, kept: '', last: null, matches: null, marks: noMarks};

/** What is typed, read as what the box asks for; null while it asks for a BPM. */
export function readAsked(state: State): ParsedGoTo | ParsedQuery | null {
	const {box, finding, view} = state;
	if (finding.asks === null) return null;
	const {first, last} = extentOf(state);
	const block = finding.asks === 'block' ? box.text : readBlockName(box.text);
	if (block === null) return nameBlock(parseOnce(box.text), last);
	return parseGoTo(block, {first, last, selected: view.selected});
}

/** The query that is being typed, or the one that was found last: the one whose matches are counted. */
export function queryOf({box, finding}: Pick<State, 'box' | 'finding'>): Query | null {
	if (finding.asks !== 'query') return finding.last?.query ?? null;
	const parsed = parseOnce(box.text);
	return parsed.ok ? parsed.query : null;
}

/** The same text gives the same query object, so that it is seen that nothing else is looked for. */
const parseOnce = rememberLast(parseQuery);

/** The state in which the box asks for something else; the BPM in it waits. */
export function ask(state: State, asks: 'block' | 'query'): State {
	const {box, finding} = state;
	return {...state, box: setText(box, ''), finding: {...finding, asks, kept: box.text}};
}

/** The state in which the box asks for a BPM again, with what was typed of it. */
export function giveBack(state: State): State {
	const {box, finding} = state;
	if (finding.asks === null) return state;
	return {...state, box: setText(box, finding.kept), finding: {...finding, asks: null, kept: ''}};
}

/** The state that looks at the block `index`. */
export function lookAt(state: State, index: number): State {
	return {...state, view: jumpTo(state.view, extentOf(state), index)};
}

/** What a paste becomes that is looked for: one line, as far as there is room for it. */
export function askedText(state: State, pasted: string): string {
	return keepNarrow(pasted.trim().replace(/\s+/g, ' ')).slice(0, boxMax(state));
}

/** How much can be typed: what the box asks for, and what a line of the screen holds. */
export function boxMax({finding, columns}: Pick<State, 'finding' | 'columns'>): number {
	return finding.asks === null ? boxCharactersMax : Math.max(1, Math.min(queryCharactersMax, columns - 12));
}
