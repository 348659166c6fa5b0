import {type MouseEvent, type ReactNode, useCallback, useEffect, useRef, useSyncExternalStore} from 'react';
import {formatCount} from '../look/format.ts';
import type {Page} from '../page.ts';
import {ChainList, type ChainListHandle} from './ChainList.tsx';
import {Chart} from './Chart.tsx';
import {ColumnNames} from './ColumnNames.tsx';
import {DetailPanel} from './DetailFrames.tsx';
import {Dialogs} from './Dialogs.tsx';
import {Header} from './Header.tsx';
import {NextBlock} from './NextBlock.tsx';
import {Notices} from './Notices.tsx';
import {SchemeContext} from './scheme-context.ts';
import {makeCommands} from './use-commands.ts';
import {useKeys} from './use-keys.ts';
import {useAnnouncement, useBeat} from './use-news.ts';
import {chartedRange, useReadings} from './use-readings.ts';
import {useView, type View} from './use-view.ts';

/** The whole page. */
export function App({page}: {readonly page: Page}): ReactNode {
	const {chain, own} = page;
	const state = useSyncExternalStore(chain.store.subscribe, chain.store.shown);
	const height = state.tip?.index ?? 0;
	const list = useRef<ChainListHandle>(null);
	const box = useRef<HTMLInputElement>(null);
	const view = useView(height, list);
	const readings = useReadings(chain, state);
	const beat = useBeat(state.arrivals);
	const announcement = useAnnouncement(state.arrivals, readings.at(-1) ?? null);
	const commands = makeCommands(view, {chain, height, list, box});
	const press = usePress(view);
	useKeys(command => commands[command](), view.characters);
	useEffect(() => {
		document.title = state.tip ? `#${formatCount(height)} · bchain` : 'bchain';
	}, [state.tip, height]);
	const open = (index: number): void => {
		view.select(index);
		view.setDialog('detail');
	};
	const shown = {chain, state, index: view.selected};
	return (
		<SchemeContext value={view.scheme}>
			<div className="page">
				<Header state={state} view={view} beat={beat} onCommand={command => commands[command]()} />
				<main className="main">
					<Notices state={state} page={page} onShow={open} />
					<div className="columns">
						<section className="panel chain" aria-label="Chain">
							<ColumnNames />
							<ChainList
								ref={list}
								chain={chain}
								state={state}
								selected={view.selected}
								projector={view.projector}
								charted={chartedRange(state)}
								onPress={press}
							/>
							<NextBlock own={own} state={state} box={box} onShow={open} />
						</section>
						<div className="side">
							<Chart readings={readings} beat={beat} onPick={open} />
							{view.isBeside && <DetailPanel {...shown} onOpen={() => view.setDialog('detail')} />}
						</div>
					</div>
					<p className="sr-only" role="status">
						{announcement}
					</p>
				</main>
				<Dialogs {...shown} view={view} height={height} />
			</div>
		</SchemeContext>
	);
}

/** What a press on a card does; the same function as long as the page is open, so that no card is drawn anew for it. */
function usePress(view: View): (index: number, event: MouseEvent) => void {
	const latest = useRef(view);
	useEffect(() => {
		latest.current = view;
	});
	return useCallback((index, event) => {
		const {selected, isBeside, mark, setDialog} = latest.current;
		mark(index);
		// A key that presses the card asks for more than a look beside it, and so does a second press.
		if (!isBeside || event.detail === 0 || index === selected) setDialog('detail');
	}, []);
}
