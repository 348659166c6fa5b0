import {formatCount, formatMany} from '../../../client/screen/format.ts';
import {fitSegments, hidden, joinRows, type Segment, spread} from '../../../client/screen/segments.ts';
import type {Row, Tone} from '../../../client/screen/theme.ts';
import {countAllTaken, countTaken} from '../readings.ts';
import {forkOf, isOne, type LabState} from '../state.ts';

/** How many check marks the line may have. */
const checksMax = 2;

/** The first line: what this is, whether the hubs have one chain, and whether every reading is on it. */
export function headerRow(state: LabState): Row {
	const {columns, isAuto} = state;
	const left: readonly Segment[] = [
		[{row: [{text: 'bchain lab', tone: 'strong'}], keep: 60}, hidden],
		[{row: [{text: 'partition'}], keep: 20}, hidden],
		isAuto ? say('wait', ['● pulse', 70]) : [hidden],
	];
	const right = [readingsSegment(state), chainsSegment(state)];
	// Each check mark is a cell longer where only ASCII is shown.
	const width = columns - 1 - checksMax;
	const rows = fitSegments([...left, ...right], 3, width);
	const ends = [rows.slice(0, left.length), rows.slice(left.length)].map(part => joinRows(part, 3));
	return [{text: ' '}, ...spread(ends[0]!, ends[1]!, width), {text: ' '}];
}

/** Each is said only where it was found in the blocks of all three hubs. */
function readingsSegment(state: LabState): Segment {
	const taken = countTaken(state.readings);
	if (taken === 0) return [hidden];
	if (state.confirmed === null)
		return say('muted', [`${formatMany(countAllTaken(state), 'reading')} added`, 30]);
	// After a while only the newest ones are looked after.
	const count = `${countAllTaken(state) > taken ? 'the newest ' : ''}${formatMany(taken, 'reading')}`;
	if (state.confirmed < taken)
		return say('wait', [`${count} added, ${formatCount(state.confirmed)} on the chain`, 30], [count, 40]);
	const once = taken === 1 ? 'once' : 'each once';
	return say(
		'ok',
		[`✓ ${count}, ${once} on every chain`, 25],
		[`✓ ${count}, ${once}`, 65],
		[`✓ ${once}`, 90],
	);
}

function chainsSegment(state: LabState): Segment {
	const {comparison} = state;
	if (comparison.all < 0) return say('wait', ['starting', 90]);
	if (isOne(state)) {
		const count = formatMany(comparison.all + 1, 'block');
		return say('ok', [`✓ one chain of ${count}`, 50], [`✓ ${count}`, 90]);
	}
	const fork = forkOf(state);
	if (fork === null)
		return say('wait', ['the same blocks, not everywhere yet', 35], ['not everywhere yet', 90]);
	const block = formatCount(fork);
	return say('bad', [`the chains part after block ${block}`, 50], [`fork after #${block}`, 90]);
}

/** One statement, from its longest wording to its shortest, which is never hidden. */
function say(tone: Tone, ...texts: readonly (readonly [text: string, keep: number])[]): Segment {
	return texts.map(([text, keep]) => ({row: [{text, tone}], keep}));
}
