import {queryOf} from '../state/finding.ts';
import type {State} from '../state/state.ts';
import {formatCount, formatMany} from './format.ts';

/** What is said where no block is meant. */
export const noMatch = 'no match';

/** How many blocks the query means that is typed or was found last: `31 matches`; empty where nothing is known. */
export function matchesOf(state: State): string {
	const {matches} = state.finding;
	const query = queryOf(state);
	if (!matches || query === null || matches.query !== query) return '';
	const {count, isComplete} = matches;
	if (count === 0) return isComplete ? noMatch : '';
	return `${formatMany(count, 'match', 'matches')}${isComplete ? '' : ' so far'}`;
}

/** Which of the matches the selected block is: `match 3 of 31: BPM above 120`; empty where it is none. */
export function rankOf({finding}: State): string {
	const {last, matches, asks} = finding;
	if (asks !== null || !last || matches?.query !== last.query || matches.rank === null) return '';
	return `match ${formatCount(matches.rank)} of ${formatCount(matches.count)}: ${last.readAs}`;
}
