import {useEffect, useRef} from 'react';
import {type KeyCommand, resolveKey} from '../look/keys.ts';

/** Runs what a key press asks for, wherever the focus is. `characters`: whether keys that are single characters are on. */
export function useKeys(run: (command: KeyCommand | 'digit') => void, characters: boolean): void {
	const latest = useRef(run);
	useEffect(() => {
		latest.current = run;
	});
	useEffect(() => {
		const press = (event: KeyboardEvent): void => {
			if (event.defaultPrevented || event.isComposing) return;
			const at = event.target instanceof Element ? event.target : null;
			const command = resolveKey(event, {
				dialog: document.querySelector('dialog[open]') !== null,
				typing: at?.matches('input:not([type=checkbox]), textarea, [contenteditable]') ?? false,
				pressing: at?.matches('button, a, input') ?? false,
				characters,
			});
			if (command === null) return;
			// A digit is typed into the box that gets the focus meanwhile.
			if (command !== 'digit') event.preventDefault();
			latest.current(command);
		};
		document.addEventListener('keydown', press);
		return () => document.removeEventListener('keydown', press);
	}, [characters]);
}
