import type {ReactNode} from 'react';
import type {Fault} from '../chain/judge.ts';
import {formatCount} from '../look/format.ts';
import type {Page} from '../page.ts';
import type {Notice, PageState, Stranger} from '../state/page-state.ts';
import {HashChip} from './HashChip.tsx';
import {Icon} from './icons.tsx';

/** Replaced blocks that are listed in a notice. */
const listedMax = 4;

export interface NoticesProps {
	readonly state: PageState;
	readonly page: Page;
	readonly onShow: (index: number) => void;
}

/** What has to be told: a hub with another past, a block that is not valid, forks, and what went wrong. */
export function Notices({state, page, onShow}: NoticesProps): ReactNode {
	const {stranger, fault, notices} = state;
	return (
		<div className="notices">
			{stranger && <Alarm stranger={stranger} page={page} isShown={state.tip !== null} />}
			{fault && <Broken fault={fault} onShow={onShow} />}
			{notices.map(notice => (
				<NoticeLine key={notice.id} notice={notice} onDismiss={id => page.chain.dismiss(id)} />
			))}
		</div>
	);
}

/** The hub is not the one that was verified here: a person decides. */
function Alarm({
	stranger,
	page,
	isShown,
}: {
	readonly stranger: Stranger;
	readonly page: Page;
	/** Whether there is a chain from before to be seen: not where the page was opened anew. */
	readonly isShown: boolean;
}): ReactNode {
	const {past} = page.chain;
	return (
		<section className="notice notice-alarm" role="alert" aria-label="Another past">
			<div>
				<h2>This hub has another past</h2>
				<ul>
					{stranger.differences.map(difference => (
						<li key={difference}>{difference}</li>
					))}
				</ul>
				<p>
					Nothing of it is shown, and nothing is sent to it.
					{isShown && ' What is shown below is the chain as it was.'}
					{past && (
						<>
							{' '}
							Verified here: block {formatCount(past.index)} <HashChip hash={past.hash} />; it says: block{' '}
							{formatCount(stranger.hello.height)} <HashChip hash={stranger.hello.tip} />.
						</>
					)}
				</p>
			</div>
			<button type="button" className="button" onClick={() => page.acceptStranger()}>
				Forget the past and show this chain
			</button>
		</section>
	);
}

/** A block that the hub gave is not valid. */
function Broken({
	fault,
	onShow,
}: {
	readonly fault: Fault;
	readonly onShow: (index: number) => void;
}): ReactNode {
	return (
		<section className="notice notice-alarm" role="alert" aria-label="A block is not valid">
			<div>
				<h2>Block {formatCount(fault.index)} is not valid</h2>
				<p>
					{fault.detail[0]!.toUpperCase() + fault.detail.slice(1)}. Nothing from there on is proven, whatever
					the hub says.
				</p>
			</div>
			<button type="button" className="button" onClick={() => onShow(fault.index)}>
				Show it
			</button>
		</section>
	);
}

function NoticeLine({
	notice: {id, tone, text, replaced},
	onDismiss,
}: {
	readonly notice: Notice;
	readonly onDismiss: (id: number) => void;
}): ReactNode {
	return (
		<div className={`notice notice-${tone}`} role="status">
			{replaced.length > 0 && <Icon name="fork" />}
			<p>
				{text}
				{replaced.slice(0, listedMax).map(block => (
					<span key={block.hash} className="gone">
						#{formatCount(block.index)} <s>{block.bpm} bpm</s> <HashChip hash={block.hash} />
					</span>
				))}
				{replaced.length > listedMax && ` and ${formatCount(replaced.length - listedMax)} more`}
			</p>
			<button type="button" className="icon-button" aria-label="Dismiss" onClick={() => onDismiss(id)}>
				<Icon name="close" />
			</button>
		</div>
	);
}
