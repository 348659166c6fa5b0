/** What a reading costs that is on the disk when it is answered. */
import {type Benchmark, median, type Row, type Run} from './benchmark.ts';
import {makeDataFolder} from './ledgers.ts';
import type {Load, LoadResult} from './load/submitters.ts';
import {readCpuMs, runScript, startHub} from './processes.ts';
import {startWatchedHub} from './watched-hub.ts';

const roundsDefault = 5;
/** The share of the floor's readings a second that a hub shall reach. */
const shareGoal = 0.5;
const rowsOfFloor = 200_000;
const commitsOfFloor = 4_000;

type Case = Omit<Load, 'port'>;

const oneByOne = {submitters: 1, outstanding: 1, packets: 'own', warmUp: 500, count: 4_000} as const;
/** Readings that may leave together share a packet: the load must not be what is measured. */
const together = {submitters: 8, outstanding: 64, packets: 'shared', warmUp: 10_000, count: 100_000} as const;
const cases: readonly Case[] = (['reading', 'add'] as const).flatMap(request => {
	const opening = request === 'add' ? 'live' : 'plain';
	return [oneByOne, together].map(each => ({request, opening, ...each}));
});

/** Acknowledged durable readings a second, through the socket. */
export const durable: Benchmark = {
	name: 'durable',
	title:
		'durable: readings on the disk when they are answered; floor: node:sqlite in a thread, as many a commit',
	async run(run) {
		const rows: Row[] = [];
		for (const each of cases) rows.push(...(await measureCase(each, run)));
		return rows;
	},
};

async function measureCase(each: Case, {bin, rounds, progress}: Run): Promise<readonly Row[]> {
	const group = describe(each);
	progress(`durable: ${group}, the size of commits`);
	const batch = each.submitters === 1 ? 1 : await measureBatch(each, bin);
	const floor: number[] = [];
	const ours: (LoadResult & {readonly cpuUs: number})[] = [];
	const count = rounds ?? roundsDefault;
	for (let round = 1; round <= count; round++) {
		progress(`durable: ${group}, ${round} of ${count}`);
		floor.push(await measureFloor(batch));
		ours.push(await takeSample(each, bin));
	}
	const row = (what: string, values: readonly number[]): Row => {
		return {group, what, floor: null, ours: median(values), goal: null};
	};
	return [
		{
			group,
			what: `readings/s; floor: ${batch} a commit`,
			floor: median(floor),
			ours: median(ours.map(({perSecond}) => perSecond)),
			goal: {kind: 'share', least: shareGoal},
		},
		row(
			'latency, µs, p50',
			ours.map(({p50Us}) => p50Us),
		),
		row(
			'latency, µs, p99',
			ours.map(({p99Us}) => p99Us),
		),
		row(
			'CPU of the hub, µs a reading',
			ours.map(({cpuUs}) => cpuUs),
		),
	];
}

async function measureFloor(batch: number): Promise<number> {
	using folder = makeDataFolder();
	const count = Math.min(rowsOfFloor, batch * commitsOfFloor);
	return (await runScript('raw-commits.ts', {folder: folder.path, batch, count})) as number;
}

async function takeSample(each: Case, bin: string): Promise<LoadResult & {readonly cpuUs: number}> {
	using folder = makeDataFolder();
	await using hub = await startHub(bin, {data: folder.path});
	const before = readCpuMs(hub.pid);
	const result = (await runScript('submitters.ts', {...each, port: hub.port})) as LoadResult;
	return {...result, cpuUs: ((readCpuMs(hub.pid) - before) * 1_000) / (each.warmUp + each.count)};
}

/** How many readings share a commit under this load, in the mean. */
async function measureBatch(each: Case, bin: string): Promise<number> {
	using folder = makeDataFolder();
	await using hub = await startWatchedHub(bin, folder.path);
	await runScript('submitters.ts', {...each, port: hub.port});
	const {commits} = await hub.look();
	return Math.round((each.warmUp + each.count) / commits);
}

function describe({request, submitters, outstanding}: Case): string {
	const what = request === 'add' ? '/add, live mode' : '72, plain mode';
	return submitters === 1
		? `${what}: 1 submitter, one by one`
		: `${what}: ${submitters} submitters, ${outstanding} outstanding`;
}
