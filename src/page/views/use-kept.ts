import {useState} from 'react';

/** What is kept from one visit to the next, as text; null where there is nothing, or the browser keeps nothing. */
export function readKept(name: string): string | null {
	try {
		return localStorage.getItem(prefix + name);
	} catch {
		return null;
	}
}

/** Keeps a text for the next visit; a browser that keeps nothing forgets it. */
export function writeKept(name: string, text: string): void {
	try {
		localStorage.setItem(prefix + name, text);
	} catch {
		// Private windows and full disks: the page works all the same.
	}
}

/** A choice that is remembered from one visit to the next. `read` makes one of any text, and of none. */
export function useKept<T extends string>(
	name: string,
	read: (text: string | null) => T,
): readonly [T, (choice: T) => void] {
	const [choice, setChoice] = useState(() => read(readKept(name)));
	const choose = (next: T): void => {
		setChoice(next);
		writeKept(name, next);
	};
	return [choice, choose];
}

const prefix = 'bchain.';
