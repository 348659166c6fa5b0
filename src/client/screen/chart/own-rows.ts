import {isUrgent, listOwn, type OwnReading} from '../../state/own-list.ts';
import {findUndelivered, type Readings} from '../../state/readings.ts';
import {formatCount, formatDuration} from '../format.ts';
import {cutText, fitTextRight, textWidth} from '../text-width.ts';
import {fitRow, type Row, rowText, rowWidth, type Tone} from '../theme.ts';
import type {PaneSize} from './chart-rows.ts';
import {fitTitle} from './fit-title.ts';

/** What the pane of our readings shows. */
export interface OwnFacts {
	readonly readings: Readings;
	/** The BPM of a block held. */
	readonly bpmAt: (index: number) => number | bigint | undefined;
	/** What the hub said of itself in live mode; null in plain mode, where an answer's time says nothing. */
	readonly welcome: {readonly durable: boolean} | null;
	/** Whether there is a connection over which readings are sent. */
	readonly connected: boolean;
	/** The id of the reading that is selected. */
	readonly selected: string | null;
}

const name = 'your readings';
/** Cells of a settled reading where there is room for several side by side, with what parts it from the next. */
const columnCells = 41;
const columnGap = 3;
const bpmCellsLeast = 3;

/**
 * Our readings and what became of them, in exactly `height` rows, the first one the title. Those that are not settled
 * or were refused have a row each and come first; the others stand in columns. The selected one is among those shown.
 */
export function ownRows(facts: OwnFacts, {width, height}: PaneSize): readonly Row[] {
	if (height < 1) return [];
	const rows = height - 1;
	const listed = listOwn(facts.readings, facts.bpmAt);
	const urgent = listed.filter(isUrgent);
	const columns = Math.max(1, Math.floor((width + columnGap) / columnCells));
	const lines = [...urgent.map(reading => [reading]), ...inGroups(listed.slice(urgent.length), columns)];
	const isCut = urgent.length > rows && rows > 1;
	const shown = isCut ? rows - 1 : rows;
	const selectedAt = lines.findIndex(line => line.some(({id}) => id === facts.selected));
	const top = Math.max(0, selectedAt - shown + 1);
	const drawn = drawLines(lines.slice(top, top + shown), facts, width);
	if (isCut) {
		const more = urgent.length - urgent.slice(top, top + shown).length;
		drawn.push(muted(`    … ${formatCount(more)} more`, width));
	}
	if (listed.length === 0 && rows > 0) drawn.push(muted(' none yet: type a BPM, Enter adds it', width));
	const blank = Array.from({length: rows - drawn.length}, (): Row => []);
	return [titleRow(facts.readings, width), ...drawn, ...blank];
}

function titleRow(readings: OwnFacts['readings'], width: number): Row {
	const open = findUndelivered(readings);
	const unseen = open.filter(({state}) => state === 'taken').length;
	const count = (number: number, what: string): readonly string[] =>
		number > 0 ? [`${formatCount(number)} ${what}`] : [];
	const waiting = [...count(open.length - unseen, 'not delivered'), ...count(unseen, 'not yet seen')];
	const added = readings.own.size > 0 ? [`${formatCount(readings.own.size)} in the chain`] : [];
	const notes = [[...waiting, ...added].join(' · '), waiting.join(' · '), ...waiting, ''];
	return fitTitle(
		notes.map(note => [name, note]),
		width,
	);
}

function inGroups<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
	return Array.from({length: Math.ceil(items.length / size)}, (_, at) =>
		items.slice(at * size, (at + 1) * size),
	);
}

/** Lines of readings that stand side by side; one that is urgent has all of its line. */
function drawLines(lines: readonly (readonly OwnReading[])[], facts: OwnFacts, width: number): Row[] {
	const bpms = lines.flat().map(({bpm}) => String(bpm).length);
	const bpmCells = Math.max(bpmCellsLeast, ...bpms);
	return lines.map(line =>
		line.flatMap((reading, at) => {
			if (at === line.length - 1) return drawReading(reading, facts, bpmCells, width - at * columnCells);
			return fitRow(drawReading(reading, facts, bpmCells, columnCells - columnGap), columnCells);
		}),
	);
}

function drawReading(reading: OwnReading, facts: OwnFacts, bpmCells: number, width: number): Row {
	const {sign, tone, texts} = tell(reading, facts);
	const isSelected = reading.id === facts.selected;
	const front: Row = [
		{text: isSelected ? '▸' : ' ', tone: 'accent'},
		{text: sign, tone},
		{text: ` ${fitTextRight(String(reading.bpm), bpmCells)}`, tone: isSelected ? 'strong' : 'text'},
		{text: '  '},
	];
	const room = width - rowWidth(front);
	if (room < 1) return [{text: cutText(rowText(front).trimEnd(), width)}];
	const [text, more = ''] = texts.find(([text, more = '']) => textWidth(text + more) <= room) ?? [
		cutText(texts.at(-1)![0], room),
	];
	return [...front, {text, tone: tone === 'ok' ? 'text' : tone}, {text: more, tone: 'muted'}];
}

/** What happened to a reading: a sign, and words from the most to the fewest; a second part matters less. */
interface Telling {
	readonly sign: string;
	readonly tone: Tone;
	readonly texts: readonly (readonly [text: string, more?: string])[];
}

function tell(
	{state, index = 0, was, reason, answeredMs}: OwnReading,
	{welcome, connected}: OwnFacts,
): Telling {
	const block = `block ${formatCount(index)}`;
	const short = `#${formatCount(index)}`;
	const because = (text: string): Telling['texts'] => (reason ? [[`${text}: ${reason}`], [text]] : [[text]]);
	switch (state) {
		case 'asking':
			return {sign: '?', tone: 'wait', texts: [...because('waits for your decision'), ['asks you']]};
		case 'uncertain':
			return {sign: '?', tone: 'bad', texts: [...because('may be lost'), ['lost?']]};
		case 'waiting':
			return {
				sign: '…',
				tone: 'wait',
				texts: [[connected ? 'waiting for its turn' : 'waiting for the connection'], ['waiting']],
			};
		case 'sent':
			return {sign: '…', tone: 'wait', texts: [['sent, no answer yet'], ['sent']]};
		case 'taken':
			return {
				sign: '…',
				tone: 'wait',
				texts: [['taken by the hub, not yet seen in its chain'], ['taken, not yet seen'], ['taken']],
			};
		case 'queued':
			return {
				sign: '…',
				tone: 'wait',
				texts: [['queued at this hub, for the hub behind it'], ['queued at the hub'], ['queued']],
			};
		case 'refused':
			return {sign: '✗', tone: 'bad', texts: because('refused')};
		case 'withdrawn':
			return {sign: '·', tone: 'muted', texts: [['withdrawn']]};
		case 'moved': {
			const from = was === undefined ? 'moved' : `moved from ${formatCount(was)}`;
			return {sign: '✓', tone: 'ok', texts: [[block, `  ${from}`], [block, '  moved'], [block], [short]]};
		}
		case 'accepted': {
			const took = answeredMs === undefined || !welcome ? '' : ` in ${formatDuration(answeredMs)}`;
			const how = took === '' ? '' : `  ${welcome?.durable ? 'durable' : 'added'}${took}`;
			return {sign: '✓', tone: 'ok', texts: [[block, how], [block], [short]]};
		}
	}
}

function muted(text: string, width: number): Row {
	return [{text: cutText(text, width), tone: 'muted'}];
}
