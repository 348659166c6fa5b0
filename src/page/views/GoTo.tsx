import {type FormEvent, type ReactNode, useState} from 'react';
import {formatCount} from '../look/format.ts';
import {Dialog} from './Dialog.tsx';

export interface GoToProps {
	readonly height: number;
	readonly onGo: (index: number) => void;
	readonly onClose: () => void;
}

/** Asks for the number of a block and goes there. */
export function GoTo({height, onGo, onClose}: GoToProps): ReactNode {
	const [typed, setTyped] = useState('');
	const [problem, setProblem] = useState<string | null>(null);
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		const text = typed.replace(/[\s,.#]/g, '');
		const index = /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
		if (index <= height) onGo(index);
		else setProblem(`There are the blocks 0 to ${formatCount(height)}: type one of these numbers.`);
	};
	return (
		<Dialog title="Go to a block" onClose={onClose}>
			<form className="go-to" onSubmit={submit} noValidate>
				<label htmlFor="go-to">Number of the block, from 0 to {formatCount(height)}</label>
				<div className="go-to-line">
					<input
						id="go-to"
						inputMode="numeric"
						autoComplete="off"
						maxLength={20}
						value={typed}
						aria-invalid={problem !== null}
						aria-describedby="go-to-told"
						onChange={event => {
							setTyped(event.currentTarget.value);
							setProblem(null);
						}}
					/>
					<button type="submit" className="button button-strong">
						Go
					</button>
				</div>
				<p id="go-to-told" role="status" className="told told-bad">
					{problem}
				</p>
			</form>
		</Dialog>
	);
}
