import {formatCount} from '../format.ts';
import {fitSegments, hidden, joinRows, type Segment, spread, type Variant} from '../segments.ts';
import {chipText, type Row, type Run, rowWidth, type Tone} from '../theme.ts';
import type {DetailFacts} from './detail-facts.ts';
import {showText} from './hashed-text.ts';
import {momentVariants, signs} from './verdict-row.ts';

/** Digits of a hash, enough to find it in the table. */
const digits = 6;

/**
 * The details in one line of at most `width` cells, for screens without a pane:
 * `#1,284 ✓ link: PrevHash = Hash of #1,283 ▐▌5296be   ✓ hash: recomputed ▐▌8cab15`. What has no room gives way
 * whole, the words before the verdicts; where there is more room, whose reading it is and when it was made.
 */
export function detailLine(facts: DetailFacts, width: number, chips = true): Row {
	const [link, hash] = [stateOf(facts, 'link'), stateOf(facts, 'hash')];
	const others = facts.checks.filter(
		({name, state}) => name !== 'link' && name !== 'hash' && state !== 'holds',
	);
	const segments: readonly Segment[] = [
		linkSegment(facts, link, chips),
		hashSegment(facts, hash, chips),
		...others.map(
			({name, state}): Segment => [
				{row: checkRow(state, name), keep: 60},
				state === 'broken' ? {row: checkRow(state, name), keep: 60} : hidden,
			],
		),
	];
	// A cell at the left; where check marks are spelt out each takes a cell more.
	const room = width - 1 - (chips ? 0 : 2 + others.length);
	const left = joinRows(fitSegments(segments, 3, room), 3);
	const right = momentVariants(facts).find(row => rowWidth(row) <= room - rowWidth(left) - 4) ?? [];
	return [{text: ' '}, ...spread(left, right.length > 0 ? [...right, {text: ' '}] : [], room)];
}

type State = DetailFacts['checks'][number]['state'];

function stateOf({checks}: DetailFacts, name: 'link' | 'hash'): State {
	return checks.find(check => check.name === name)!.state;
}

function checkRow(state: State, word: string, ...more: Row): Row {
	const {sign, tone} = signs[state];
	const wordTone: Tone = state === 'holds' ? 'text' : tone;
	return [{text: sign, tone}, {text: ` ${word}`, tone: wordTone}, ...more];
}

function linkSegment(facts: DetailFacts, state: State, chips: boolean): Segment {
	const {index, before, block} = facts;
	const number: Run = {text: `#${formatCount(index)} `, tone: 'strong'};
	const row = (word: string, ...more: Row): Row => [number, ...checkRow(state, word, ...more)];
	const short: readonly Variant[] = [
		{row: row('link'), keep: 70},
		{row: checkRow(state, 'link'), keep: 90},
	];
	if (before === null) {
		const words =
			state === 'holds' ? 'link: the genesis block, none before it' : 'link: PrevHash must be empty';
		return [{row: row(words), keep: 20}, ...short];
	}
	const other = `Hash of #${formatCount(before.index)}`;
	if (before.hash === null) return [{row: row(`link: ${other} is not here`), keep: 20}, ...short];
	const chip = [{text: ' '}, ...hashChip(before.hash, chips)];
	if (state === 'broken') {
		const own = hashChip(block.prevHash, chips);
		return [
			{row: row('link: PrevHash ', ...own, {text: ` ≠ ${other}`, tone: 'bad'}, ...chip), keep: 20},
			{row: row('link: PrevHash', {text: ` ≠ ${other}`, tone: 'bad'}), keep: 40},
			...short,
		];
	}
	return [
		{row: row(`link: PrevHash = ${other}`, ...chip), keep: 20},
		{row: row(`link: ${other}`, ...chip), keep: 30},
		{row: row('link', ...chip), keep: 50},
		...short,
	];
}

function hashSegment({explanation, hash}: DetailFacts, state: State, chips: boolean): Segment {
	const {stated, computed, exception} = explanation;
	const last: Variant = {row: checkRow(state, 'hash'), keep: 80};
	if (hash.kind === 'alone')
		return [{row: checkRow(state, 'hash: the tutorial gives it none'), keep: 10}, last];
	const chip = [{text: ' '}, ...hashChip(stated, chips)];
	if (hash.kind === 'differs') {
		const made = [{text: ' '}, ...hashChip(computed, chips)];
		const unlike: Run = {text: ' ≠ sha256', tone: 'bad'};
		return [
			{row: checkRow(state, 'hash:', ...chip, unlike, ...made), keep: 10},
			{row: checkRow(state, 'hash', unlike), keep: 45},
			last,
		];
	}
	const word = exception === null ? 'hash: recomputed' : 'hash: without its time';
	return [
		{row: checkRow(state, word, ...chip), keep: 10},
		{row: checkRow(state, 'hash', ...chip), keep: 45},
		last,
	];
}

function hashChip(hash: string, chips: boolean): Row {
	if (hash === '') return [{text: '(empty)'}];
	const text: Run = {text: showText(hash).slice(0, digits)};
	return chips ? [{text: chipText, hash}, text] : [text];
}
