/** Ten thousand connections: what it costs to take them in and keep them, and how soon all have a new block. */
import {setTimeout as sleep} from 'node:timers/promises';
import {type Benchmark, median, type Row} from './benchmark.ts';
import {
	checkCrowd,
	joinMoments,
	liveCrowd,
	openCrowd,
	percentile,
	plainCrowd,
	submitterOf,
} from './crowds.ts';
import {requireDescriptors} from './descriptors.ts';
import {readMegabytes, type ServerProcess, startBareHub, startHub} from './processes.ts';

const roundsDefault = 3;
const connections = 10_000;
/** The submitter of the second part is one more. */
const args = ['--max-connections', '20000'];
/** Until the server has done what it does after a connection came. */
const settleMs = 2_000;
const acceptsGoal = 5_000;
const bytesGoal = 8_000;
const lastMsGoal = 250;
const blocksMs = 8_000;
const readings = {request: 'add', outstanding: 16, perSecond: 1} as const;

interface Sample {
	readonly acceptsPerSecond: number;
	readonly bytesEach: number;
	readonly lastMsP50: number;
	readonly lastMsMax: number;
}

export const manyConnections: Benchmark = {
	name: 'connections',
	title: 'connections: 10,000 at a time; floor: a bare server that greets, or writes the same lines',
	async run(run) {
		requireDescriptors(connections);
		const floor: Sample[] = [];
		const ours: Sample[] = [];
		const count = run.rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			run.progress(`connections: ${round} of ${count}`);
			floor.push(await takeSample(() => startBareHub({blocks: 1, broadcastMs: 0})));
			ours.push(await takeSample(() => startHub(run.bin, {args})));
		}
		const row = (
			group: string,
			what: string,
			of: (sample: Sample) => number,
			goal: Row['goal'] = null,
		): Row => {
			return {group, what, floor: median(floor.map(of)), ours: median(ours.map(of)), goal};
		};
		const idle = '10,000 that say nothing';
		const live = '10,000 in live mode, one reading a second';
		return [
			row(idle, 'greeted a second', sample => sample.acceptsPerSecond, {kind: 'least', least: acceptsGoal}),
			row(idle, 'bytes of memory each', sample => sample.bytesEach, {kind: 'most', most: bytesGoal}),
			row(live, 'ms until the last has it, p50', sample => sample.lastMsP50),
			row(live, 'ms until the last has it, longest', sample => sample.lastMsMax, {
				kind: 'most',
				most: lastMsGoal,
			}),
		];
	},
};

async function takeSample(start: () => Promise<ServerProcess>): Promise<Sample> {
	return {...(await measureIdle(await start())), ...(await measureLive(await start()))};
}

async function measureIdle(starting: ServerProcess): Promise<Pick<Sample, 'acceptsPerSecond' | 'bytesEach'>> {
	await using server = starting;
	await using crowd = openCrowd(plainCrowd(server.port, connections));
	// The process is up when it answers.
	await crowd.look();
	const before = readMegabytes(server.pid);
	const tookMs = await crowd.connect();
	await sleep(settleMs);
	const bytes = (readMegabytes(server.pid) - before) * 1e6;
	checkCrowd(await crowd.look(), connections);
	return {acceptsPerSecond: (connections / tookMs) * 1_000, bytesEach: bytes / connections};
}

async function measureLive(starting: ServerProcess): Promise<Pick<Sample, 'lastMsP50' | 'lastMsMax'>> {
	await using server = starting;
	await using crowd = openCrowd(await liveCrowd(server.port, connections));
	await using submitter = openCrowd(await submitterOf(server.port, readings));
	await crowd.connect();
	await submitter.connect();
	await sleep(settleMs);
	await submitter.submit();
	await sleep(blocksMs);
	await submitter.stopSubmitting();
	const sent = await submitter.look();
	await crowd.settle({kind: 'live', highest: sent.highest});
	const complete = await crowd.look();
	checkCrowd(complete, connections);
	checkCrowd(sent, 1);
	const delays = joinMoments(sent.sentAt, complete.completeAt);
	return {lastMsP50: percentile(delays, 0.5), lastMsMax: Math.max(...delays)};
}
