import type {ChainColumns} from '../chain-columns.ts';
import {countBetween} from '../find/search.ts';
import {rememberLast} from '../remember-last.ts';
import {isFocused} from '../state/panes.ts';
import {extentOf, isRefused, type State, tipOf} from '../state/state.ts';
import {countBelow} from '../state/viewport.ts';
import {type BlockMarks, formula, type NextBlock, nextRow, titleRow, uncountedRow} from './block-row.ts';
import {type ColumnPlan, planColumns} from './columns.ts';
import {formatCount, formatDuration, formatRate} from './format.ts';
import {percentOf} from './header-row.ts';
import {keepRow} from './kept-rows.ts';
import {rankOf} from './match-text.ts';
import {paneTitle} from './pane-title.ts';
import {goneRow, moreGoneRow} from './replaced-row.ts';
import {type TableLine, tableLines} from './table-lines.ts';
import {wrapText} from './text-width.ts';
import {type Row, rowText, type Tone} from './theme.ts';

/** The titles of the chain table. */
export function tableTitle(state: State, width: number): Row {
	return titleRow(planOf(state, width), width);
}

/**
 * The rows of the chain table: the blocks on the page and, after the newest, the block that does not exist yet.
 * After a block that did not verify nothing is counted. Fewer than the table has room for where the page is not full.
 */
export function tableRows(state: State, blocks: ChainColumns, width: number): readonly Row[] {
	const {first, last} = extentOf(state);
	if (last < first) return emptyRows(state, width);
	const plan = planOf(state, width);
	return tableLines(state).map(line => lineRow(line, state, blocks, plan, width));
}

function lineRow(line: TableLine, state: State, blocks: ChainColumns, plan: ColumnPlan, width: number): Row {
	switch (line.kind) {
		case 'block':
			return rowOf(state, blocks, line.index, plan, width);
		case 'gone':
			return goneRow(line.fork, line.at, plan, width);
		case 'more':
			return moreGoneRow(line.count, plan);
		case 'after':
			return isRefused(state.chain)
				? uncountedRow(line.index, plan)
				: nextRow(nextBlock(state, blocks), plan, width);
	}
}

function nextBlock({chain, view, box, finding}: State, blocks: ChainColumns): NextBlock {
	const last = tipOf(chain);
	return {
		index: last + 1,
		prevHash: blocks.hashAt(last) ?? '',
		prevLinked: view.selected === last,
		draft: finding.asks === null ? box.text : finding.kept,
	};
}

function rowOf(state: State, blocks: ChainColumns, index: number, plan: ColumnPlan, width: number): Row {
	const {view, readings, finding, chain} = state;
	const isHeld = index <= tipOf(chain);
	const marks: BlockMarks = {
		selected: index === view.selected,
		prevLinked: index === view.selected || index === view.selected + 1,
		hashLinked: index === view.selected || index === view.selected - 1,
		own: readings.own.has(index),
		marked: finding.marks.has(index),
		matched: isHeld && isMatch(state, blocks, index),
		refused: isHeld ? null : chain.fault!.reason,
	};
	return keepRow(blocks, chain.revision, index, plan, width, marks, isHeld ? undefined : chain.refused);
}

/** Whether the block is what is looked for; nothing is while a search is being typed. */
function isMatch({finding}: State, blocks: ChainColumns, index: number): boolean {
	const {last, asks} = finding;
	return last !== null && asks === null && countBetween(blocks, last.query, index, index) === 1;
}

/** While the past arrives, the columns are those that the whole chain will need: they do not move. */
function planOf({chain, phase, chips}: Pick<State, 'chain' | 'phase' | 'chips'>, width: number): ColumnPlan {
	const height = Math.max(tipOf(chain), phase.kind === 'catchingUp' ? phase.target : 0);
	// Only a digit more changes the columns.
	return planOnce(width, 10 ** String(height + 1).length - 1, chips);
}

const planOnce = rememberLast(planColumns);

/** Lines of a sentence where there is nothing else. */
const emptyLinesMax = 3;

/** What stands where the table will be while there is no block. */
function emptyRows(state: State, width: number): readonly Row[] {
	const rows = emptyTexts(state).flatMap((text, at) => {
		const tone: Tone = at === 0 ? 'text' : 'muted';
		return wrapText(text, width - 4, emptyLinesMax).map((line): Row => [{text: `   ${line}`, tone}]);
	});
	return [[], ...rows];
}

function emptyTexts({phase, chain, lastReason, stranger, serveHint, address}: State): readonly string[] {
	const waits = 'What you type waits here until there is a connection; r tries now.';
	if (stranger !== null) {
		return [`${address} answers, but it is not a bchain hub.`, sentence(stranger), waits];
	}
	if (lastReason !== null) {
		return [sentence(lastReason), waits, ...(serveHint ? [`A hub is started with: ${serveHint}`] : [])];
	}
	switch (phase.kind) {
		case 'connecting':
			return [`Connecting to ${address} …`];
		case 'negotiating':
			return [`Connected to ${address}. Waiting to hear how it wants to talk …`];
		case 'plain':
			if (chain.fault) {
				return [
					'The chain of this hub does not hold: nothing of it was taken.',
					'What you type is sent only after asking.',
				];
			}
			return [
				'This hub shows its chain again and again, and nothing in between; the first time is on its way.',
				'What you type is sent at once.',
			];
		case 'catchingUp':
		case 'live':
			return ['The first blocks are on their way …'];
		default:
			return [];
	}
}

function sentence(text: string): string {
	return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** The line under the header: what the table shows, or how far catching up has come. */
export function ruleRow(state: State, width: number): Row {
	if (state.phase.kind === 'catchingUp') return progressRow(state, width);
	const title = state.chain.length > 0 ? `chain · ${describeView(state)}` : '';
	return paneTitle(title, width, isFocused(state, 'table'), title === '' ? '' : formulaNote(state, width));
}

/** How a hash comes about, where the titles of the columns have no room for it. */
function formulaNote(state: State, width: number): string {
	return rowText(tableTitle(state, width)).includes(formula) ? '' : `Hash${formula.replace('  ', ' ')}`;
}

/** Where the page stands: following the newest block, or how many are below the one looked at. */
export function describeView(state: State): string {
	const {view} = state;
	const where = view.following
		? 'following'
		: `looking at ${formatCount(view.selected)} · ${formatCount(countBelow(view, extentOf(state)))} below`;
	const rank = rankOf(state);
	return rank === '' ? where : `${where} · ${rank}`;
}

function progressRow(state: State, width: number): Row {
	const {phase, chain, catchUp} = state;
	const percent = percentOf(state);
	const barCells = Math.max(10, Math.min(60, width - 45));
	const full = Math.floor((barCells * percent) / 100);
	const perSecond = catchUp?.perSecond ?? 0;
	const left = phase.kind === 'catchingUp' ? phase.target - tipOf(chain) : 0;
	const speed = perSecond > 0 ? `   ${formatRate(perSecond).replace('/s', ' blocks/s')}` : '';
	const eta = perSecond > 0 ? `   ${formatDuration((left / perSecond) * 1_000)} left` : '';
	return [
		{text: ' ✓ ', tone: 'ok'},
		{text: '█'.repeat(full), tone: 'ok'},
		{text: '░'.repeat(barCells - full), tone: 'muted'},
		{text: `  ${String(percent).padStart(2)}%`, tone: 'strong'},
		{text: `${speed}${eta}`, tone: 'muted'},
	];
}
