import {maybeInChain, maybeInOldLedger, meantForAnother, type Reading} from '../link-event.ts';
import {readAsked} from '../state/finding.ts';
import {couldBeReadings} from '../state/input-box.ts';
import {findAsking, findUndelivered} from '../state/readings.ts';
import {modeOf, type State} from '../state/state.ts';
import {forkSegments} from './fork-segments.ts';
import {formatCount, formatMany} from './format.ts';
import {outcomeSegments} from './outcome-segments.ts';
import {fitSegments, joinRows, type Segment} from './segments.ts';
import {cutText} from './text-width.ts';
import {type Row, rowWidth, type Tone} from './theme.ts';

/**
 * What there is to say to the person: a question, what is wrong with what was typed, what happened to each
 * reading. Whole statements only; the newest and the worst come first.
 */
export function messageRow(state: State, width: number): Row {
	const told =
		questionSegments(state) ??
		typedSegments(state) ??
		askedSegments(state) ??
		leftSegments(state) ??
		alarmSegments(state) ??
		(state.finding.asks === null ? [...outcomeSegments(state), ...forkSegments(state)] : []);
	const segments = withRemark(told, state, width);
	const rows = fitSegments(segments, gap, width);
	if (rows.every(row => row.length > 0)) return joinRows(rows, gap);
	// Something had to be left out, which is said as well.
	return [...joinRows(fitSegments(segments, gap, width - 2), gap), {text: ' …', tone: 'muted'}];
}

/** Cells between two statements. */
const gap = 3;

function questionSegments({question, readings, keepsReadings}: State): readonly Segment[] | null {
	if (question?.kind === 'several') {
		const count = formatMany(question.bpms.length, 'reading');
		const list = cutText(question.bpms.join(' '), 40);
		return [
			texts(
				'wait',
				`${count}: ${list} — Enter adds them, Esc drops them`,
				`add ${cutText(list, 24)}? Enter yes, Esc no`,
				...(question.bpms.length > 5 ? [] : [`add ${list}? Enter, Esc`]),
				`add ${count}? Enter, Esc`,
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
				`This hub's chain does not hold. Enter adds ${list} all the same, Esc drops ${it}`,
				`The chain does not hold. Enter adds ${list}, Esc drops ${it}`,
				'bad chain: Enter adds, Esc drops',
				'bad chain: Enter, Esc',
			),
		];
	}
	if (question?.kind === 'leave') {
		return [leaveSegment(findUndelivered(readings), keepsReadings)];
	}
	if (question?.kind === 'drop') {
		const count = formatMany(question.ids.length, 'reading');
		return [
			texts('wait', `Drop ${count} for good?  Enter drops them, Esc keeps them`, `drop ${count}? Enter, Esc`),
		];
	}
	return null;
}

/** Leaving: nothing is lost where it is kept for the next time, which is said first. */
function leaveSegment(waiting: readonly Reading[], isKept: boolean): Segment {
	const list = cutText(waiting.map(({bpm}) => bpm).join(' '), 30);
	const count = formatMany(waiting.length, 'reading');
	if (!isKept) {
		return texts(
			'wait',
			`Leave without delivering ${list}?  Enter leaves, Esc stays`,
			`${count} not delivered: Enter leaves, Esc stays`,
			`leave ${cutText(list, 8)}? Enter, Esc stays`,
			'leave? Enter, Esc',
		);
	}
	const are = waiting.length === 1 ? 'is' : 'are';
	return texts(
		'wait',
		`${list} ${are} not delivered, but kept for the next time.  Enter leaves, Esc stays`,
		`${count} kept for the next time. Enter leaves, Esc stays`,
		`${formatCount(waiting.length)} kept. Enter leaves, Esc stays`,
		'leave? Enter, Esc',
	);
}

/** What is typed and can be no reading: said at once, as a number that lost a character would be another one. */
function typedSegments(state: State): readonly Segment[] | null {
	if (modeOf(state) !== 'typing' || state.remark) return null;
	const {text} = state.box;
	if (couldBeReadings(text)) return null;
	return [
		texts(
			'bad',
			`"${text}" is no number: Backspace takes the last back. Esc clears it; letters are keys then`,
			`"${text}" is no number: Esc clears it, and letters are keys again`,
			'no number: Esc clears it',
			'no number: Esc',
		),
	];
}

/** Readings that wait for a decision. */
function leftSegments({readings, phase}: State): readonly Segment[] | null {
	const asking = findAsking(readings);
	// Nothing is sent during an alarm, so nothing is asked either.
	if (asking.length === 0 || phase.kind === 'alarm') return null;
	const list = cutText(asking.map(({bpm}) => bpm).join(' '), 30);
	if (asking.every(({fromLastTime}) => fromLastTime)) return [leftOver(asking, list)];
	if (asking.some(({reason}) => reason === meantForAnother)) {
		return [
			texts(
				'wait',
				`${list}: meant for the chain before. Add to this one? s sends, Del withdraws`,
				`${list} for this chain too? s sends, Del withdraws`,
				`${list}: s sends, Del withdraws`,
				's sends, Del withdraws',
			),
		];
	}
	return [
		texts(
			'wait',
			`${list}: sent to a ledger that is gone, never answered. Add to this chain? s sends, Del withdraws`,
			`${list}: never answered. Send to this new chain? s sends, Del withdraws`,
			`${list} unanswered: s sends, Del withdraws`,
			's sends, Del withdraws',
		),
	];
}

/** While something is looked for: what is missing or wrong, or how to ask for what may have been meant instead. */
function askedSegments(state: State): readonly Segment[] | null {
	const parsed = readAsked(state);
	if (!parsed) return null;
	// What Enter could not do is said already.
	if (!parsed.ok) {
		const {reason, short = reason, unfinished} = parsed;
		return state.remark ? [] : [texts(unfinished ? 'muted' : 'bad', reason, short)];
	}
	if (!('instead' in parsed) || parsed.instead === undefined) return null;
	return [texts('muted', `or did you mean: ${parsed.instead}`, 'or = for a BPM')];
}

/** What the run before did not deliver. */
function leftOver(asking: readonly Reading[], list: string): Segment {
	const count = `${formatMany(asking.length, 'reading')} from last time`;
	const isFor = (doubtful: string): boolean => asking.some(({reason}) => reason === doubtful);
	const old = isFor(maybeInOldLedger) ? ', sent to a ledger that is gone' : '';
	const doubt = isFor(maybeInChain) ? ', perhaps in the chain already' : old;
	return texts(
		'wait',
		`${count}${doubt}: ${list} — s sends, Del withdraws`,
		`from last time${doubt}: ${list} — s sends, Del withdraws`,
		`from last time: ${list} — s sends, Del withdraws`,
		`${asking.map(({bpm}) => bpm).join(' ')} kept: s sends, Del withdraws`,
		`${formatMany(asking.length, 'reading')} kept: s sends, Del withdraws`,
		`${formatCount(asking.length)} kept: s sends, Del withdraws`,
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

/**
 * Adds what a key did or did not do, or what is wrong with what was typed: it is the newest, so it comes first, and
 * has the line alone for its moment where there is no room for the rest.
 */
function withRemark(told: readonly Segment[], state: State, width: number): readonly Segment[] {
	const {remark, question, phase} = state;
	if (!remark || question) return told;
	const {tone, text, short = text} = remark;
	const shorter = [short].flat();
	const variants = [text, ...shorter, cutText(shorter.at(-1)!, width)];
	const segment = variants.map((text, at) => ({row: [{text, tone}], keep: 71 + at}));
	// What a key did matters more than that everything waits, which stands beside the box as well.
	if (phase.kind === 'alarm') return [segment];
	const whole = [segment, ...told].map(([longest]) => longest!.row);
	return rowWidth(joinRows(whole, gap)) <= width ? [segment, ...told] : [segment];
}

/** The variants of one statement, from the longest to the shortest, which stays. */
function texts(tone: Tone, ...variants: readonly string[]): Segment {
	return variants.map(text => ({row: [{text, tone}], keep: 50}));
}
