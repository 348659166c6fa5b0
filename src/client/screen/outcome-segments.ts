import type {Reading} from '../link-event.ts';
import type {State} from '../state/state.ts';
import {formatCount, formatDuration, formatMany} from './format.ts';
import {hidden, type Segment} from './segments.ts';
import type {Tone} from './theme.ts';

type Group = {readonly tone: Tone; readonly long: string; readonly short: string; readonly tiny: string};

/** What is good news only while it is new; what is bad stays until there are other readings. */
const passing: readonly Reading['state'][] = ['accepted', 'moved', 'withdrawn'];

/** As much of a long reason as the narrowest terminal that is common shows. */
const cutCharacters = 76;

/** The outcomes of the present burst, the worst first: readings that fared alike are told together. */
export function outcomeSegments(state: State): readonly Segment[] {
	const {readings, outcomesSeen} = state;
	const burst = outcomesSeen ? readings.burst.filter(({state}) => !passing.includes(state)) : readings.burst;
	const order: readonly Reading['state'][] = [
		'refused',
		'uncertain',
		'waiting',
		'sent',
		'taken',
		'queued',
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
			...(long.length > cutCharacters
				? [{row: [{text: `${long.slice(0, cutCharacters - 1)}…`, tone}], keep: keep - 4}]
				: []),
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
	const from = newest.was === undefined ? '' : `from ${describeBlocks(alike, ({was}) => was)} `;
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
		case 'queued':
			return group(
				'wait',
				`… ${list} queued at this hub, for the hub behind it`,
				`… ${list} queued at the hub`,
				`… ${few} queued`,
			);
		case 'accepted': {
			const durable = hub.welcome?.durable ? `${are} durable in` : `${are} in`;
			return group('ok', `✓ ${list} ${durable} ${blocks}${took}`, `✓ ${few} ${are} ${blocks}`, `✓ ${few}`);
		}
		case 'moved':
			return group('ok', `✓ ${list} moved ${from}to ${blocks}`, `✓ ${few} moved to ${blocks}`, `✓ ${few}`);
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
function describeBlocks(
	readings: readonly Reading[],
	read: (reading: Reading) => number | undefined = ({index}) => index,
): string {
	const indexes = readings.flatMap(reading => read(reading) ?? []).sort((a, b) => a - b);
	const first = indexes[0] ?? 0;
	const last = indexes.at(-1) ?? 0;
	if (first === last) return `block ${formatCount(last)}`;
	if (indexes.length === 2) return `blocks ${formatCount(first)} and ${formatCount(last)}`;
	if (last - first === indexes.length - 1) return `blocks ${formatCount(first)} to ${formatCount(last)}`;
	return `${formatMany(indexes.length, 'block')} up to ${formatCount(last)}`;
}
