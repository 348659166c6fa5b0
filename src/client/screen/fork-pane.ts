import type {ChainColumns} from '../chain-columns.ts';
import {forkFacts} from '../fork-facts.ts';
import {rememberLast} from '../remember-last.ts';
import type {SeenFork} from '../state/forks.ts';
import {shownFork} from '../state/network.ts';
import {isFocused} from '../state/panes.ts';
import {type State, tipOf} from '../state/state.ts';
import {branchTitle, branchView, fitsNote} from './fork/branch-rows.ts';
import {forkRows} from './fork/fork-rows.ts';
import {formatCount} from './format.ts';
import type {Place} from './layout.ts';
import {paneTitle} from './pane-title.ts';
import type {Row} from './theme.ts';

/** A fork: both branches side by side, or one of them block by block. */
export function drawFork(state: State, blocks: ChainColumns, {width, height}: Place): readonly Row[] {
	const fork = shownFork(state);
	if (!fork) return [paneTitle('no fork was seen', width, isFocused(state, 'fork'))];
	const {chain, panes, network, chips} = state;
	const {forks} = network;
	const facts = judge(fork, forks, blocks, chain.revision, returnsHeld(forks, tipOf(chain)));
	const inFocus = isFocused(state, 'fork');
	if (panes.fork.looks) return drawBranch(facts, state, {width, height});
	const which = forks.length === 1 ? 'the fork' : `fork ${forks.indexOf(fork) + 1} of ${forks.length}`;
	const when = new Date(fork.atMs);
	const clock = [when.getHours(), when.getMinutes(), when.getSeconds()]
		.map(part => String(part).padStart(2, '0'))
		.join(':');
	const after = `${which} after block ${formatCount(fork.shared)}`;
	const titles = [`${after} · settled ${clock} · f closes`, `${after} · f closes`, after, which];
	const title = titles.find(text => text.length + 4 <= width) ?? which;
	const notes = forks.length > 1 ? ['[ ] earlier and later forks', '[ ] others'] : [''];
	const note = notes.find(text => fitsNote(title, text, width)) ?? '';
	return [
		paneTitle(title, width, inFocus, note),
		...lay(facts, panes.fork, width, height - 1, chips, state.unicode, inFocus),
	];
}

const judge = rememberLast(
	(fork: SeenFork, forks: readonly SeenFork[], blocks: ChainColumns, _revision: number, _held: number) =>
		forkFacts(fork, blocks, forks.slice(forks.indexOf(fork) + 1)),
);

const lay = rememberLast(
	(
		facts: ReturnType<typeof forkFacts>,
		view: State['panes']['fork'],
		width: number,
		height: number,
		chips: boolean,
		unicode: boolean,
		inFocus: boolean,
	) => forkRows(facts, view, {width, height, chips, unicode, inFocus}),
);

/** How many of the blocks have come that readings are said to be in: nothing else of a chain that grows matters here. */
function returnsHeld(forks: readonly SeenFork[], tip: number): number {
	return forks.flatMap(({returned}) => returned).filter(({index}) => index <= tip).length;
}

function drawBranch(
	facts: ReturnType<typeof forkFacts>,
	{panes, chips}: State,
	{width, height}: Pick<Place, 'width' | 'height'>,
): readonly Row[] {
	const {side} = panes.fork;
	const {rows, first, count} = branchView(facts, panes.fork, {width, height: height - 1, chips});
	const title = branchTitle(facts, side);
	const where = `from ${first} of ${count}`;
	const notes = [`${where} · ←→ the other branch · Esc back`, `${where} · Esc back`, where];
	const note = notes.find(text => fitsNote(title, text, width)) ?? '';
	return [paneTitle(title, width, true, note), ...rows];
}
