import type {ChainColumns} from '../chain-columns.ts';
import {extentOf, type State, tipOf} from '../state/state.ts';
import {countBelow} from '../state/viewport.ts';
import {blockRow, nextRow, titleRow} from './block-row.ts';
import {type ColumnPlan, planColumns} from './columns.ts';
import {formatCount, formatDuration, formatRate} from './format.ts';
import {percentOf} from './header-row.ts';
import {wrapText} from './text-width.ts';
import type {Row, Tone} from './theme.ts';

/** The titles of the chain table. */
export function tableTitle(state: State): Row {
	return titleRow(planOf(state), state.columns);
}

/**
 * The rows of the chain table: the blocks on the page and, after the newest, the block that does not exist
 * yet. Fewer than the table has room for where the page is not full.
 */
export function tableRows(state: State, blocks: ChainColumns): readonly Row[] {
	const {view, columns, box, readings} = state;
	const {first, last, rows} = extentOf(state);
	if (last < first) return emptyRows(state);
	const plan = planOf(state);
	const shown: Row[] = [];
	for (let index = view.top; index < view.top + rows && index <= last + 1; index++) {
		const prevLinked = index === view.selected || index === view.selected + 1;
		if (index === last + 1) {
			shown.push(
				nextRow({index, prevHash: blocks.hashAt(last) ?? '', prevLinked, draft: box.text}, plan, columns),
			);
			continue;
		}
		const block = blocks.blockAt(index);
		const marks = {
			selected: index === view.selected,
			prevLinked,
			hashLinked: index === view.selected || index === view.selected - 1,
			own: readings.own.has(index),
		};
		shown.push(block ? blockRow(block, plan, marks, columns) : []);
	}
	return shown;
}

/** While the past arrives, the columns are those that the whole chain will need: they do not move. */
function planOf({chain, columns, phase, chips}: State): ColumnPlan {
	const height = Math.max(tipOf(chain), phase.kind === 'catchingUp' ? phase.target : 0);
	return planColumns(columns, height + 1, chips);
}

/** What stands where the table will be while there is no block. */
function emptyRows(state: State): readonly Row[] {
	const rows = emptyTexts(state).flatMap((text, at) => {
		const tone: Tone = at === 0 ? 'text' : 'muted';
		return wrapText(text, state.columns - 4, 2).map((line): Row => [{text: `   ${line}`, tone}]);
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
				'This hub shows its chain every 30 seconds; the first time is on its way.',
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
export function ruleRow(state: State): Row {
	const {columns} = state;
	if (state.phase.kind === 'catchingUp') return progressRow(state);
	const title = state.chain.length > 0 ? `─ chain · ${describeView(state)} ` : '';
	return [{text: title + '─'.repeat(Math.max(0, columns - title.length)), tone: 'muted'}];
}

/** Where the page stands: following the newest block, or how many are below the one looked at. */
export function describeView(state: State): string {
	const {view} = state;
	if (view.following) return 'following';
	return `looking at ${formatCount(view.selected)} · ${formatCount(countBelow(view, extentOf(state)))} below`;
}

function progressRow(state: State): Row {
	const {columns, phase, chain, catchUp} = state;
	const percent = percentOf(state);
	const barCells = Math.max(10, Math.min(60, columns - 45));
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
