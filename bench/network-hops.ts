/** How long a reading takes from one hub of a line to a client of another. */
import {type Benchmark, median, type Row, type Run} from './benchmark.ts';
import {percentile} from './crowds.ts';
import {startNetwork} from './hub-network.ts';
import {makeDataFolder} from './ledgers.ts';
import type {HopProbe} from './load/hop-probe.ts';
import type {Relay} from './load/relay.ts';
import {runScript, type ServerProcess, startScript} from './processes.ts';

const roundsDefault = 3;
const hopCounts = [1, 3, 10] as const;
const hopMsGoal = 5;
const probing = {count: 200, warmUp: 50, pauseMs: 10} as const;

/** The milliseconds of each reading: over hubs, over relays that commit as they do, and over relays that do not. */
interface Samples {
	readonly hubs: number[];
	readonly relays: number[];
	readonly bareRelays: number[];
}

/** From a reading sent at one hub to its block at a live client of another. */
export const hops: Benchmark = {
	name: 'hops',
	title:
		'hops: a reading from a hub to a client of another, durable at each between; floor: bare relays that commit a row and pass the same bytes on',
	async run(run) {
		const rows: Row[] = [];
		for (const count of hopCounts) rows.push(...(await measureHops(count, run)));
		return rows;
	},
};

async function measureHops(hopCount: number, {bin, rounds, progress}: Run): Promise<readonly Row[]> {
	const samples: Samples = {hubs: [], relays: [], bareRelays: []};
	const count = rounds ?? roundsDefault;
	for (let round = 1; round <= count; round++) {
		progress(`hops: ${hopCount}, ${round} of ${count}`);
		samples.bareRelays.push(...(await sampleRelays(hopCount, false)));
		samples.relays.push(...(await sampleRelays(hopCount, true)));
		samples.hubs.push(...(await sampleHubs(bin, hopCount)));
	}
	const group = hopCount === 1 ? '1 hop' : `${hopCount} hops`;
	const row = (what: string, floor: number | null, ours: number, goal: Row['goal'] = null): Row => {
		return {group, what, floor, ours, goal};
	};
	const {hubs, relays, bareRelays} = samples;
	const committing = median(relays) - median(bareRelays);
	return [
		row('ms, p50', median(relays), median(hubs)),
		row('ms, p99', percentile(relays, 0.99), percentile(hubs, 0.99)),
		row('ms a hop, p50', median(relays) / hopCount, median(hubs) / hopCount, {
			kind: 'most',
			most: hopMsGoal,
		}),
		row('of that in commits, as the relays have it', null, committing / hopCount),
	];
}

async function sampleHubs(bin: string, hopCount: number): Promise<readonly number[]> {
	await using network = await startNetwork(bin, hopCount + 1, 'line');
	return await sample(network.hubs, 'live');
}

async function sampleRelays(hopCount: number, commits: boolean): Promise<readonly number[]> {
	await using stack = new AsyncDisposableStack();
	const relays: ServerProcess[] = [];
	for (let at = 0; at <= hopCount; at++) {
		const folder = commits ? stack.use(makeDataFolder()).path : null;
		const setting: Relay = {upstream: relays.at(-1)?.port ?? null, folder};
		relays.push(stack.use(await startScript('relay.ts', JSON.stringify(setting))));
	}
	return await sample(relays, 'blocks');
}

async function sample(
	line: readonly ServerProcess[],
	speaks: HopProbe['speaks'],
): Promise<readonly number[]> {
	const probe: HopProbe = {near: line[0]!.port, far: line.at(-1)!.port, speaks, ...probing};
	return (await runScript('hop-probe.ts', probe)) as readonly number[];
}
