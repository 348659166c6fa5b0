import type {ReactNode} from 'react';
import {keyCommands} from '../look/keys.ts';
import {Dialog} from './Dialog.tsx';

export interface HelpProps {
	/** Whether keys that are single characters are on. */
	readonly characters: boolean;
	readonly onCharacters: (on: boolean) => void;
	readonly onClose: () => void;
}

/** Every key, and what the page shows. */
export function Help({characters, onCharacters, onClose}: HelpProps): ReactNode {
	return (
		<Dialog title="Help" onClose={onClose}>
			<p>
				Each card is a block. Its <b>Hash</b> is the SHA-256 of its number, time, heart rate and{' '}
				<b>PrevHash</b>, and the next block's PrevHash is that Hash: the same colour, joined by a thread. For
				every block shown this browser computes the hash anew, and calls the block valid only when hash and
				link hold.
			</p>
			<dl className="keys">
				{keyCommands.map(({name, shown, help}) => (
					<div key={name}>
						<dt>
							<kbd>{shown}</kbd>
						</dt>
						<dd>{help}</dd>
					</div>
				))}
			</dl>
			<label className="check">
				<input
					type="checkbox"
					checked={characters}
					onChange={event => onCharacters(event.currentTarget.checked)}
				/>
				Keys that are single characters (off for speech input)
			</label>
		</Dialog>
	);
}
