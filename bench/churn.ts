/** Connections that come and go, and what of them stays. */
import {readdirSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Benchmark, Row} from './benchmark.ts';
import {openCrowd, plainCrowd} from './crowds.ts';
import type {HubWeight} from './load/weigh-hub.ts';
import {startWeighedHub, type WatchedHub} from './watched-hub.ts';

const connections = 1_000;
const visits = 10;
/** What is made once, for the first connections, is there by then. */
const warmVisits = 3;
const settleMs = 1_000;
const goneTimeoutMs = 10_000;
const rssGoal = 10;
const heapGoal = 1;

interface Weighing extends HubWeight {
	readonly descriptors: number;
}

export const churn: Benchmark = {
	name: 'churn',
	title: 'churn: 1,000 connections come and go, ten times; floor: the hub after the first three times',
	async run({bin, progress}) {
		await using hub = await startWeighedHub(bin);
		const fresh = await weigh(hub);
		await using crowd = openCrowd(plainCrowd(hub.port, connections));
		let warm = fresh;
		for (let visit = 1; visit <= visits; visit++) {
			progress(`churn: ${visit} of ${visits}`);
			await crowd.connect();
			await crowd.leave();
			await untilGone(hub.pid, fresh.descriptors);
			if (visit === warmVisits) warm = await weigh(hub);
		}
		const last = await weigh(hub);
		const row = (what: string, of: (weighing: Weighing) => number, most: number | null): Row => {
			const goal = most === null ? null : ({kind: 'above', most} as const);
			return {group: 'garbage collected', what, floor: of(warm), ours: of(last), goal};
		};
		return [
			row('open descriptors', ({descriptors}) => descriptors, 0),
			row('MB of memory', ({rssMegabytes}) => rssMegabytes, rssGoal),
			row('MB of objects', ({heapMegabytes}) => heapMegabytes, heapGoal),
			row('MB of buffers', ({bufferMegabytes}) => bufferMegabytes, heapGoal),
		];
	},
};

async function weigh(hub: WatchedHub<HubWeight>): Promise<Weighing> {
	// A hub holds on to a connection a little longer than the other side.
	await sleep(settleMs);
	return {...(await hub.look()), descriptors: countDescriptors(hub.pid)};
}

/** NaN where the system has no /proc. */
function countDescriptors(pid: number): number {
	return process.platform === 'linux' ? readdirSync(`/proc/${pid}/fd`).length : Number.NaN;
}

/** Waits until no more descriptors are open than before; what is still open after a while is a figure. */
async function untilGone(pid: number, descriptors: number): Promise<void> {
	const deadlineMs = performance.now() + goneTimeoutMs;
	while (countDescriptors(pid) > descriptors && performance.now() < deadlineMs) await sleep(10);
}
