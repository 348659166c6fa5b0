/** The whole chain to a thousand connections, and what that costs somebody who adds a reading meanwhile. */
import {setTimeout as sleep} from 'node:timers/promises';
import {type Benchmark, median, type Row, type Run} from './benchmark.ts';
import {checkCrowd, openCrowd, plainCrowd, submitterOf} from './crowds.ts';
import {makeLedger} from './ledgers.ts';
import type {Latency} from './load/crowd-options.ts';
import {readCpuMs, type ServerProcess, startBareHub, startHub} from './processes.ts';

const roundsDefault = 3;
const blocks = 10_000;
const connections = 1_000;
/** Long enough that everybody has the chain before the next one is due. */
const broadcastMs = 2_000;
const rounds = 3;
const shareGoal = 0.8;

/** While readings are timed, broadcasts come one after the other. */
const busyBroadcastMs = 1_000;
const busyMs = 6_000;
const readings = {request: 'add', outstanding: 64, perSecond: 200} as const;
const latencyMsGoal = 10;

interface Sample {
	readonly bytesPerSecond: number;
	readonly bytesPerCpuSecond: number;
	readonly roundMs: number;
}

export const fanOut: Benchmark = {
	name: 'fan-out',
	title:
		'fan-out: a chain of 10,000 blocks to 1,000 plain connections; floor: a bare server that writes the same',
	async run(run) {
		using ledger = await makeLedger(blocks, run.progress);
		const floor: Sample[] = [];
		const ours: Sample[] = [];
		const latencies: (readonly [Latency, Latency])[] = [];
		const count = run.rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			run.progress(`fan-out: ${round} of ${count}`);
			floor.push(await takeSample(await startBareHub({blocks, broadcastMs})));
			ours.push(await takeSample(await startOurs(run, ledger.path, broadcastMs)));
			latencies.push(await timeReadings(await startOurs(run, ledger.path, busyBroadcastMs)));
		}
		const row = (what: string, of: (sample: Sample) => number, goal: Row['goal'] = null): Row => {
			const group = 'every 2 s to all of them';
			return {group, what, floor: median(floor.map(of)), ours: median(ours.map(of)), goal};
		};
		const share = {kind: 'share', least: shareGoal} as const;
		return [
			row('MB/s', sample => sample.bytesPerSecond / 1e6, share),
			row('MB a second of CPU', sample => sample.bytesPerCpuSecond / 1e6, share),
			row('ms until the last has it', sample => sample.roundMs),
			...describeLatencies(latencies),
		];
	},
};

function startOurs({bin}: Run, data: string, intervalMs: number): Promise<ServerProcess> {
	return startHub(bin, {data, args: ['--broadcast-interval', `${intervalMs}ms`]});
}

async function takeSample(starting: ServerProcess): Promise<Sample> {
	await using server = starting;
	await using crowd = openCrowd(plainCrowd(server.port, connections));
	await crowd.connect();
	// In the first round the system sets memory for the sockets aside.
	await sleep(1.5 * broadcastMs);
	const before = await crowd.look();
	const cpuMs = readCpuMs(server.pid);
	await sleep(rounds * broadcastMs);
	const after = await crowd.look();
	const usedMs = readCpuMs(server.pid) - cpuMs;
	checkCrowd(after, connections);
	const bytes = after.bytes - before.bytes;
	const roundMs = median(after.roundMs);
	return {
		bytesPerSecond: (bytes / (after.arrays - before.arrays)) * connections * (1_000 / roundMs),
		bytesPerCpuSecond: bytes / (usedMs / 1_000),
		roundMs,
	};
}

/** Readings at an even pace to a hub that has nothing else to do, and to the same while it broadcasts. */
async function timeReadings(starting: ServerProcess): Promise<readonly [idle: Latency, busy: Latency]> {
	await using server = starting;
	await using submitter = openCrowd(await submitterOf(server.port, readings));
	await submitter.connect();
	await submitter.submit();
	await sleep(1_000);
	await submitter.look();
	await sleep(busyMs / 2);
	const {latency: idle} = await submitter.look();
	await using crowd = openCrowd(plainCrowd(server.port, connections));
	await crowd.connect();
	await sleep(busyBroadcastMs);
	await submitter.look();
	await sleep(busyMs);
	const {latency: busy} = await submitter.look();
	checkCrowd(await crowd.look(), connections);
	await submitter.stopSubmitting();
	checkCrowd(await submitter.look(), 1);
	return [idle, busy];
}

function describeLatencies(latencies: readonly (readonly [Latency, Latency])[]): readonly Row[] {
	const row = (what: string, of: (latency: Latency) => number, goal: Row['goal'] = null): Row => {
		const middle = (place: 0 | 1): number => median(latencies.map(pair => of(pair[place])));
		const group = '200 readings/s meanwhile, broadcasts every second; floor: the same hub without them';
		return {group, what, floor: middle(0), ours: middle(1), goal};
	};
	return [
		row('latency, ms, p50', latency => latency.p50Ms),
		row('latency, ms, p99', latency => latency.p99Ms, {kind: 'above', most: latencyMsGoal}),
		row('latency, ms, longest', latency => latency.maxMs),
	];
}
