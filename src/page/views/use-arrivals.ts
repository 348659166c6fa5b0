import {type RefObject, useLayoutEffect, useRef, useState} from 'react';
import type {PageState} from '../state/page-state.ts';

/** Hands the style sheet the height of a row and the width of the scroll bar, in pixels. */
export function useMetrics(rowPx: number, barPx: number): void {
	useLayoutEffect(() => {
		const {style} = document.documentElement;
		style.setProperty('--row', `${rowPx}px`);
		style.setProperty('--bar', `${barPx}px`);
	}, [rowPx, barPx]);
}

const slideMs = 280;
/** Motion is for single blocks; faster than that the list only changes. */
const motionMinMs = 400;
/** Rows that the list slides by at most. */
const slideRowsMax = 3;

/** Lets the rows slide up when blocks come, unless they come too fast for it. Blocks above the result are new. */
export function useArrivals(
	{arrivals, tip}: PageState,
	rowPx: number,
	follows: boolean,
	list: RefObject<HTMLElement | null>,
): number {
	const before = useRef({arrivals, atMs: 0});
	const [fresh, setFresh] = useState(Number.POSITIVE_INFINITY);
	const tipIndex = tip?.index ?? 0;
	// biome-ignore lint/correctness/useExhaustiveDependencies: only what has come moves anything
	useLayoutEffect(() => {
		const count = arrivals - before.current.arrivals;
		const nowMs = performance.now();
		const isSlow = nowMs - before.current.atMs > motionMinMs;
		before.current = {arrivals, atMs: nowMs};
		if (count <= 0) return;
		setFresh(isSlow ? tipIndex - count : Number.POSITIVE_INFINITY);
		if (!isSlow || !follows || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
		const risenPx = Math.min(count, slideRowsMax) * rowPx;
		list.current?.animate([{transform: `translateY(${risenPx}px)`}, {transform: 'none'}], {
			duration: slideMs,
			easing: 'cubic-bezier(.2,.8,.2,1)',
		});
	}, [arrivals]);
	return fresh;
}
