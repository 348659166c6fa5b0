import {
	type MouseEvent,
	type ReactNode,
	type Ref,
	type RefObject,
	useEffect,
	useImperativeHandle,
	useLayoutEffect,
	useRef,
} from 'react';
import type {LiveChain} from '../chain/live-chain.ts';
import {formatCount} from '../look/format.ts';
import {isAtEnd, spacerPx, visibleRows} from '../look/scroll-scale.ts';
import type {PageState} from '../state/page-state.ts';
import {BlockRow} from './BlockRow.tsx';
import {Icon} from './icons.tsx';
import {standingOf} from './standing.ts';
import {useArrivals, useMetrics} from './use-arrivals.ts';
import {useChainScroll} from './use-chain-scroll.ts';
import {useSize} from './use-size.ts';

/** What others may ask of the list. */
export interface ChainListHandle {
	/** Brings a block into view, and puts the focus on it where that is wanted. */
	show(index: number, focus: boolean): void;
	follow(): void;
	/** Blocks that fit into the view. */
	readonly pageRows: number;
}

export interface ChainListProps {
	readonly chain: LiveChain;
	readonly state: PageState;
	/** The index of the selected block. */
	readonly selected: number;
	readonly projector: boolean;
	/** Blocks whose reading is charted: fetched besides those in view. */
	readonly charted: {readonly first: number; readonly last: number};
	readonly onPress: (index: number, event: MouseEvent) => void;
	readonly ref: Ref<ChainListHandle>;
}

type Layout = 'wide' | 'medium' | 'narrow' | 'projector';

/** The height of a row in `rem`; the style sheet goes by the same names. */
const rowRem: Readonly<Record<Layout, number>> = {wide: 4.75, medium: 4.75, narrow: 6.5, projector: 6};
/** Below so many `rem` there is no room for the time, and below so many a card has two lines. */
const mediumBelowRem = 42;
const narrowBelowRem = 31;

/** How the cards are laid out in so much room. */
function layoutOf(projector: boolean, widthRem: number): Layout {
	if (projector) return 'projector';
	if (widthRem < narrowBelowRem) return 'narrow';
	return widthRem < mediumBelowRem ? 'medium' : 'wide';
}
/** Rows rendered beyond the view, so that scrolling shows no gaps. */
const moreRows = 6;

/** The chain: a list of which only what is in view exists, however long it is. */
export function ChainList(props: ChainListProps): ReactNode {
	const {chain, state, projector, charted, ref} = props;
	const element = useRef<HTMLDivElement>(null);
	const list = useRef<HTMLOListElement>(null);
	const size = useSize(element);
	const layout = layoutOf(projector, size.width / size.rem);
	const rowPx = rowRem[layout] * size.rem;
	const rows = state.tip ? state.tip.index + 1 : 0;
	const extent = {rows, rowPx, viewPx: size.height};
	const {scroll, follows, onScroll, follow, show} = useChainScroll(extent, element);
	const inView = visibleRows(extent, scroll.offset);
	const rendered = visibleRows(extent, scroll.offset, moreRows);
	const focusNext = useRef<number | null>(null);

	// biome-ignore lint/correctness/useExhaustiveDependencies: every change of the chain may leave something missing
	useEffect(
		() => chain.want([inView, charted, rendered]),
		[chain, inView.first, inView.last, charted.first, charted.last, state.revision],
	);
	useLayoutEffect(() => {
		const index = focusNext.current;
		const row = index === null ? null : list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
		if (!row) return;
		row.focus({preventScroll: true});
		focusNext.current = null;
	});
	useMetrics(rowPx, size.bar);
	const fresh = useArrivals(state, rowPx, follows, list);
	useImperativeHandle(ref, () => ({
		show: (index, focus) => {
			focusNext.current = focus ? index : null;
			show(index);
		},
		follow,
		pageRows: Math.max(1, Math.floor(size.height / rowPx) - 1),
	}));

	const free = Math.max(0, size.height - rows * rowPx);
	const missed = follows ? 0 : rows - 1 - inView.last;
	return (
		<div className="chain-view" data-layout={layout} data-end={isAtEnd(extent, scroll)}>
			<div className="chain-scroll" ref={element} onScroll={onScroll}>
				<Rows
					{...props}
					list={list}
					rows={rows}
					rendered={rendered}
					rowPx={rowPx}
					heightPx={spacerPx(extent) + free}
					shiftPx={scroll.top - scroll.offset + free}
					fresh={fresh}
				/>
			</div>
			{missed > 0 && (
				<button type="button" className="to-newest" onClick={follow}>
					<Icon name="down" /> {formatCount(missed)} newer
				</button>
			)}
		</div>
	);
}

interface RowsProps extends Omit<ChainListProps, 'ref'> {
	readonly list: RefObject<HTMLOListElement | null>;
	readonly rows: number;
	/** The rows that exist. */
	readonly rendered: {readonly first: number; readonly last: number};
	readonly rowPx: number;
	/** The height of them all, as far as an element may have it, and how far the rows are moved in it. */
	readonly heightPx: number;
	readonly shiftPx: number;
	/** Blocks above it have just come. */
	readonly fresh: number;
}

function Rows({chain, state, selected, onPress, ...rest}: RowsProps): ReactNode {
	const {list, rows, rendered, rowPx, heightPx, shiftPx, fresh} = rest;
	const {first, last} = rendered;
	const indexes = Array.from({length: Math.max(0, last - first + 1)}, (_, at) => first + at);
	return (
		<ol className="rows" ref={list} aria-label="Blocks" style={{height: heightPx}}>
			{indexes.map(index => {
				const judged = chain.blockAt(index);
				return (
					<BlockRow
						key={index}
						index={index}
						judged={judged}
						standing={standingOf(judged, state.fault)}
						replaced={chain.replacedAt(index)}
						rows={rows}
						y={Math.round(index * rowPx + shiftPx)}
						selected={index === selected}
						fresh={index > fresh}
						link={linkOf(chain, index)}
						onPress={onPress}
					/>
				);
			})}
		</ol>
	);
}

/** How a block is linked to the one above it; nothing where one of them is not here. */
function linkOf(chain: LiveChain, index: number): 'none' | 'whole' | 'broken' {
	const judged = chain.blockAt(index);
	if (!judged || index === 0) return 'none';
	return judged.block.prevHash === judged.parentHash ? 'whole' : 'broken';
}
