/** What the hub does over HTTP, beside Fastify without a hub, and beside its own live mode. */
import type {Status} from '../src/server/status.ts';
import {type Benchmark, median, type Row, type Run} from './benchmark.ts';
import {makeDataFolder} from './ledgers.ts';
import type {BareRoute} from './load/bare-fastify.ts';
import type {Following, FollowingResult} from './load/followers.ts';
import type {HttpLoad, HttpLoadResult} from './load/http-clients.ts';
import {findFreePort, readCpuMs, runScript, type ServerProcess, startHub, startScript} from './processes.ts';

const roundsDefault = 5;
const postShareGoal = 0.5;
const getShareGoal = 0.8;
const streamsRatioGoal = 1.5;
const clients = 64;
const timing = {warmUpMs: 1_500, measuredMs: 3_000} as const;
const blocksOfGet = 1_000;

const post = {method: 'POST', path: '/', body: '{"BPM":72}', status: 201, clients, ...timing} as const;
const get = {method: 'GET', path: '/blocks?limit=100', body: '', status: 200, clients, ...timing} as const;

interface HttpHub {
	readonly hub: ServerProcess;
	readonly httpPort: number;
}

interface Sample extends HttpLoadResult {
	readonly cpuUs: number;
	/** How long half of the hub's commits took at most; NaN where there were none. */
	readonly commitMs: number;
}

/** Readings that are on the disk when they are answered. */
export const httpPost: Benchmark = {
	name: 'http-post',
	title: 'http-post: POST / with 64 under way, on the disk when answered; floor: a bare route of Fastify',
	run: run => compare('http-post', post, postShareGoal, run),
};

/** A hundred blocks at a time. */
export const httpBlocks: Benchmark = {
	name: 'http-blocks',
	title:
		'http-blocks: GET /blocks?limit=100 with 64 under way; floor: a bare route of Fastify, the same bytes',
	run: run => compare('http-blocks', get, getShareGoal, run),
};

async function compare(
	name: string,
	load: Omit<HttpLoad, 'port'>,
	least: number,
	{bin, rounds, progress}: Run,
): Promise<readonly Row[]> {
	const floor: Sample[] = [];
	const ours: Sample[] = [];
	const count = rounds ?? roundsDefault;
	for (let round = 1; round <= count; round++) {
		progress(`${name}: ${round} of ${count}`);
		const sample = await measureHub(bin, load);
		ours.push(sample);
		floor.push(await measureFloor(load, sample.body));
	}
	const row = (what: string, of: (sample: Sample) => number, goal: Row['goal'] = null): Row => {
		return {
			group: `${clients} clients`,
			what,
			floor: median(floor.map(of)),
			ours: median(ours.map(of)),
			goal,
		};
	};
	return [
		row('requests/s', ({perSecond}) => perSecond, {kind: 'share', least}),
		row('CPU of the server, µs a request', ({cpuUs}) => cpuUs),
		row('ms to the answer, p50', ({p50Ms}) => p50Ms),
		row('ms to the answer, p99', ({p99Ms}) => p99Ms),
		...(load.method === 'POST' ? [{...row('ms a commit, p50', ({commitMs}) => commitMs), floor: null}] : []),
	];
}

async function measureHub(bin: string, load: Omit<HttpLoad, 'port'>): Promise<Sample> {
	using folder = makeDataFolder();
	const {hub, httpPort} = await startHttpHub(bin, ['--broadcast-interval', '1h'], folder.path);
	await using _ = hub;
	if (load.method === 'GET') await fill(hub.port);
	const sample = await takeSample(hub.pid, {...load, port: httpPort});
	const status = (await (await fetch(`http://localhost:${httpPort}/status`)).json()) as Status;
	return {...sample, commitMs: status.commitP50Ms ?? Number.NaN};
}

/** With the same body as ours gave last, byte for byte. */
async function measureFloor(
	{method, path, status, ...load}: Omit<HttpLoad, 'port'>,
	body: string,
): Promise<Sample> {
	const route: BareRoute = {method, path: path.replace(/\?.*/, ''), status, body};
	await using server = await startScript('bare-fastify.ts', JSON.stringify(route));
	return await takeSample(server.pid, {...load, method, path, status, port: server.port});
}

async function takeSample(pid: number, load: HttpLoad): Promise<Sample> {
	const before = readCpuMs(pid);
	const result = (await runScript('http-clients.ts', load)) as HttpLoadResult;
	const cpuUs = ((readCpuMs(pid) - before) * 1_000) / result.answers;
	return {...result, cpuUs, commitMs: Number.NaN};
}

async function fill(port: number): Promise<void> {
	const load = {request: 'reading', opening: 'plain', submitters: 1, outstanding: 64, packets: 'shared'};
	await runScript('submitters.ts', {...load, port, warmUp: 0, count: blocksOfGet});
}

async function startHttpHub(bin: string, args: readonly string[], data?: string): Promise<HttpHub> {
	const httpPort = await findFreePort();
	const options = [...args, '--http-port', String(httpPort)];
	return {hub: await startHub(bin, {args: options, ...(data !== undefined && {data})}), httpPort};
}

const following = {followers: 1_000, readingsPerSecond: 100, warmUpMs: 2_000, measuredMs: 5_000} as const;

/** What it costs to have a thousand pages open. */
export const httpStreams: Benchmark = {
	name: 'http-streams',
	title: 'http-streams: 1,000 event streams, 100 new blocks a second; floor: 1,000 connections in live mode',
	async run({bin, rounds, progress}) {
		const live: FollowingResult[] = [];
		const events: FollowingResult[] = [];
		const count = rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			progress(`http-streams: ${round} of ${count}`);
			live.push(await measureFollowers(bin, 'live'));
			events.push(await measureFollowers(bin, 'events'));
		}
		const row = (what: string, of: (result: FollowingResult) => number, isBound = false): Row => {
			const [floor, ours] = [median(live.map(of)), median(events.map(of))];
			const goal = isBound ? ({kind: 'most', most: streamsRatioGoal * floor} as const) : null;
			return {group: `goals: ${streamsRatioGoal} times live mode`, what, floor, ours, goal};
		};
		return [
			row('CPU of the hub, µs a block and follower', ({cpuMs, blocks}) => (cpuMs * 1_000) / blocks, true),
			row('bytes a block and follower', ({bytes, blocks}) => bytes / blocks, true),
			row('blocks delivered, 1,000/s', ({blocks}) => blocks / following.measuredMs),
		];
	},
};

async function measureFollowers(bin: string, kind: Following['kind']): Promise<FollowingResult> {
	const {hub, httpPort} = await startHttpHub(bin, []);
	await using _ = hub;
	const {port, pid} = hub;
	return (await runScript('followers.ts', {...following, kind, port, httpPort, pid})) as FollowingResult;
}
