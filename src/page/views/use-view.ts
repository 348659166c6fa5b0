import {type RefObject, useLayoutEffect, useState} from 'react';
import {readChoice, type Scheme, type SchemeChoice} from '../look/scheme.ts';
import type {ChainListHandle} from './ChainList.tsx';
import {useKept} from './use-kept.ts';
import {useMedia} from './use-media.ts';

export type DialogName = 'detail' | 'goTo' | 'help';

/** What a person chose to see, and how they change it. */
export interface View {
	/** The index of the selected block. */
	readonly selected: number;
	/** Whether the detail of the selected block stands beside the chain. */
	readonly isBeside: boolean;
	readonly dialog: DialogName | null;
	readonly projector: boolean;
	readonly choice: SchemeChoice;
	readonly scheme: Scheme;
	/** Whether keys that are single characters are on. */
	readonly characters: boolean;
	/** Selects a block and brings it into view, with the focus where that is wanted; the newest is followed. */
	select(index: number, focus?: boolean): void;
	/** Selects a block without moving the chain. */
	mark(index: number): void;
	/** Follows the newest block again. */
	follow(): void;
	setDialog(dialog: DialogName | null): void;
	setProjector(on: boolean): void;
	setChoice(choice: SchemeChoice): void;
	setCharacters(on: boolean): void;
}

/** From here on the detail of a block stands beside the chain; below it opens over it. */
const besideQuery = '(min-width: 60rem)';
const readOn = (text: string | null): 'on' | 'off' => (text === 'off' ? 'off' : 'on');

/** The view of a chain whose newest block is `height`. */
export function useView(height: number, list: RefObject<ChainListHandle | null>): View {
	const [chosen, setChosen] = useState<number | null>(null);
	const [dialog, setDialog] = useState<DialogName | null>(null);
	const [projector, setProjector] = useState(false);
	const [choice, setChoice] = useKept('scheme', readChoice);
	const [characters, setCharacters] = useKept('characters', readOn);
	const isDark = useMedia('(prefers-color-scheme: dark)');
	const isBeside = useMedia(besideQuery) && !projector;
	useLayoutEffect(() => {
		document.documentElement.dataset.scheme = choice;
		document.documentElement.dataset.view = projector ? 'projector' : 'desk';
	}, [choice, projector]);

	const mark = (index: number): void => setChosen(index >= height ? null : Math.max(0, index));
	return {
		selected: Math.min(chosen ?? height, height),
		isBeside,
		dialog,
		projector,
		choice,
		scheme: choice === 'auto' ? (isDark ? 'dark' : 'light') : choice,
		characters: characters === 'on',
		select: (index, focus = false) => {
			mark(index);
			list.current?.show(Math.max(0, Math.min(height, index)), focus);
		},
		mark,
		follow: () => {
			setChosen(null);
			list.current?.follow();
		},
		setDialog,
		setProjector,
		setChoice,
		setCharacters: on => setCharacters(on ? 'on' : 'off'),
	};
}
