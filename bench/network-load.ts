/** Readings for all hubs of a network at once, at a rising rate. */
import {type Benchmark, median, type Row, type Run} from './benchmark.ts';
import {percentile} from './crowds.ts';
import {startNetwork, sumStatus} from './hub-network.ts';
import type {NetworkLoad, NetworkResult} from './load/network-load.ts';
import {runScript} from './processes.ts';

const roundsDefault = 1;
/** Hubs in a ring; the first is the floor. */
const sizes = [1, 2, 3, 5] as const;
/** Readings a second over all of them. */
const rates = [1, 10, 50, 100, 300, 1_000] as const;
const lengthMs = 8_000;
const equalTimeoutMs = 60_000;

interface Sample extends NetworkResult {
	/** At all hubs together. */
	readonly replaced: number;
	readonly moved: number;
}

/** What is told of each rate, with the goal where there is one. */
const figures: readonly (readonly [
	what: string,
	of: (samples: readonly Sample[]) => number,
	goal: Row['goal'],
])[] = [
	['accepted a second', samples => median(samples.map(each => each.acceptedPerSecond)), null],
	['ms to the answer, p50', samples => percentile(answersOf(samples), 0.5), null],
	['ms to the answer, p99', samples => percentile(answersOf(samples), 0.99), null],
	['blocks replaced at a hub, a reading', samples => shareOf(samples, each => each.replaced), null],
	['times a reading was put again', samples => shareOf(samples, each => each.moved), null],
	['ms until all are equal', samples => median(samples.map(({equalMs}) => equalMs)), null],
	[
		'lost or doubled',
		samples => samples.reduce((sum, {lost, doubled}) => sum + lost + doubled, 0),
		{kind: 'most', most: 0},
	],
];

/** How a network of hubs takes readings at all of them: how soon, how often twice, and whether all are there. */
export const load: Benchmark = {
	name: 'load',
	title: 'load: readings at all hubs of a ring at once, durable; floor: one hub alone that takes all of them',
	async run(run) {
		const samples = new Map<number, readonly (readonly Sample[])[]>();
		for (const size of sizes) samples.set(size, await measureSize(size, run));
		const [alone, ...others] = sizes;
		return others.flatMap(size => rates.flatMap((rate, at) => describeRate(size, rate, at)));

		function describeRate(size: number, rate: number, at: number): readonly Row[] {
			const group = `${size} hubs, ${rate.toLocaleString('en')} a second in all`;
			return figures.map(([what, of, goal]) => {
				return {group, what, floor: of(samples.get(alone)![at]!), ours: of(samples.get(size)![at]!), goal};
			});
		}
	},
};

/** The samples of each rate. */
async function measureSize(size: number, {bin, rounds, progress}: Run): Promise<readonly Sample[][]> {
	const samples: Sample[][] = rates.map(() => []);
	const count = rounds ?? roundsDefault;
	for (let round = 1; round <= count; round++) {
		await using network = await startNetwork(bin, size, 'ring');
		let firstBpm = 1;
		for (const [at, perSecond] of rates.entries()) {
			progress(`load: ${size} hubs, ${perSecond} a second, ${round} of ${count}`);
			const ports = network.hubs.map(({port}) => port);
			const sum = (name: string): Promise<number> => sumStatus(network.hubs, name);
			const [replaced, moved] = [await sum('blocksReplaced'), await sum('readingsMoved')];
			const setting: NetworkLoad = {ports, perSecond, lengthMs, firstBpm, equalTimeoutMs};
			const result = (await runScript('network-load.ts', setting)) as NetworkResult;
			check(result);
			samples[at]!.push({
				...result,
				replaced: ((await sum('blocksReplaced')) - replaced) / size,
				moved: (await sum('readingsMoved')) - moved,
			});
			firstBpm += result.sent;
		}
	}
	return samples;
}

/** What a run measured that was not right means nothing. */
function check({sent, accepted, faults}: NetworkResult): void {
	if (faults.length > 0) throw new Error(faults.join('; '));
	if (accepted !== sent) throw new Error(`${sent - accepted} of ${sent} readings were not answered`);
}

function answersOf(samples: readonly Sample[]): readonly number[] {
	return samples.flatMap(({answersMs}) => answersMs);
}

function shareOf(samples: readonly Sample[], of: (sample: Sample) => number): number {
	return median(samples.map(sample => of(sample) / sample.sent));
}
