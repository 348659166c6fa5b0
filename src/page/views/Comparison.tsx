import type {ReactNode} from 'react';
import {useContext} from 'react';
import {findDifference} from '../chain/judge.ts';
import {chipCss} from '../look/scheme.ts';
import {SchemeContext} from './scheme-context.ts';

/** Digits that stand together, so that the eye can follow. */
const groupDigits = 8;
const hashDigits = 64;

export interface ComparisonProps {
	/** What is compared: names of both, and the texts that should be the same. */
	readonly names: readonly [above: string, below: string];
	readonly texts: readonly [above: string, below: string];
}

/** Two hashes one above the other, digit by digit, and whether they are the same. */
export function Comparison({names, texts: [above, below], ...rest}: ComparisonProps): ReactNode {
	const scheme = useContext(SchemeContext);
	const at = findDifference(above, below);
	const digits = Math.max(above.length, below.length);
	const groups = Array.from({length: Math.ceil(digits / groupDigits)}, (_, group) => group * groupDigits);
	const [colour, other] = [chipCss(above, scheme), chipCss(below, scheme)];
	return (
		<div className={at === null ? 'comparison' : 'comparison comparison-differs'} {...rest}>
			<p className="comparison-name">
				<span className="chip-square" style={colour ? {'--chip': colour} : undefined} /> {names[0]}
			</p>
			<p className="sr-only">{above === '' ? 'none' : above}</p>
			<div className="pairs" aria-hidden="true">
				{groups.map(start => (
					<span key={start} className="pair">
						<Digits text={above} other={below} start={start} />
						<Digits text={below} other={above} start={start} />
					</span>
				))}
			</div>
			<p className="sr-only">{below === '' ? 'none' : below}</p>
			<p className="comparison-name">
				<span className="chip-square" style={other ? {'--chip': other} : undefined} /> {names[1]}
			</p>
			<p className={at === null ? 'verdict verdict-ok' : 'verdict verdict-bad'}>
				{at === null
					? `✓ all ${above.length === hashDigits ? hashDigits : above.length} characters are the same`
					: `✕ they differ from character ${at + 1} on`}
			</p>
		</div>
	);
}

/** A group of digits, those marked that differ from the other text. */
function Digits({
	text,
	other,
	start,
}: {
	readonly text: string;
	readonly other: string;
	readonly start: number;
}): ReactNode {
	const places = Array.from({length: groupDigits}, (_, at) => start + at);
	const part = text.slice(start, start + groupDigits);
	if (part === other.slice(start, start + groupDigits)) return <span>{part}</span>;
	return (
		<span>
			{places.map(at => (text[at] === other[at] ? text[at] : <mark key={at}>{text[at] ?? ' '}</mark>))}
		</span>
	);
}
