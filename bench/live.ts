/** New blocks to a thousand live connections, as fast as readings are answered. */
import {setTimeout as sleep} from 'node:timers/promises';
import {type Benchmark, median, type Row} from './benchmark.ts';
import {checkCrowd, joinMoments, liveCrowd, openCrowd, percentile, submitterOf} from './crowds.ts';
import {readCpuMs, type ServerProcess, startBareHub, startHub} from './processes.ts';

const roundsDefault = 3;
const connections = 1_000;
const readings = {request: 'add', outstanding: 16, perSecond: null} as const;
const warmUpMs = 2_000;
const measuredMs = 4_000;
const shareGoal = 0.8;
const lastMsGoal = 40;

interface Sample {
	readonly perSecond: number;
	readonly perCpuSecond: number;
	readonly readingsPerSecond: number;
	readonly lastMsP50: number;
	readonly lastMsP99: number;
	readonly ackMsP99: number;
}

export const live: Benchmark = {
	name: 'live',
	title:
		'live: new blocks to 1,000 live connections, 16 readings outstanding; floor: a bare server that writes the same lines',
	async run({bin, rounds, progress}) {
		const floor: Sample[] = [];
		const ours: Sample[] = [];
		const count = rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			progress(`live: ${round} of ${count}`);
			floor.push(await takeSample(await startBareHub({blocks: 1, broadcastMs: 0})));
			ours.push(await takeSample(await startHub(bin)));
		}
		const row = (what: string, of: (sample: Sample) => number, goal: Row['goal'] = null): Row => {
			return {group: 'in memory', what, floor: median(floor.map(of)), ours: median(ours.map(of)), goal};
		};
		const share = {kind: 'share', least: shareGoal} as const;
		return [
			row('blocks delivered, 1,000/s', sample => sample.perSecond / 1_000, share),
			row('blocks delivered, 1,000 a second of CPU', sample => sample.perCpuSecond / 1_000),
			row('readings/s', sample => sample.readingsPerSecond),
			row('ms from sending to the last connection, p50', sample => sample.lastMsP50),
			row('ms from sending to the last connection, p99', sample => sample.lastMsP99, {
				kind: 'most',
				most: lastMsGoal,
			}),
			row('ms from sending to the answer, p99', sample => sample.ackMsP99),
		];
	},
};

async function takeSample(starting: ServerProcess): Promise<Sample> {
	await using server = starting;
	await using crowd = openCrowd(await liveCrowd(server.port, connections));
	await using submitter = openCrowd(await submitterOf(server.port, readings));
	await Promise.all([crowd.connect(), submitter.connect()]);
	await submitter.submit();
	await sleep(warmUpMs);
	const [before] = [await crowd.look(), await submitter.look()];
	const cpuMs = readCpuMs(server.pid);
	await sleep(measuredMs);
	const after = await crowd.look();
	const usedMs = readCpuMs(server.pid) - cpuMs;
	const sent = await submitter.look();
	await submitter.stopSubmitting();
	const {highest} = await submitter.look();
	await crowd.settle({kind: 'live', highest});
	checkCrowd(await crowd.look(), connections);
	checkCrowd(await submitter.look(), 1);
	const delays = joinMoments(sent.sentAt, after.completeAt);
	const deliveries = after.deliveries - before.deliveries;
	const seconds = (after.atMs - before.atMs) / 1_000;
	return {
		perSecond: deliveries / seconds,
		perCpuSecond: deliveries / (usedMs / 1_000),
		readingsPerSecond: deliveries / connections / seconds,
		lastMsP50: percentile(delays, 0.5),
		lastMsP99: percentile(delays, 0.99),
		ackMsP99: sent.latency.p99Ms,
	};
}
