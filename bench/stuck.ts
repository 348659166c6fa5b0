/** A thousand connections that never read, while one does. */
import {setTimeout as sleep} from 'node:timers/promises';
import {type Benchmark, median, type Row} from './benchmark.ts';
import {checkCrowd, openCrowd, plainCrowd, submitterOf} from './crowds.ts';
import {askStatus} from './hub-status.ts';
import {makeLedger} from './ledgers.ts';
import {readMegabytes, startHub} from './processes.ts';

const roundsDefault = 1;
const blocks = 10_000;
const connections = 1_000;
const broadcastMs = 1_000;
const stallSeconds = 10;
const args = ['--broadcast-interval', `${broadcastMs}ms`, '--stall-timeout', `${stallSeconds}s`];
const readings = {request: 'add', outstanding: 64, perSecond: 50} as const;
const idleMs = 5_000;
const cutTimeoutMs = 60_000;
const sampleMs = 200;
const megabytesGoal = 300;
/** Nobody who reads goes without a broadcast. */
const gapMsGoal = 2 * broadcastMs;
const latencyMsGoal = 10;

interface Sample {
	readonly gapMs: number;
	readonly latencyMs: number;
}

interface StuckSample extends Sample {
	readonly megabytes: number;
	readonly cut: number;
	readonly cutMs: number;
}

export const stuck: Benchmark = {
	name: 'stuck',
	title:
		'stuck: 1,000 connections that never read, 10,000 blocks broadcast every second; floor: before they come',
	async run({bin, rounds, progress}) {
		using ledger = await makeLedger(blocks, progress);
		const floor: Sample[] = [];
		const ours: StuckSample[] = [];
		const count = rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			progress(`stuck: ${round} of ${count}`);
			const [idle, busy] = await takeSample(bin, ledger.path);
			floor.push(idle);
			ours.push(busy);
		}
		const row = (what: string, of: (sample: StuckSample) => number, goal: Row['goal'] = null): Row => {
			return {group: 'the hub', what, floor: null, ours: median(ours.map(of)), goal};
		};
		const other = (what: string, of: (sample: Sample) => number, goal: Row['goal']): Row => {
			return {
				group: 'somebody who reads',
				what,
				floor: median(floor.map(of)),
				ours: median(ours.map(of)),
				goal,
			};
		};
		return [
			row('MB of memory, at most', ({megabytes}) => megabytes, {kind: 'most', most: megabytesGoal}),
			row('connections cut off', ({cut}) => cut, {kind: 'least', least: connections}),
			row(`s until the last was, of which ${stallSeconds} are the stall timeout`, ({cutMs}) => cutMs / 1_000),
			other('ms between two broadcasts, longest', ({gapMs}) => gapMs, {kind: 'most', most: gapMsGoal}),
			other('ms to the answer to a reading, p99', ({latencyMs}) => latencyMs, {
				kind: 'above',
				most: latencyMsGoal,
			}),
		];
	},
};

async function takeSample(bin: string, data: string): Promise<readonly [Sample, StuckSample]> {
	await using hub = await startHub(bin, {data, args});
	await using reader = openCrowd(plainCrowd(hub.port, 1));
	await using submitter = openCrowd(await submitterOf(hub.port, readings));
	const look = async (): Promise<Sample> => {
		const [{arrayGapMsMax: gapMs}, {latency}] = [await reader.look(), await submitter.look()];
		return {gapMs, latencyMs: latency.p99Ms};
	};
	await Promise.all([reader.connect(), submitter.connect()]);
	await submitter.submit();
	await sleep(2 * broadcastMs);
	await look();
	await sleep(idleMs);
	const idle = await look();
	await using crowd = openCrowd({...plainCrowd(hub.port, connections), reads: false});
	const startedMs = performance.now();
	await crowd.connect();
	let megabytes = 0;
	let cut = 0;
	while (cut < connections && performance.now() - startedMs < cutTimeoutMs) {
		await sleep(sampleMs);
		megabytes = Math.max(megabytes, readMegabytes(hub.pid));
		cut = await askStatus(hub.port, 'stalled');
	}
	const cutMs = performance.now() - startedMs;
	const busy = await look();
	await submitter.stopSubmitting();
	checkCrowd(await reader.look(), 1);
	checkCrowd(await submitter.look(), 1);
	return [idle, {...busy, megabytes, cut, cutMs}];
}
