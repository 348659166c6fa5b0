/** What a reading costs from the socket to its answer, with the hub, the floor and the load each in a process. */
import {type Benchmark, type Goal, median, type Row, type Run} from './benchmark.ts';
import type {Load, LoadResult} from './load/submitters.ts';
import {readCpuMs, runScript, type ServerProcess, startHub, startScript} from './processes.ts';

const roundsDefault = 5;
/** The share of the floor's requests a second that a hub shall reach. */
const shareGoal = 0.5;

type Case = Omit<Load, 'port' | 'opening'>;
type Sample = LoadResult & {readonly cpuUs: number};

/** A server under load, started anew for each sample, so that none pays for the blocks of those before. */
interface Subject {
	readonly start: () => Promise<ServerProcess>;
	readonly opening: Load['opening'];
}

const oneByOne = {outstanding: 1, packets: 'own', warmUp: 2_000} as const;
const owning = {outstanding: 64, packets: 'own', warmUp: 20_000, count: 100_000} as const;
const sharing = {outstanding: 64, packets: 'shared', warmUp: 50_000, count: 300_000} as const;

const cases: readonly Case[] = (['reading', 'add'] as const).flatMap(request => [
	{request, submitters: 1, ...oneByOne, count: 15_000},
	{request, submitters: 8, ...oneByOne, count: 30_000},
	{request, submitters: 1, ...owning},
	{request, submitters: 8, ...owning},
	{request, submitters: 1, ...sharing},
	{request, submitters: 8, ...sharing},
]);

const bareEcho: Subject = {start: () => startScript('echo-server.ts'), opening: 'none'};
const hashingEcho: Subject = {start: () => startScript('echo-server.ts', '--hash'), opening: 'none'};

/** The submit round trip over loopback. */
export const roundTrip: Benchmark = {
	name: 'round-trip',
	title: 'round-trip: a reading and its answer over loopback; floor: a bare echo server',
	async run(run) {
		const rows: Row[] = [];
		for (const each of cases) rows.push(...(await measureCase(each, run)));
		rows.push(await measureLog(run));
		return rows;
	},
};

async function measureCase(each: Case, run: Run): Promise<readonly Row[]> {
	const group = describe(each);
	const hub: Subject = {
		start: () => startHub(run.bin),
		opening: each.request === 'add' ? 'live' : 'plain',
	};
	// Where the packets cost next to nothing, the bare echo is out of reach for whoever hashes a line.
	const floors = each.packets === 'shared' ? [bareEcho, hashingEcho] : [bareEcho];
	const [ours, floor, hashing] = await interleave(each, [hub, ...floors], group, run);
	const row = (what: string, of: (sample: Sample) => number, goal: Goal | null = null, from = floor): Row => {
		return {group, what, floor: median(from!.map(of)), ours: median(ours!.map(of)), goal};
	};
	return [
		row('requests/s', sample => sample.perSecond, {kind: 'share', least: shareGoal}),
		...(hashing
			? [row('requests/s; floor: an echo server that hashes', each => each.perSecond, null, hashing)]
			: []),
		row('latency, µs, p50', sample => sample.p50Us),
		row('latency, µs, p99', sample => sample.p99Us),
		row('CPU of the server, µs a request', sample => sample.cpuUs),
	];
}

/** The same hub with a log that is written; the floor is the hub with a silent one. */
async function measureLog(run: Run): Promise<Row> {
	const each = cases.find(({submitters, packets}) => submitters === 8 && packets === 'shared')!;
	const group = describe(each);
	const [floor, ours] = await interleave(
		each,
		(['silent', 'json'] as const).map(log => ({start: () => startHub(run.bin, {log}), opening: 'plain'})),
		`${group}, logged`,
		run,
	);
	const middle = (samples: readonly Sample[]): number => median(samples.map(({perSecond}) => perSecond));
	const what = 'requests/s with a JSON log; floor: without a log';
	return {group: 'the log', what, floor: middle(floor!), ours: middle(ours!), goal: null};
}

/** Samples of each subject, taken in turns, so that a busy moment of the machine meets all of them. */
async function interleave(
	each: Case,
	subjects: readonly Subject[],
	name: string,
	{rounds, progress}: Run,
): Promise<readonly (readonly Sample[])[]> {
	const samples = subjects.map((): Sample[] => []);
	const count = rounds ?? roundsDefault;
	for (let round = 1; round <= count; round++) {
		progress(`round-trip: ${name}, ${round} of ${count}`);
		for (const [i, subject] of subjects.entries()) samples[i]!.push(await takeSample(each, subject));
	}
	return samples;
}

async function takeSample(each: Case, {start, opening}: Subject): Promise<Sample> {
	await using server = await start();
	const before = readCpuMs(server.pid);
	const result = (await runScript('submitters.ts', {...each, opening, port: server.port})) as LoadResult;
	const cpuMs = readCpuMs(server.pid) - before;
	return {...result, cpuUs: (cpuMs * 1_000) / (each.warmUp + each.count)};
}

function describe({request, submitters, outstanding, packets}: Case): string {
	const what = request === 'add' ? '/add, live mode' : '72, plain mode';
	const who = submitters === 1 ? '1 submitter' : `${submitters} submitters`;
	const how = packets === 'shared' ? ', many a packet' : '';
	return `${what}: ${who}, ${outstanding === 1 ? 'one by one' : `${outstanding} outstanding${how}`}`;
}
