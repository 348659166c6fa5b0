import {formatCount, readMoment} from '../format.ts';
import {joinRows, spread} from '../segments.ts';
import {type Row, type Run, rowWidth, type Tone} from '../theme.ts';
import type {Check, DetailFacts} from './detail-facts.ts';

/** The sign of each state of a check; always with the word that it is about. */
export const signs: Readonly<Record<Check['state'], {readonly sign: string; readonly tone: Tone}>> = {
	holds: {sign: '✓', tone: 'ok'},
	weak: {sign: '!', tone: 'wait'},
	unknown: {sign: '?', tone: 'wait'},
	broken: {sign: '✗', tone: 'bad'},
};

/** What is shown, for the rule above it: `why 1,284 is valid`, in at most `width` cells where that is possible. */
export function detailTitle({index, valid, strict, checks}: DetailFacts, width: number): string {
	const block = formatCount(index);
	if (!valid) return `why ${block} is not valid`;
	const isWeak = !strict && checks.some(({state}) => state === 'weak');
	const long = `why ${block} is valid by the tutorial's rule`;
	return isWeak && long.length <= width ? long : `why ${block} is valid`;
}

/** Below this width checks stand closer together. */
const roomyCells = 48;

/** `✓ link   ✓ hash   ✓ shape`, and at the right whose reading it is, when it was made, how far from the tip. */
export function verdictRow(facts: DetailFacts, width: number, chips: boolean): Row {
	const words = facts.checks.map(({name, state}): Row => {
		const {sign, tone} = signs[state];
		return [
			{text: sign, tone},
			{text: ` ${name}`, tone: state === 'holds' ? 'text' : tone},
		];
	});
	const gap = width < roomyCells ? 2 : 3;
	const left = joinRows(words, gap);
	// Where check marks are spelt out each takes a cell more.
	const cells = width - (chips ? 0 : words.length);
	const room = cells - rowWidth(left) - gap;
	const right = momentVariants(facts).find(row => rowWidth(row) <= room) ?? [];
	return spread(left, right, cells);
}

/** Whose, when and where, from the longest to the shortest. */
export function momentVariants(facts: DetailFacts): readonly Row[] {
	const {own, behind, valid, next} = facts;
	const {date, time} = readMoment(facts.block);
	// Without a date it is a text that only begins like a time.
	const clock = date === '' ? '' : time.slice(0, 8);
	const you: Row = own ? [{text: 'you', tone: 'own'}] : [];
	const far = formatCount(behind);
	const at = (text: string): Row => (text === '' ? [] : [{text, tone: 'muted'}]);
	if (!valid && next.kind === 'uncounted') return [[{text: 'not taken', tone: 'bad'}]];
	const isNewest = behind === 0;
	const long = isNewest ? 'the newest' : `${far} behind the tip`;
	return [
		joinWith(joinWith(you, at(clock && `${formatDay(date)}, ${clock}`), ', '), at(long), '   '),
		joinWith(joinWith(you, at(clock), ', '), at(isNewest ? '' : long), ' · '),
		joinWith(joinWith(you, at(clock), ', '), at(isNewest ? '' : `${far} behind`), ' · '),
		joinWith(you, at(clock), ', '),
		you,
	];
}

function joinWith(a: Row, b: Row, between: string): Row {
	const gap: Run = {text: between, tone: 'muted'};
	return a.length > 0 && b.length > 0 ? [...a, gap, ...b] : [...a, ...b];
}

const months = 'January February March April May June July August September October November December'.split(
	' ',
);

/** `2026-11-20` as `20 November 2026`. */
function formatDay(date: string): string {
	const [year, month, day] = date.split('-').map(Number);
	return `${day} ${months[month! - 1]} ${year}`;
}
