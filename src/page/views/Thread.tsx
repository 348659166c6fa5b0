import type {ReactNode} from 'react';
import {useContext} from 'react';
import {chipCss} from '../look/scheme.ts';
import {SchemeContext} from './scheme-context.ts';

/** The link that can be seen: from a block's Hash to the PrevHash of the block below it, in the colour of both. */
export function Thread({hash, broken}: {readonly hash: string; readonly broken: boolean}): ReactNode {
	const colour = chipCss(hash, useContext(SchemeContext));
	return (
		<svg
			className={broken ? 'thread thread-broken' : 'thread'}
			style={colour ? {'--chip': colour} : undefined}
			viewBox="0 0 100 100"
			preserveAspectRatio="none"
			aria-hidden="true"
			focusable="false"
		>
			<path d="M99 0C99 66 1 34 1 100" vectorEffect="non-scaling-stroke" pathLength="1" />
		</svg>
	);
}
