import type {CheckedReturn, ForkFacts} from '../../fork-facts.ts';
import {formatCount} from '../format.ts';
import {joinRows} from '../segments.ts';
import {type Row, type Run, rowWidth} from '../theme.ts';

/** Lines of readings; what has no room is counted. */
const linesMax = 3;

/** Which readings of the replaced blocks are on the chain again, and where: as few rows of `width` cells as it takes. */
export function returnedRows(facts: ForkFacts, width: number): readonly Row[] {
	const {fork, returned} = facts;
	if (fork.winner === 'ours') return otherHubs(width);
	if (returned.length === 0) return waiting(facts, width);
	const isShort = width < 60;
	const title = isShort ? 'again:' : 'put again at the end:';
	const items: Row[] = returned.map(one => returnedItem(one, isShort));
	const unlisted = fork.returnedCount - returned.length;
	const open = (fork.displaced ?? fork.returnedCount) - fork.returnedCount;
	if (unlisted > 0) items.push([{text: `… ${formatCount(unlisted)} more`, tone: 'muted'}]);
	if (open > 0) items.push([{text: `… ${formatCount(open)} to come`, tone: 'wait'}]);
	if (facts.isAllBack) items.push([{text: 'no reading is lost', tone: 'ok'}]);
	return layItems([{text: title, tone: 'muted'}], items, width, isShort ? 2 : 3);
}

function returnedItem({bpm, index, check, own}: CheckedReturn, isShort: boolean): Row {
	const whose = !own ? '' : isShort ? '•' : ' (yours)';
	const block = isShort ? `#${formatCount(index)}` : `block ${formatCount(index)}`;
	const signs = {
		held: {text: ' ✓', tone: 'ok'},
		coming: {text: ' …', tone: 'wait'},
		missing: {text: ' ✗', tone: 'bad'},
	} as const;
	const arrow = isShort ? '→' : ' → ';
	return [{text: `${bpm}`}, {text: whose, tone: 'own'}, {text: arrow + block}, signs[check]];
}

/** Nothing is back yet: what is on its way. */
function waiting({fork: {displaced}}: ForkFacts, width: number): readonly Row[] {
	if (displaced === null) return [];
	if (displaced > 0)
		return [[{text: ` ${formatCount(displaced)} to be put again at the end …`, tone: 'wait'}]];
	const texts = [
		'The readings of the replaced blocks were taken by other hubs, which put them again at the end.',
		'Other hubs took these readings, and put them again at the end.',
		'Other hubs put these again.',
	];
	return [[fittingRun(texts, width)]];
}

/** Where the branch here stays, whoever took the readings of the other one sees to them. */
function otherHubs(width: number): readonly Row[] {
	const texts = [
		'The hubs that took the readings of the other branch put them again at the end: none is lost.',
		'The readings of the other branch are put again at the end.',
		'Its readings are put again.',
	];
	return [[fittingRun(texts, width)]];
}

/** The longest of these texts that fits, the last one where none does. */
function fittingRun(texts: readonly string[], width: number): Run {
	return {text: ` ${texts.find(text => text.length < width) ?? texts.at(-1)!}`, tone: 'muted'};
}

/** Items one after the other, each of them whole, in lines behind a title. */
function layItems(title: Row, items: readonly Row[], width: number, gap: number): readonly Row[] {
	const indent = 1 + rowWidth(title) + 2;
	const lines: Row[][] = [[]];
	for (const [at, item] of items.entries()) {
		const line = lines.at(-1)!;
		// A check mark that is spelt out takes a cell more.
		const cells = indent + rowWidth(joinRows([...line, item], gap)) + line.length + 2;
		if (cells <= width || line.length === 0) line.push(item);
		else if (lines.length < linesMax) lines.push([item]);
		else {
			line[line.length - 1] = [{text: `… ${formatCount(items.length - at + 1)} more`, tone: 'muted'}];
			break;
		}
	}
	return lines.map((line, at) => [
		...(at === 0 ? [{text: ' '}, ...title, {text: '  '}] : [{text: ' '.repeat(indent)}]),
		...joinRows(line, gap),
	]);
}
