/** How long the hub's main thread is not there while a slow disk is written to. */
import {type Benchmark, median, type Row} from './benchmark.ts';
import {makeDataFolder} from './ledgers.ts';
import type {HubWatch} from './load/watch-hub.ts';
import {runScript} from './processes.ts';
import {startWatchedHub} from './watched-hub.ts';

const roundsDefault = 3;
const commitDelayMs = 4;
const stallMsGoal = 20;
const load = {request: 'add', opening: 'live', submitters: 8, outstanding: 64, packets: 'own'} as const;
/** The first seconds of a hub are those of its compiler. */
const warmUp = {...load, warmUp: 1_000, count: 30_000};
const measured = {...load, warmUp: 1_000, count: 60_000};

/** The longest stall of the main thread under load, with a disk that takes 4 ms to sync. */
export const stall: Benchmark = {
	name: 'stall',
	title: `stall: the hub's main thread under load, every commit ${commitDelayMs} ms slower; floor: as fast as the disk is`,
	async run({bin, rounds, progress}) {
		const floor: HubWatch[] = [];
		const ours: HubWatch[] = [];
		const count = rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			progress(`stall: ${round} of ${count}`);
			floor.push(await takeSample(bin, 0));
			ours.push(await takeSample(bin, commitDelayMs));
		}
		const row = (what: string, of: (watch: HubWatch) => number, goal: Row['goal'] = null): Row => {
			return {group: 'ms', what, floor: median(floor.map(of)), ours: median(ours.map(of)), goal};
		};
		return [
			row('longest stall', watch => watch.stallMsMax, {kind: 'most', most: stallMsGoal}),
			row('99 of 100 looks at the clock', watch => watch.stallMsP99),
		];
	},
};

async function takeSample(bin: string, delayMs: number): Promise<HubWatch> {
	using folder = makeDataFolder();
	await using hub = await startWatchedHub(bin, folder.path, delayMs);
	await runScript('submitters.ts', {...warmUp, port: hub.port});
	await hub.look();
	await runScript('submitters.ts', {...measured, port: hub.port});
	return await hub.look();
}
