import type {Reading} from '../link-event.ts';
import {findAsking, findUndelivered} from '../state/readings.ts';
import type {State} from '../state/state.ts';
import {formatCount, formatDuration, formatMany} from './format.ts';
import {fitSegments, hidden, joinRows, type Segment} from './segments.ts';
import {cutText} from './text-width.ts';
import type {Row, Tone} from './theme.ts';

/**
 * What there is to say to the person: a question, what is wrong with what was typed, what happened to each
 * reading. Whole statements only; the newest and the worst come first.
 */
export function messageRow(state: State, width: number): Row {
	const segments = questionSegments(state) ?? remarkSegments(state, width) ?? outcomeSegments(state);
	const rows = fitSegments(segments, gap, width);
	if (rows.every(row => row.length > 0)) return joinRows(rows, gap);
	// Something had to be left out, which is said as well.
	return [...joinRows(fitSegments(segments, gap, width - 2), gap), {text: ' …', tone: 'muted'}];
}

/** Cells between two statements. */
const gap = 3;

function questionSegments({question, readings}: State): readonly Segment[] | null {
	if (question?.kind === 'several') {
		const count = formatMany(question.bpms.length, 'reading');
		const list = cutText(question.bpms.join(' '), 40);
		return [
			texts(
				'wait',
				`${count}: ${list} — Enter adds them, Esc drops them`,
				`add ${count}? Enter yes, Esc no`,
				'add? Enter, Esc',
			),
		];
	}
	if (question?.kind === 'leave') {
		const lost = findUndelivered(readings);
		const what = `${formatMany(lost.length, 'reading')} not delivered`;
		const list = cutText(lost.map(({bpm}) => bpm).join(' '), 30);
		return [
			texts(
				'wait',
				`${what}: ${list} — q leaves all the same, Esc stays`,
				`${what}: q leaves, Esc stays`,
				'q leaves, Esc stays',
			),
		];
	}
	const asking = findAsking(readings);
	if (asking.length === 0) return null;
	const list = cutText(asking.map(({bpm}) => bpm).join(' '), 30);
	return [
		texts(
			'wait',
			`${list}: sent to a ledger that is gone, never answered. Add to this chain? s sends, x withdraws`,
			`${list}: never answered. Send to this new chain? s sends, x withdraws`,
			`${list} unanswered: s sends, x withdraws`,
			's sends, x withdraws',
		),
	];
}

function remarkSegments({remark}: State, width: number): readonly Segment[] | null {
	return remark ? [texts(remark.tone, cutText(remark.text, width))] : null;
}

type Group = {readonly tone: Tone; readonly long: string; readonly short: string; readonly tiny: string};

/** The outcomes of the present burst: readings that fared alike are told together. */
function outcomeSegments(state: State): readonly Segment[] {
	const {burst} = state.readings;
	const order: readonly Reading['state'][] = [
		'refused',
		'uncertain',
		'waiting',
		'sent',
		'taken',
		'moved',
		'accepted',
		'withdrawn',
	];
	return order.flatMap((kind, at) => {
		const alike = burst.filter(({state}) => state === kind);
		if (alike.length === 0) return [];
		const {tone, long, short, tiny} = tell(alike as [Reading, ...Reading[]], state);
		const keep = 90 - at * 10;
		const variants = [
			{row: [{text: long, tone}], keep: keep - 5},
			{row: [{text: short, tone}], keep},
			{row: [{text: tiny, tone}], keep: keep + 1},
			hidden,
		];
		return [variants];
	});
}

/** What happened to these readings, which are all in the same state. */
function tell(alike: readonly [Reading, ...Reading[]], {hub, phase}: State): Group {
	const newest = alike.at(-1)!;
	const list = name(alike, 8);
	const few = name(alike, 3);
	const are = alike.length === 1 ? 'is' : 'are';
	const blocks = describeBlocks(alike);
	// Without live mode this would be the time to a prompt, which says nothing of the chain.
	const took =
		newest.answeredMs === undefined || !hub.welcome ? '' : ` · ${formatDuration(newest.answeredMs)}`;
	const because = newest.reason ? `: ${newest.reason}` : '';
	switch (newest.state) {
		case 'waiting': {
			const what = phase.kind === 'live' || phase.kind === 'plain' ? 'its turn' : 'the connection';
			return group('wait', `… ${list} waiting for ${what}`, `… ${list} waiting`, `… ${few}`);
		}
		case 'sent': {
			const text =
				phase.kind === 'catchingUp' ? 'sent, waiting for its place at the end of the chain' : 'sending';
			return group('wait', `… ${list} ${text}`, `… ${list} sending`, `… ${few}`);
		}
		case 'taken':
			return group(
				'wait',
				`… ${list} taken by the hub, not yet seen in its chain`,
				`… ${list} taken, not yet seen`,
				`… ${few}`,
			);
		case 'accepted': {
			const durable = hub.welcome?.durable ? `${are} durable in` : `${are} in`;
			return group('ok', `✓ ${list} ${durable} ${blocks}${took}`, `✓ ${few} ${are} ${blocks}`, `✓ ${few}`);
		}
		case 'moved':
			return group(
				'ok',
				`✓ ${list} moved to ${blocks}, as a longer chain won`,
				`✓ ${few} moved to ${blocks}`,
				`✓ ${few}`,
			);
		case 'refused':
			return group('bad', `✗ ${list} refused${because}`, `✗ ${few} refused`, `✗ ${few}`);
		case 'uncertain':
			return group('bad', `? ${list} may be lost${because}`, `? ${few} may be lost`, `? ${few}`);
		default:
			return group('muted', `${list} withdrawn`, `${few} withdrawn`, few);
	}
}

/** The readings themselves where they are few: `72 88 99`; otherwise how many: `48 readings`. */
function name(readings: readonly Reading[], most: number): string {
	return readings.length > most
		? formatMany(readings.length, 'reading')
		: readings.map(({bpm}) => bpm).join(' ');
}

function group(tone: Tone, long: string, short: string, tiny: string): Group {
	return {tone, long, short, tiny};
}

/** `block 1,284`, `blocks 1,284 to 1,286`, `3 blocks up to 1,290`. */
function describeBlocks(readings: readonly Reading[]): string {
	const indexes = readings.flatMap(({index}) => (index === undefined ? [] : [index])).sort((a, b) => a - b);
	const first = indexes[0] ?? 0;
	const last = indexes.at(-1) ?? 0;
	if (first === last) return `block ${formatCount(last)}`;
	if (last - first === indexes.length - 1) return `blocks ${formatCount(first)} to ${formatCount(last)}`;
	return `${formatMany(indexes.length, 'block')} up to ${formatCount(last)}`;
}

/** The variants of one statement, from the longest to the shortest, which stays. */
function texts(tone: Tone, ...variants: readonly string[]): Segment {
	return variants.map(text => ({row: [{text, tone}], keep: 50}));
}
