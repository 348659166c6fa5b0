import type {ReactNode} from 'react';
import type {LiveChain} from '../chain/live-chain.ts';
import {formatCount} from '../look/format.ts';
import type {PageState} from '../state/page-state.ts';
import {Detail} from './Detail.tsx';
import {Dialog} from './Dialog.tsx';
import {Icon} from './icons.tsx';
import {standingOf} from './standing.ts';

interface DetailOfProps {
	readonly chain: LiveChain;
	readonly state: PageState;
	readonly index: number;
}

function DetailOf({chain, state, index}: DetailOfProps): ReactNode {
	if (!state.tip) return <p className="detail-empty">There is no block to show.</p>;
	const judged = chain.blockAt(index);
	return (
		<Detail
			index={index}
			judged={judged}
			standing={standingOf(judged, state.fault)}
			next={chain.blockAt(index + 1)}
			replaced={chain.replacedAt(index)}
			digest={chain.digest}
		/>
	);
}

/** The detail of the selected block beside the chain. */
export function DetailPanel({onOpen, ...props}: DetailOfProps & {readonly onOpen: () => void}): ReactNode {
	return (
		<div className="panel side-detail">
			<div className="side-detail-head">
				<h2>{props.state.tip ? `Block ${formatCount(props.index)}` : 'Block'}</h2>
				<button type="button" className="button" onClick={onOpen} title="Enter">
					Open
				</button>
			</div>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has only keys must be able to scroll it */}
			<section className="side-detail-body" tabIndex={0} aria-label="Why it is valid, or not">
				<DetailOf {...props} />
			</section>
		</div>
	);
}

/** The detail of a block over the page, with ways to its neighbours. */
export function DetailDialog({
	onSelect,
	onClose,
	...props
}: DetailOfProps & {readonly onSelect: (index: number) => void; readonly onClose: () => void}): ReactNode {
	const {index, state} = props;
	return (
		<Dialog
			size="large"
			title={`Block ${formatCount(index)}`}
			onClose={onClose}
			tools={
				<>
					<button
						type="button"
						className="icon-button"
						aria-label="The block before"
						title="The block before (←)"
						disabled={index === 0}
						onClick={() => onSelect(index - 1)}
					>
						<Icon name="older" />
					</button>
					<button
						type="button"
						className="icon-button"
						aria-label="The block after"
						title="The block after (→)"
						disabled={index >= (state.tip?.index ?? 0)}
						onClick={() => onSelect(index + 1)}
					>
						<Icon name="newer" />
					</button>
				</>
			}
		>
			<DetailOf {...props} />
		</Dialog>
	);
}
