import {type FormEvent, type ReactNode, type Ref, useId, useState, useSyncExternalStore} from 'react';
import {formatCount} from '../look/format.ts';
import {type OwnReading, type OwnReadings, parseReading} from '../state/own-readings.ts';
import type {PageState} from '../state/page-state.ts';
import {HashChip} from './HashChip.tsx';
import {Icon} from './icons.tsx';
import {Thread} from './Thread.tsx';

export interface NextBlockProps {
	readonly own: OwnReadings;
	readonly state: PageState;
	readonly box: Ref<HTMLInputElement>;
	readonly onShow: (index: number) => void;
}

/** What a hub takes unless it says otherwise. */
const usualRange = [1, 999] as const;
/** Own readings that are listed at a time. */
const listedMax = 3;

/** The block that is not there yet: its link is known already, and the reading in it is the next one typed here. */
export function NextBlock({own, state, box, onShow}: NextBlockProps): ReactNode {
	const [typed, setTyped] = useState('');
	const [problem, setProblem] = useState<string | null>(null);
	const ids = useId();
	const {tip, hub, stranger} = state;
	const range = hub?.range ?? usualRange;
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		const bpm = parseReading(typed, range);
		const failed = typeof bpm === 'string' ? bpm : own.add(bpm);
		setProblem(failed);
		if (failed === null) setTyped('');
	};
	return (
		<section className="next" aria-label="Add a reading">
			{tip && <Thread hash={tip.hash} broken={false} />}
			<form className="next-card" onSubmit={submit} noValidate>
				<span className="cell-index">{tip ? `#${formatCount(tip.index + 1)}` : '#'}</span>
				<label className="next-label" htmlFor={`${ids}-bpm`}>
					Your heart rate
				</label>
				<input
					id={`${ids}-bpm`}
					ref={box}
					className="next-box"
					inputMode="numeric"
					enterKeyHint="send"
					autoComplete="off"
					maxLength={12}
					placeholder="bpm"
					value={typed}
					disabled={stranger !== null}
					aria-invalid={problem !== null}
					aria-describedby={`${ids}-told`}
					onChange={event => {
						setTyped(event.currentTarget.value);
						setProblem(null);
					}}
				/>
				<button type="submit" className="next-add" disabled={stranger !== null}>
					Add
				</button>
				<span className="cell-prev">
					<span className="next-prev-label">PrevHash</span>
					{tip && <HashChip hash={tip.hash} />}
				</span>
			</form>
			<div className="next-told" id={`${ids}-told`} role="status">
				{problem !== null && (
					<p className="told told-bad">
						<Icon name="invalid" /> {problem}
					</p>
				)}
				<Readings own={own} onShow={onShow} />
			</div>
		</section>
	);
}

/** How far the newest own readings have come. */
function Readings({own, onShow}: Pick<NextBlockProps, 'own' | 'onShow'>): ReactNode {
	const readings = useSyncExternalStore(own.store.subscribe, own.store.shown);
	const waiting = readings.filter(({state}) => state.kind === 'waiting').length;
	const listed = readings.slice(-listedMax).reverse();
	return (
		<>
			{waiting > listedMax && <p className="told told-wait">{waiting} readings wait for the hub.</p>}
			{listed.map(reading => (
				<Reading key={reading.id} reading={reading} own={own} onShow={onShow} />
			))}
		</>
	);
}

function Reading({
	reading: {id, bpm, state},
	own,
	onShow,
}: {readonly reading: OwnReading} & Pick<NextBlockProps, 'own' | 'onShow'>): ReactNode {
	switch (state.kind) {
		case 'sending':
			return <p className="told">{bpm}: on its way…</p>;
		case 'waiting':
			return (
				<p className="told told-wait">
					{bpm} waits and will be sent once the hub takes it. {state.reason}{' '}
					<button type="button" className="link" onClick={() => own.giveUp(id)}>
						Stop trying
					</button>
				</p>
			);
		case 'accepted':
			return (
				<p className="told told-ok">
					<Icon name="valid" /> {bpm} is in{' '}
					<button type="button" className="link" onClick={() => onShow(state.index)}>
						block {formatCount(state.index)}
					</button>
				</p>
			);
		case 'refused':
			return (
				<p className="told told-bad">
					<Icon name="invalid" /> {bpm}: {state.reason}
				</p>
			);
	}
}
