import {type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState} from 'react';
import {
	type Extent,
	isAtEnd,
	offsetMax,
	reveal,
	type Scroll,
	scrolled,
	scrollTo,
} from '../look/scroll-scale.ts';

/** After so long without a scroll event the scroll bar is put where it belongs. */
const idleMs = 160;

export interface ChainScroll {
	readonly scroll: Scroll;
	/** Whether the newest block is followed. */
	readonly follows: boolean;
	readonly onScroll: () => void;
	/** Follows the newest block from now on. */
	readonly follow: () => void;
	/** Brings a row into view, the nearest way, or into the middle where it is far off. */
	readonly show: (row: number) => void;
}

/** Where the chain is scrolled to: follows its end until a person scrolls away, and again when they come back. */
export function useChainScroll(extent: Extent, element: RefObject<HTMLElement | null>): ChainScroll {
	const [scroll, setScroll] = useState<Scroll>({offset: 0, top: 0});
	const [follows, setFollows] = useState(true);
	const present = useRef({scroll, extent});
	const idle = useRef<ReturnType<typeof setTimeout>>(undefined);
	present.current.extent = extent;

	const place = useCallback(
		(next: Scroll) => {
			const target = element.current;
			if (target && Math.abs(target.scrollTop - next.top) > 0.5) target.scrollTop = next.top;
			// The browser rounds, and does not go beyond its ends.
			present.current.scroll = {offset: next.offset, top: target ? target.scrollTop : next.top};
			setScroll(present.current.scroll);
		},
		[element],
	);

	const onScroll = useCallback(() => {
		const target = element.current;
		const {scroll: before, extent: now} = present.current;
		if (!target || Math.abs(target.scrollTop - before.top) < 1) return;
		const next = scrolled(now, before, target.scrollTop);
		place(next);
		setFollows(isAtEnd(now, next));
		clearTimeout(idle.current);
		idle.current = setTimeout(() => {
			const {scroll: last, extent: then} = present.current;
			place(scrollTo(then, last.offset));
		}, idleMs);
	}, [element, place]);
	useEffect(() => () => clearTimeout(idle.current), []);

	const {rows, rowPx, viewPx} = extent;
	useLayoutEffect(() => {
		const now = {rows, rowPx, viewPx};
		place(scrollTo(now, follows ? offsetMax(now) : present.current.scroll.offset));
	}, [rows, rowPx, viewPx, follows, place]);

	const show = useCallback(
		(row: number) => {
			const {scroll: before, extent: now} = present.current;
			const near = reveal(now, before.offset, row);
			const isFar = Math.abs(near - before.offset) > now.viewPx;
			const next = scrollTo(now, isFar ? (row + 0.5) * now.rowPx - now.viewPx / 2 : near);
			place(next);
			setFollows(isAtEnd(now, next));
		},
		[place],
	);
	return {scroll, follows, onScroll, follow: useCallback(() => setFollows(true), []), show};
}
