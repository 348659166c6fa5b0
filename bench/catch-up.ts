/** A new client that wants a million blocks, and what others notice of it. */
import {setTimeout as sleep} from 'node:timers/promises';
import {type Benchmark, median, type Row} from './benchmark.ts';
import {checkCrowd, openCrowd, plainCrowd} from './crowds.ts';
import {makeLedger} from './ledgers.ts';
import type {CrowdOptions} from './load/crowd-options.ts';
import {askWelcome} from './load/probe.ts';
import {readCpuMs, readMegabytes, type ServerProcess, startBareHub, startHub} from './processes.ts';

const roundsDefault = 3;
const blocks = 1_000_000;
const questions = {request: '/status', outstanding: 16, perSecond: 100} as const;
const idleMs = 2_000;
const timeoutMs = 60_000;
const cpuMsGoal = 1_000;
const answerMsGoal = 20;

interface Sample {
	readonly cpuMs: number;
	readonly tookMs: number;
	readonly megabytes: number;
}

interface OurSample extends Sample {
	readonly idleP99Ms: number;
	readonly busyP99Ms: number;
	readonly busyMaxMs: number;
}

export const catchUp: Benchmark = {
	name: 'catch-up',
	title: 'catch-up: a new live client gets 1,000,000 blocks; floor: a bare server that has them in memory',
	async run({bin, rounds, progress}) {
		using ledger = await makeLedger(blocks, progress);
		const floor: Sample[] = [];
		const ours: OurSample[] = [];
		const count = rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			progress(`catch-up: ${round} of ${count}`);
			floor.push(await takeFloor(await startBareHub({blocks, broadcastMs: 0})));
			ours.push(await takeSample(await startHub(bin, {data: ledger.path})));
		}
		const row = (what: string, of: (sample: Sample) => number, goal: Row['goal'] = null): Row => {
			return {group: 'the client', what, floor: median(floor.map(of)), ours: median(ours.map(of)), goal};
		};
		const answers = (what: string, of: (sample: OurSample) => number, goal: Row['goal'] = null): Row => {
			const group = '/status 100 times a second meanwhile; floor: the same before';
			const idle = median(ours.map(({idleP99Ms}) => idleP99Ms));
			return {group, what, floor: idle, ours: median(ours.map(of)), goal};
		};
		const most = {kind: 'most', most: answerMsGoal} as const;
		return [
			row('ms of CPU of the server', sample => sample.cpuMs, {kind: 'most', most: cpuMsGoal}),
			row('ms until the client has verified them', sample => sample.tookMs),
			row('MB of memory of the server afterwards', sample => sample.megabytes),
			answers('ms to an answer, p99', sample => sample.busyP99Ms, most),
			answers('ms to an answer, longest', sample => sample.busyMaxMs, most),
		];
	},
};

async function takeFloor(starting: ServerProcess): Promise<Sample> {
	await using server = starting;
	return await measure(server);
}

async function takeSample(starting: ServerProcess): Promise<OurSample> {
	await using hub = starting;
	await using asker = openCrowd({...plainCrowd(hub.port, 1), submit: questions});
	await asker.connect();
	await asker.submit();
	await sleep(idleMs / 2);
	await asker.look();
	await sleep(idleMs);
	const {latency: idle} = await asker.look();
	const sample = await measure(hub);
	const {latency: busy} = await asker.look();
	await asker.stopSubmitting();
	checkCrowd(await asker.look(), 1);
	return {...sample, idleP99Ms: idle.p99Ms, busyP99Ms: busy.p99Ms, busyMaxMs: busy.maxMs};
}

async function measure(server: ServerProcess): Promise<Sample> {
	await using client = openCrowd(await everything(server.port));
	// The process is up when it answers.
	await client.look();
	const cpuMs = readCpuMs(server.pid);
	const startedMs = performance.now();
	await client.connect();
	await client.settle({kind: 'live', highest: blocks - 1}, timeoutMs);
	const tookMs = performance.now() - startedMs;
	const usedMs = readCpuMs(server.pid) - cpuMs;
	checkCrowd(await client.look(), 1);
	return {cpuMs: usedMs, tookMs, megabytes: readMegabytes(server.pid)};
}

async function everything(port: number): Promise<CrowdOptions> {
	return {...plainCrowd(port, 1), live: {welcome: await askWelcome(port), from: 0, parent: null}};
}
