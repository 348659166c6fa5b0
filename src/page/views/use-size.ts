import {type RefObject, useLayoutEffect, useState} from 'react';

/** How large something is inside, in pixels, and how large the letters are. */
export interface Size {
	readonly width: number;
	readonly height: number;
	/** Pixels of a `rem`. */
	readonly rem: number;
	/** The width of its scroll bar. */
	readonly bar: number;
}

/** The size of an element, also when it changes; nothing before it is there. */
export function useSize(element: RefObject<HTMLElement | null>): Size {
	const [size, setSize] = useState<Size>({width: 0, height: 0, rem: 16, bar: 0});
	useLayoutEffect(() => {
		const target = element.current;
		if (!target) return;
		const measure = (): void => {
			const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
			const next = {
				width: target.clientWidth,
				height: target.clientHeight,
				rem,
				bar: target.offsetWidth - target.clientWidth,
			};
			const names = ['width', 'height', 'rem', 'bar'] as const;
			setSize(before => (names.every(name => before[name] === next[name]) ? before : next));
		};
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(target);
		return () => observer.disconnect();
	}, [element]);
	return size;
}
