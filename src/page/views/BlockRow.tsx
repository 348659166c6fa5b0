import type {MouseEvent, ReactNode} from 'react';
import {memo} from 'react';
import type {Block} from '../../core/block.ts';
import type {JudgedBlock} from '../chain/judge.ts';
import {formatCount, formatTime} from '../look/format.ts';
import {HashChip} from './HashChip.tsx';
import {Icon} from './icons.tsx';
import {type Standing, standingWord} from './standing.ts';
import {Thread} from './Thread.tsx';

export interface BlockRowProps {
	readonly index: number;
	/** Undefined while it is fetched. */
	readonly judged: JudgedBlock | undefined;
	readonly standing: Standing;
	/** The block that stood here until a better chain replaced it. */
	readonly replaced: Block | undefined;
	readonly rows: number;
	readonly y: number;
	readonly selected: boolean;
	/** Whether it has just come. */
	readonly fresh: boolean;
	/** The link to the block above, as far as that is known: no thread, one, or a broken one. */
	readonly link: 'none' | 'whole' | 'broken';
	readonly onPress: (index: number, event: MouseEvent) => void;
}

/** A block as a card in the chain, and the thread to the one above. */
export const BlockRow = memo(function BlockRow(props: BlockRowProps): ReactNode {
	const {index, judged, standing, replaced, rows, y, selected, fresh, link, onPress} = props;
	const classes = ['row', selected && 'row-selected', fresh && 'row-fresh', `row-${standing}`];
	return (
		<li
			className={classes.filter(Boolean).join(' ')}
			style={{transform: `translateY(${y}px)`}}
			aria-setsize={rows}
			aria-posinset={index + 1}
		>
			<button
				type="button"
				className="card"
				data-index={index}
				tabIndex={selected ? 0 : -1}
				aria-current={selected ? 'true' : undefined}
				onClick={event => onPress(index, event)}
			>
				<span className="sr-only">{describeRow(index, judged, standing, replaced)}</span>
				<span className="cells" aria-hidden="true">
					<span className="cell-index">#{formatCount(index)}</span>
					{judged ? <Fields judged={judged} /> : <span className="cell-empty" />}
					<span className="cell-verdict">
						{replaced && <Icon name="fork" />}
						{standing === 'valid' && <Icon name="valid" />}
						{standing === 'invalid' && <span className="stamp">not valid</span>}
						{standing === 'after' && <span className="stamp">unproven</span>}
					</span>
				</span>
			</button>
			{judged && link !== 'none' && <Thread hash={judged.block.prevHash} broken={link === 'broken'} />}
		</li>
	);
});

function Fields({judged: {block}}: {readonly judged: JudgedBlock}): ReactNode {
	return (
		<>
			<span className={block.index === 0 ? 'cell-bpm cell-genesis' : 'cell-bpm'}>
				<b>{block.index === 0 ? '–' : block.bpm}</b>
				<small>{block.index === 0 ? 'genesis' : 'bpm'}</small>
			</span>
			<span className="cell-time">{formatTime(block.timestamp)}</span>
			<span className="cell-prev">
				<HashChip hash={block.prevHash} />
			</span>
			<span className="cell-arrow" />
			<span className="cell-hash">
				<HashChip hash={block.hash} />
			</span>
		</>
	);
}

/** The block in a sentence, for those who do not see the card. */
function describeRow(
	index: number,
	judged: JudgedBlock | undefined,
	standing: Standing,
	replaced: Block | undefined,
): string {
	const name = `Block ${formatCount(index)}`;
	if (!judged) return `${name}, being fetched`;
	const {bpm, timestamp} = judged.block;
	const reading = index === 0 ? 'the first block' : `${bpm} beats a minute at ${formatTime(timestamp)}`;
	const because = judged.fault ? `: ${judged.fault.detail}` : '';
	const fork = replaced ? ', took the place of another block' : '';
	return `${name}, ${reading}, ${standingWord[standing]}${because}${fork}`;
}
