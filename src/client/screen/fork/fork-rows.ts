import type {ForkFacts, JudgedBranch} from '../../fork-facts.ts';
import {explainFork} from '../../fork-words.ts';
import type {ForkView} from '../../state/panes.ts';
import {chooseText} from '../detail/sheet.ts';
import {formatCount} from '../format.ts';
import {fitSections, type Section} from '../sections.ts';
import {textWidth, wrapText} from '../text-width.ts';
import {fitRow, type Row, type Run} from '../theme.ts';
import {branchCell, sharedCell} from './branch-cell.ts';
import {type BranchPlan, chipSpace, hashAt, planBranch} from './branch-plan.ts';
import {returnedRows} from './returned-rows.ts';

/** Where a fork is shown, and how. */
export interface ForkPlace {
	readonly width: number;
	readonly height: number;
	readonly chips: boolean;
	/** Whether the terminal shows more than ASCII. */
	readonly unicode: boolean;
	/** Whether the arrows go through it: then the chosen block is marked. */
	readonly inFocus: boolean;
}

/** Below everything else the last to give way are the headings, and these rows of the branches. */
const branchRowsLeast = 2;
const linesMax = 3;

/** Both branches of a fork side by side, from where they part, and how it was settled: exactly `height` rows. */
export function forkRows(facts: ForkFacts, view: ForkView, place: ForkPlace): readonly Row[] {
	const {width, height} = place;
	const half = Math.floor(width / 2);
	const {shared} = facts.fork;
	const longest = Math.max(facts.ours.blocks.length, facts.theirs.blocks.length);
	const plan = planBranch(half, shared + longest, place.chips);
	const blank: Section = [
		{rows: [[]], keep: 1},
		{rows: [], keep: 0},
	];
	const fixed = (rows: readonly Row[], keep: number): Section => [
		{rows, keep},
		{rows: [], keep: 0},
	];
	const why = wrapText(explainFork(facts.fork), width - 2, linesMax);
	const sections: readonly Section[] = [
		fixed([agreeRow(facts, plan, width)], 40),
		fixed([junctionRow(plan, half)], 12),
		[{rows: [headingRow(facts, half, place.unicode)], keep: 0}],
		branchSection(facts, view, plan, place),
		...facts.doubts.map(doubt => fixed([[{text: ` ✗ ${doubt}`, tone: 'bad'}]], 60)),
		blank,
		returnedSection(returnedRows(facts, width)),
		blank,
		fixed(
			why.map(line => [{text: ` ${line}`, tone: 'muted'}]),
			10,
		),
	];
	return fitSections(sections, height);
}

/** `1,281  14:05:35  71  ▐▌ 9c78bdce   both hubs agree up to here` */
function agreeRow({fork, sharedHash, isHeld, sharedBlock}: ForkFacts, plan: BranchPlan, width: number): Row {
	const front: Row = sharedBlock
		? sharedCell(sharedBlock, plan)
		: [
				{
					text: `  ${plan.gap === 2 ? ' ' : ''}${formatCount(fork.shared)}  ${(sharedHash ?? '').slice(0, plan.digits)}`,
				},
			];
	const who = fork.peer === null ? 'both branches' : 'both hubs';
	const texts = isHeld
		? [`${who} agree up to here`, 'the same up to here', 'shared']
		: ['both began here, and it is not in the chain any more', 'not in the chain any more', 'gone since'];
	const used = front.reduce((sum, {text}) => sum + textWidth(text), 0);
	return [...front, {text: `   ${chooseText(texts, width - used - 3)}`, tone: 'muted'}];
}

/** From under the hash that both share a line goes to each branch. */
function junctionRow(plan: BranchPlan, half: number): Row {
	const at = hashAt(plan);
	const middle = Math.max(2, Math.floor((plan.chip + chipSpace(plan) + plan.digits) / 2));
	const text = `${' '.repeat(at)}┌${'─'.repeat(middle - 1)}┴${'─'.repeat(half - middle - 1)}┐`;
	return [{text, tone: 'muted'}];
}

/** Whose branch is which, how long each is, and which won. */
function headingRow({fork, ours, theirs}: ForkFacts, half: number, unicode: boolean): Row {
	const won: Readonly<Record<typeof fork.why, readonly string[]>> = {
		longer: ['✓ longer, so it wins', '✓ longer', '✓'],
		lowerHash: ['✓ lower last hash, so it wins', '✓ lower hash', '✓'],
		accepted: ['✓ a person accepted it', '✓ accepted', '✓'],
	};
	const name = fork.peer ?? 'the other branch';
	const left = sideHeading(
		fork.peer === null ? 'the branch here' : 'this hub',
		'here',
		ours.count,
		fork.winner === 'ours' ? won[fork.why] : [''],
		half - 2,
	);
	const isWinner = fork.winner === 'theirs';
	const right = sideHeading(name, shortName(name), theirs.count, isWinner ? won[fork.why] : [''], half - 2);
	return joinHalves(left, right, half, unicode);
}

/** The heading of one branch, in the most words for which there is room: why it won goes before its name. */
function sideHeading(name: string, short: string, count: number, wins: readonly string[], room: number): Row {
	const more = formatCount(count);
	const names = [
		`${name} had ${more} more`,
		`${name}: ${more} more`,
		`${short}: ${more}`,
		`there: ${more}`,
		more,
	];
	// A name says more than `so it wins`; in the end why it won says more than a name.
	const pairs = wins.flatMap((win, at) =>
		(at === 0 && wins.length > 1 ? names.slice(0, 2) : names).map(text => [text, win] as const),
	);
	const cells = ([text, win]: readonly [string, string]): number =>
		// A check mark that is spelt out takes a cell more.
		textWidth(text) + (win === '' ? 0 : 2 + textWidth(win));
	const [text, win] = pairs.find(pair => cells(pair) <= room) ?? [more, ''];
	const gap = cells([text, win]) < room ? '  ' : ' ';
	return [
		{text: `  ${text}`, tone: 'strong'},
		{text: win === '' ? '' : gap + win, tone: 'ok'},
	];
}

/** A name for few cells: without the port, and nothing of an address that is all numbers. */
function shortName(name: string): string {
	const host = name.replace(/:\d+$/, '');
	return /^[\d.]+$|^\[/.test(host) || host.includes(' ') ? 'there' : host;
}

/** The rows of both branches in as many lines as there are, or fewer. */
function branchSection(facts: ForkFacts, view: ForkView, plan: BranchPlan, place: ForkPlace): Section {
	const lengthOf = ({count, blocks}: JudgedBranch): number => blocks.length + Number(blocks.length < count);
	const all = Math.max(1, lengthOf(facts.ours), lengthOf(facts.theirs));
	const most = Math.min(all, place.height);
	const least = Math.min(most, branchRowsLeast);
	return Array.from({length: most - least + 1}, (_, at) => {
		const rows = most - at;
		return {rows: branchRows(facts, view, plan, place, rows), keep: rows > 8 ? 5 : rows > 4 ? 15 : 50};
	});
}

/** So many rows of both branches; the chosen block is among them. */
function branchRows(
	facts: ForkFacts,
	view: ForkView,
	plan: BranchPlan,
	{inFocus, unicode}: ForkPlace,
	height: number,
): readonly Row[] {
	const top = Math.max(0, view.at - height + 1 + Number(view.at + 1 < facts[view.side].count));
	const left = sideRows('ours', facts, view, plan, top, height, inFocus);
	const right = sideRows('theirs', facts, view, plan, top, height, inFocus);
	return left.map((row, at) => joinHalves(row, right[at] ?? [], plan.width, unicode));
}

/** Two halves of a row, the right one always in the same cell: check marks that are spelt out take a cell more. */
function joinHalves(left: Row, right: Row, half: number, unicode: boolean): Row {
	const checks = unicode ? 0 : left.filter(({text}) => text.includes('✓')).length;
	return [...fitRow(left, half - checks), ...right];
}

function sideRows(
	side: 'ours' | 'theirs',
	{fork, ...branches}: ForkFacts,
	view: ForkView,
	plan: BranchPlan,
	top: number,
	height: number,
	inFocus: boolean,
): readonly Row[] {
	const {count, blocks} = branches[side];
	const won = fork.winner === side;
	const isCut = count - top > height || blocks.length < count;
	const shown = blocks.slice(top, top + (isCut ? height - 1 : height));
	const rows = shown.map((judged, at): Row => {
		const chosen = inFocus && view.side === side && view.at === top + at;
		const own = side === 'ours' && fork.own.some(({index}) => index === judged.block.index);
		return branchCell(judged, plan, {chosen, won, own});
	});
	const more = count - top - shown.length;
	if (more > 0) rows.push(moreRow(more, fork.shared + count, plan));
	return Array.from({length: height}, (_, at) => rows[at] ?? []);
}

function moreRow(more: number, last: number, {width}: BranchPlan): Row {
	const texts = [
		`… ${formatCount(more)} more, up to block ${formatCount(last)}`,
		`… ${formatCount(more)} more`,
		`… ${formatCount(more)}`,
	];
	const run: Run = {text: `    ${chooseText(texts, width - 4)}`, tone: 'muted'};
	return [run];
}

function returnedSection(rows: readonly Row[]): Section {
	const variants = rows.map((_, at) => ({rows: rows.slice(0, rows.length - at), keep: at === 0 ? 20 : 45}));
	return [...variants, {rows: [], keep: 0}];
}
