import type {ForkFacts, JudgedBlock} from '../../fork-facts.ts';
import {nameHub} from '../../fork-words.ts';
import type {ForkView} from '../../state/panes.ts';
import {chooseText} from '../detail/sheet.ts';
import {formatCount, readMoment} from '../format.ts';
import {textWidth, wrapText} from '../text-width.ts';
import {chipText, type Row, type Run} from '../theme.ts';

interface Place {
	readonly width: number;
	readonly height: number;
	readonly chips: boolean;
}

/** What is seen of a branch that is looked at. */
export interface BranchView {
	readonly rows: readonly Row[];
	/** Which of its blocks is the first one there, and the last, counted from 1; how many it has in all. */
	readonly first: number;
	readonly count: number;
}

const hashDigits = 64;
const indent = 4;
const labelCells = 'PrevHash  '.length;
const sentenceLinesMax = 2;
/** Below this width a hash has two lines, whatever is said of it; below this height a sentence has one. */
const narrow = 60;
const lowHeight = 12;

/** The chosen branch of a fork from the chosen block on: every hash whole, and why it holds. At most `height` rows. */
export function branchView(facts: ForkFacts, {side, at}: ForkView, place: Place): BranchView {
	const {blocks, count} = facts[side];
	const lines = place.height < lowHeight ? 1 : sentenceLinesMax;
	const said = tellBranch(facts, side);
	const sentence = lines === 1 ? chooseText(said, place.width - 2) : said[0]!;
	const front = wrapText(sentence, place.width - 2, lines).map(
		(line): Row => [{text: ` ${line}`, tone: 'muted'}],
	);
	const parts = blocks.map((judged, i) => blockRows(judged, facts, side, i === at, place));
	const end = endRows(count, blocks.length, facts.fork.shared);
	const room = Math.max(0, place.height - front.length);
	const rows = [...parts.slice(firstPart(parts, at, end.length, room)).flat(), ...end];
	const first = blocks.length === 0 ? 0 : firstPart(parts, at, end.length, room) + 1;
	return {rows: [...front, ...rows].slice(0, place.height), first, count};
}

/** The block from which on there is as much to see as possible, the one at `at` included. */
function firstPart(parts: readonly (readonly Row[])[], at: number, endRows: number, room: number): number {
	let first = parts.length;
	let used = endRows;
	while (first > 0 && used + parts[first - 1]!.length <= room) used += parts[--first]!.length;
	return Math.max(0, Math.min(at, first));
}

/** What became of a branch, from the most words to the fewest. */
function tellBranch({fork, ...branches}: ForkFacts, side: 'ours' | 'theirs'): readonly string[] {
	const {winner, shared} = fork;
	const other = side === 'ours' ? branches.theirs : branches.ours;
	const more = (count: number): string => (count === 1 ? '1 block' : `${formatCount(count)} blocks`);
	const own = more(branches[side].count);
	const after = `${own} after block ${formatCount(shared)}`;
	if (winner === side)
		return [`${after}: this branch won over the ${more(other.count)} of the other.`, `${own}: they won`];
	return [
		`${after}: replaced by the ${more(other.count)} of the other branch. The readings are not lost with them.`,
		`${after}, replaced`,
		`${own}, replaced`,
	];
}

/** A block with its fields and both hashes, whole. */
function blockRows(
	{block, fault}: JudgedBlock,
	facts: ForkFacts,
	side: 'ours' | 'theirs',
	isChosen: boolean,
	place: Place,
): readonly Row[] {
	const {fork} = facts;
	const won = fork.winner === side;
	const {date, time} = readMoment(block);
	const returned = facts.returned.find(({was}) => side === 'ours' && was === block.index);
	const own = side === 'ours' && fork.own.some(({index}) => index === block.index);
	const sign: Run = fault
		? {text: '✗', tone: 'bad'}
		: won
			? {text: '✓', tone: 'ok'}
			: {text: '╌', tone: 'moved'};
	const name = `block ${formatCount(block.index)}`;
	const notes = [
		own ? 'yours' : '',
		returned && !won ? `now ${place.width < 60 ? '#' : 'block '}${formatCount(returned.index)}` : '',
	];
	const note = notes.filter(text => text !== '').join(', ');
	const texts = [
		`${name}   ${date} ${time}   BPM ${block.bpm}`,
		`${name}  ${time.slice(0, 8)}  BPM ${block.bpm}`,
		`#${formatCount(block.index)}  BPM ${block.bpm}`,
		`#${formatCount(block.index)}`,
	];
	const text = chooseText(texts, place.width - indent - (note === '' ? 0 : note.length + 2));
	const isLinkBad = fault?.reason === 'link' || fault?.reason === 'index';
	const before = formatCount(block.index - 1);
	return [
		[
			{text: isChosen ? ' ▸' : '  ', tone: 'accent'},
			sign,
			{text: ` ${text}`, tone: 'strong'},
			{text: note === '' ? '' : `  ${note}`, tone: own ? 'own' : 'muted'},
		],
		...hashRows(
			'PrevHash',
			block.prevHash,
			isLinkBad,
			[`the Hash of block ${before}`, `Hash of #${before}`, ''],
			place,
		),
		...hashRows(
			'Hash',
			block.hash,
			fault !== null && !isLinkBad,
			[
				`sha256("${block.index}" "${block.timestamp}" "${block.bpm}" PrevHash)`,
				'sha256, recomputed here',
				'recomputed',
				'',
			],
			place,
		),
		...(place.height < lowHeight ? [] : [[]]),
	];
}

/** A whole hash behind its label, in as many lines as it takes, and whether it is what it should be. */
function hashRows(
	label: string,
	hash: string,
	isBad: boolean,
	reasons: readonly string[],
	{width, chips}: Place,
): readonly Row[] {
	if (width < narrow) return halfHashRows(label, hash, isBad);
	const front = indent + labelCells + (chips ? chipText.length + 1 : 0);
	const room = Math.max(8, Math.min(hashDigits, width - front - 1));
	// Lines of the same length are read more easily.
	const digits = Math.ceil(hashDigits / Math.ceil(hashDigits / room));
	const lines = Array.from({length: Math.ceil(hashDigits / digits)}, (_, at) =>
		hash.slice(at * digits, (at + 1) * digits),
	);
	const sign = isBad ? '✗' : '✓';
	const left = width - front - digits;
	const remark = chooseText(
		reasons.map(reason => (reason === '' ? ` ${sign}` : ` ${sign} ${isBad ? 'not ' : ''}${reason}`)),
		left - 1,
	);
	return lines.map((text, at): Row => {
		const last = at === lines.length - 1 ? remark : '';
		const chip: Row = at === 0 && chips ? [{text: chipText, hash}, {text: ' '}] : [];
		const blank = ' '.repeat(at === 0 || !chips ? 0 : chipText.length + 1);
		return [
			{text: `${' '.repeat(indent)}${(at === 0 ? label : '').padEnd(labelCells)}`, tone: 'muted'},
			...chip,
			{text: blank + text, tone: isBad ? 'bad' : 'text'},
			{text: last, tone: isBad ? 'bad' : 'ok'},
		];
	});
}

/** The same where there is little room: half of a hash a line, and the verdict before it. */
function halfHashRows(label: string, hash: string, isBad: boolean): readonly Row[] {
	const name = label === 'Hash' ? 'hash' : 'prev';
	const half = hashDigits / 2;
	const tone = isBad ? 'bad' : 'text';
	return [
		[
			{text: `${name} `, tone: 'muted'},
			{text: isBad ? '✗' : '✓', tone: isBad ? 'bad' : 'ok'},
			{text: ` ${hash.slice(0, half)}`, tone},
		],
		[{text: `${' '.repeat(name.length + 3)}${hash.slice(half)}`, tone}],
	];
}

/** What is said of blocks that nobody told. */
function endRows(count: number, known: number, shared: number): readonly Row[] {
	if (known >= count) return [];
	const last = formatCount(shared + count);
	const text = `… ${formatCount(count - known)} more, up to block ${last}, which are not shown`;
	return [[{text: `${' '.repeat(indent)}${text}`, tone: 'muted'}]];
}

/** Whose branch it is, as a title. */
export function branchTitle({fork}: ForkFacts, side: 'ours' | 'theirs'): string {
	if (side === 'theirs') return `the branch of ${nameHub(fork.peer)}`;
	return fork.peer === null ? 'the branch that was here' : "this hub's branch";
}

/** Whether the text fits as a note into a title of `width` cells. */
export function fitsNote(title: string, note: string, width: number): boolean {
	return textWidth(title) + textWidth(note) + 8 <= width;
}
