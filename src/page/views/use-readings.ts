import {useMemo} from 'react';
import type {LiveChain} from '../chain/live-chain.ts';
import type {ChartReading} from '../look/chart-shape.ts';
import type {PageState} from '../state/page-state.ts';
import {standingOf} from './standing.ts';

/** Readings that the chart shows at most. */
const chartedMax = 240;

/** The blocks whose readings are charted. */
export function chartedRange({tip}: PageState): {readonly first: number; readonly last: number} {
	const last = tip?.index ?? 0;
	return {first: Math.max(0, last - chartedMax + 1), last};
}

/** The newest readings, as far as they are held and valid. */
export function useReadings(chain: LiveChain, state: PageState): readonly ChartReading[] {
	// biome-ignore lint/correctness/useExhaustiveDependencies: the revision stands for what the chain holds
	return useMemo(() => {
		const {first, last} = chartedRange(state);
		const readings: ChartReading[] = [];
		for (let index = Math.max(1, first); index <= last; index++) {
			const judged = chain.blockAt(index);
			if (!judged || standingOf(judged, state.fault) !== 'valid') continue;
			readings.push({index, bpm: judged.block.bpm, timeMs: Date.parse(judged.block.timestamp)});
		}
		return readings;
	}, [chain, state.revision]);
}
