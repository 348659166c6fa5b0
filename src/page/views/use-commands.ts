import type {RefObject} from 'react';
import type {LiveChain} from '../chain/live-chain.ts';
import type {KeyCommand} from '../look/keys.ts';
import {nextChoice} from '../look/scheme.ts';
import type {ChainListHandle} from './ChainList.tsx';
import type {View} from './use-view.ts';

export interface CommandTargets {
	readonly chain: LiveChain;
	readonly height: number;
	readonly list: RefObject<ChainListHandle | null>;
	/** The box for a heart rate. */
	readonly box: RefObject<HTMLInputElement | null>;
}

/** What each key and each button does. */
export function makeCommands(
	view: View,
	{chain, height, list, box}: CommandTargets,
): Readonly<Record<KeyCommand | 'digit', () => void>> {
	const {selected, dialog} = view;
	// In a dialog the focus stays where it is.
	const move = (index: number): void => view.select(index, dialog === null);
	const pageRows = (): number => list.current?.pageRows ?? 1;
	return {
		older: () => move(selected - 1),
		newer: () => move(selected + 1),
		pageOlder: () => move(selected - pageRows()),
		pageNewer: () => move(selected + pageRows()),
		first: () => move(0),
		newest: () => {
			move(height);
			view.follow();
		},
		goTo: () => view.setDialog('goTo'),
		detail: () => view.setDialog('detail'),
		close: () => {
			view.follow();
			if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
		},
		add: () => box.current?.focus(),
		digit: () => box.current?.focus(),
		projector: () => view.setProjector(!view.projector),
		fullscreen: toggleFullscreen,
		scheme: () => view.setChoice(nextChoice(view.choice)),
		retry: () => chain.retryNow(),
		help: () => view.setDialog('help'),
	};
}

/** Full screen or not, where the browser can. */
function toggleFullscreen(): void {
	const change = document.fullscreenElement
		? document.exitFullscreen()
		: document.documentElement.requestFullscreen?.();
	change?.catch(() => {
		// The person or the browser said no: the page works all the same.
	});
}
