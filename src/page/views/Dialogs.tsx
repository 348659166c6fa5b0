import type {ReactNode} from 'react';
import type {LiveChain} from '../chain/live-chain.ts';
import type {PageState} from '../state/page-state.ts';
import {DetailDialog} from './DetailFrames.tsx';
import {GoTo} from './GoTo.tsx';
import {Help} from './Help.tsx';
import type {View} from './use-view.ts';

export interface DialogsProps {
	readonly chain: LiveChain;
	readonly state: PageState;
	/** The selected block. */
	readonly index: number;
	readonly height: number;
	readonly view: View;
}

/** The dialog that is open, if any. */
export function Dialogs({view, height, ...shown}: DialogsProps): ReactNode {
	const close = (): void => view.setDialog(null);
	switch (view.dialog) {
		case 'detail':
			return <DetailDialog {...shown} onSelect={view.select} onClose={close} />;
		case 'goTo':
			return (
				<GoTo
					height={height}
					onGo={index => {
						close();
						view.select(index, true);
					}}
					onClose={close}
				/>
			);
		case 'help':
			return <Help characters={view.characters} onCharacters={view.setCharacters} onClose={close} />;
		case null:
			return null;
	}
}
