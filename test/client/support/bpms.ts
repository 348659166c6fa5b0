/** Readings for the chart, without the blocks around them. */
import type {BpmSource} from '../../../src/client/screen/chart/sweep.ts';

/** When the genesis block was made; a reading follows each second. */
const startMs = 1_795_182_207_390;

/** A chain with these readings after its genesis block, or one that begins with block `firstIndex`. */
export function bpmsOf(readings: readonly (number | bigint)[], firstIndex = 0): BpmSource {
	const bpms = firstIndex === 0 ? [0, ...readings] : readings;
	return {
		firstIndex,
		tipIndex: firstIndex + bpms.length - 1,
		bpmAt: index => bpms[index - firstIndex],
		timeAt: index => startMs + index * 1_000,
	};
}

/** A heart that speeds up and calms down again. */
export function makeBeats(count: number): readonly number[] {
	return Array.from({length: count}, (_, at) =>
		Math.round(76 + 12 * Math.sin(at / 9) + 5 * Math.sin(at / 3.1)),
	);
}
