import type {ReactNode} from 'react';
import type {Block} from '../../core/block.ts';
import {type HashedPart, hashedParts} from '../../core/hashed-text.ts';
import {printable} from '../../core/printable.ts';

const meanings: Readonly<Record<HashedPart['name'], string>> = {
	Index: 'its number',
	Timestamp: 'when',
	BPM: 'the reading',
	PrevHash: 'the Hash of the block before',
	Nonce: 'nonce',
};

/** The text that is hashed, with what its parts are. Put together without anything between them they are the text. */
export function HashedText({block}: {readonly block: Block}): ReactNode {
	return (
		<ol className="parts">
			{hashedParts('decimal', block).map(({name, text}) => (
				<li key={name} className={`part part-${name.toLowerCase()}`}>
					<code className="part-text">{text === '' ? '(empty)' : printable(text)}</code>
					<span className="part-name">
						{name} <small>{meanings[name]}</small>
					</span>
				</li>
			))}
		</ol>
	);
}
