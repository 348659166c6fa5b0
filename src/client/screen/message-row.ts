import {maybeInChain, maybeInOldLedger, type Reading} from '../link-event.ts';
import {findAsking, findUndelivered} from '../state/readings.ts';
import type {State} from '../state/state.ts';
import {formatCount, formatDuration, formatMany} from './format.ts';
import {fitSegments, hidden, joinRows, type Segment} from './segments.ts';
import {cutText} from './text-width.ts';
import {type Row, rowWidth, type Tone} from './theme.ts';

/**
 * What there is to say to the person: a question, what is wrong with what was typed, what happened to each
 * reading. Whole statements only; the newest and the worst come first.
 */
export function messageRow(state: State, width: number): Row {
	const told = questionSegments(state) ?? alarmSegments(state) ?? outcomeSegments(state);
	const segments = withRemark(told, state, width);
	const rows = fitSegments(segments, gap, width);
	if (rows.every(row => row.length > 0)) return joinRows(rows, gap);
	// Something had to be left out, which is said as well.
	return [...joinRows(fitSegments(segments, gap, width - 2), gap), {text: ' …', tone: 'muted'}];
}

/** Cells between two statements. */
const gap = 3;

function questionSegments({question, readings, phase}: State): readonly Segment[] | null {
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
	if (question?.kind === 'doubtful') {
		const {bpms} = question;
		const list = bpms.length > 8 ? formatMany(bpms.length, 'reading') : bpms.join(' ');
		const it = bpms.length === 1 ? 'it' : 'them';
		return [
			texts(
				'bad',
				`This hub's chain does not hold. Enter sends ${list} all the same, Esc drops ${it}`,
				`The chain does not hold. Enter sends ${list}, Esc drops ${it}`,
				'bad chain: Enter sends, Esc drops',
				'bad chain: Enter, Esc',
			),
		];
	}
	if (question?.kind === 'leave') {
		const lost = findUndelivered(readings);
		const list = cutText(lost.map(({bpm}) => bpm).join(' '), 30);
		return [
			texts(
				'wait',
				`Leave without delivering ${list}?  Enter leaves, Esc stays`,
				`${formatMany(lost.length, 'reading')} not delivered: Enter leaves, Esc stays`,
				`leave ${cutText(list, 8)}? Enter, Esc stays`,
				'leave? Enter, Esc',
			),
		];
	}
	const asking = findAsking(readings);
	// Nothing is sent during an alarm, so nothing is asked either.
	if (asking.length === 0 || phase.kind === 'alarm') return null;
	const list = cutText(asking.map(({bpm}) => bpm).join(' '), 30);
	if (asking.every(({fromLastTime}) => fromLastTime)) return [leftOver(asking, list)];
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

/** What the run before did not deliver. */
function leftOver(asking: readonly Reading[], list: string): Segment {
	const count = `${formatMany(asking.length, 'reading')} from last time`;
	const isFor = (doubtful: string): boolean => asking.some(({reason}) => reason === doubtful);
	const old = isFor(maybeInOldLedger) ? ', sent to a ledger that is gone' : '';
	const doubt = isFor(maybeInChain) ? ', perhaps in the chain already' : old;
	return texts(
		'wait',
		`${count}${doubt}: ${list} — s sends, x drops`,
		`from last time${doubt}: ${list} — s sends, x drops`,
		`from last time: ${list} — s sends, x drops`,
		`${asking.map(({bpm}) => bpm).join(' ')} kept: s sends, x drops`,
		`${formatMany(asking.length, 'reading')} kept: s sends, x drops`,
		`${formatCount(asking.length)} kept: s sends, x drops`,
	);
}

/** In an alarm what was typed waits for the decision. */
function alarmSegments({phase, readings}: State): readonly Segment[] | null {
	if (phase.kind !== 'alarm') return null;
	const waiting = findUndelivered(readings);
	const count = formatMany(waiting.length, 'reading');
	return waiting.length === 0
		? [texts('muted', 'Nothing is sent to this hub until you choose.', 'Nothing is sent')]
		: [
				texts(
					'wait',
					`… ${count} waiting: nothing is sent to this hub until you choose`,
					`… ${count} waiting`,
				),
			];
}

/** After this long the outcome of a reading has been seen, and a key that does nothing may take its place. */
const seenMs = 5_000;

/**
 * Adds what is wrong with what was typed, which comes first, or what a key did not do, which gives way to the
 * fate of readings that has not been seen yet.
 */
function withRemark(told: readonly Segment[], state: State, width: number): readonly Segment[] {
	const {remark, remarkAtMs, readings, question, phase} = state;
	if (!remark || question) return told;
	const {tone, text, short = text} = remark;
	const segment: Segment = [
		{row: [{text, tone}], keep: 71},
		{row: [{text: cutText(short, width), tone}], keep: 99},
	];
	// What a key did matters more than that everything waits, which stands beside the box as well.
	if (phase.kind === 'alarm') return [segment];
	const isNews = findUndelivered(readings).length > 0 || remarkAtMs - readings.changedAtMs < seenMs;
	const whole = [...told, segment];
	if (tone === 'bad' || told.length === 0 || !isNews) return [segment, ...told];
	const fits =
		rowWidth(
			joinRows(
				whole.map(([longest]) => longest!.row),
				gap,
			),
		) <= width;
	return fits ? whole : told;
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

/** `block 1,284`, `blocks 1,284 and 1,285`, `blocks 1,284 to 1,286`, `3 blocks up to 1,290`. */
function describeBlocks(readings: readonly Reading[]): string {
	const indexes = readings.flatMap(({index}) => (index === undefined ? [] : [index])).sort((a, b) => a - b);
	const first = indexes[0] ?? 0;
	const last = indexes.at(-1) ?? 0;
	if (first === last) return `block ${formatCount(last)}`;
	if (indexes.length === 2) return `blocks ${formatCount(first)} and ${formatCount(last)}`;
	if (last - first === indexes.length - 1) return `blocks ${formatCount(first)} to ${formatCount(last)}`;
	return `${formatMany(indexes.length, 'block')} up to ${formatCount(last)}`;
}

/** The variants of one statement, from the longest to the shortest, which stays. */
function texts(tone: Tone, ...variants: readonly string[]): Segment {
	return variants.map(text => ({row: [{text, tone}], keep: 50}));
}
