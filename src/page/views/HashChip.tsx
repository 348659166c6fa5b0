import type {ReactNode} from 'react';
import {useContext} from 'react';
import {chipCss} from '../look/scheme.ts';
import {SchemeContext} from './scheme-context.ts';

/**
 * A hash: a square in its own colour and its first digits, as on the terminal. The same hash has the same colour
 * wherever it stands, so that a link can be seen.
 */
export function HashChip({hash, digits = 8}: {readonly hash: string; readonly digits?: number}): ReactNode {
	const colour = chipCss(hash, useContext(SchemeContext));
	return (
		<span className="chip" style={colour ? {'--chip': colour} : undefined}>
			<span className="chip-square" />
			<span className="chip-text">{hash === '' ? 'none' : hash.slice(0, digits)}</span>
		</span>
	);
}
