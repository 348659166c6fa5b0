/**
 * Readings for all hubs of a network at once: `node network-load.ts '<NetworkLoad as JSON>'` adds so many a second over
 * one live connection to each, waits until all have the same chain, checks it, and prints one NetworkResult as JSON.
 */
import {setTimeout as sleep} from 'node:timers/promises';
import {makeReadingId} from '../../src/client/reading-id.ts';
import {createRandom} from '../../test/sim/world.ts';
import {connectHub, lookForReadings} from './loaded-hub.ts';

export interface NetworkLoad {
	readonly ports: readonly number[];
	/** Over all hubs, on an average: each comes when it will, at any of them, as from people. */
	readonly perSecond: number;
	readonly lengthMs: number;
	/** Readings are called by their BPM: this one and those after it are still free. */
	readonly firstBpm: number;
	/** After that time all hubs have the same chain with every reading in it, or what is missing is lost. */
	readonly equalTimeoutMs: number;
}

export interface NetworkResult {
	readonly sent: number;
	readonly accepted: number;
	/** Accepted while the load went on, a second. */
	readonly acceptedPerSecond: number;
	/** From sending a reading to its answer. */
	readonly answersMs: readonly number[];
	/** From the last reading until all hubs have all of them in the same chain. */
	readonly equalMs: number;
	/** Readings that are not in the chain, and that are in it more than once, at any hub. */
	readonly lost: number;
	readonly doubled: number;
	/** What else was wrong, in words. */
	readonly faults: readonly string[];
}

const tickMs = 1;
const pollMs = 1;

const {ports, perSecond, lengthMs, firstBpm, equalTimeoutMs} = JSON.parse(process.argv[2]!) as NetworkLoad;
const connected = await Promise.all(ports.map(connectHub));
const hubs = connected.map(({hub}) => hub);

/** Sends each reading when it is due. Gives how many there were. */
async function sendAll(): Promise<number> {
	const random = createRandom(firstBpm);
	const startedMs = performance.now();
	let sent = 0;
	for (let dueMs = 0; ; ) {
		dueMs -= (Math.log(1 - random()) * 1_000) / perSecond;
		if (dueMs > lengthMs) return sent;
		while (performance.now() - startedMs < dueMs) await sleep(tickMs);
		hubs[Math.floor(random() * hubs.length)]!.add(makeReadingId(Date.now()), firstBpm + sent++);
	}
}

const startedMs = performance.now();
const sent = await sendAll();
const sentMs = performance.now();
const acceptedMeanwhile = hubs.reduce((sum, {answersMs}) => sum + answersMs.length, 0);
const isEqual = (): boolean =>
	hubs.every(({tip, added}) => added === sent && tip.hash === hubs[0]!.tip.hash) &&
	hubs.every(({unanswered}) => unanswered === 0);
while (!isEqual() && performance.now() - sentMs < equalTimeoutMs) await sleep(pollMs);
const equalMs = performance.now() - sentMs;
const answersMs = hubs.flatMap(hub => hub.answersMs);
const found = hubs.map(hub => lookForReadings(hub.blocks, firstBpm, sent));
const result: NetworkResult = {
	sent,
	accepted: answersMs.length,
	acceptedPerSecond: acceptedMeanwhile / ((sentMs - startedMs) / 1_000),
	answersMs,
	equalMs,
	lost: Math.max(...found.map(({lost}) => lost)),
	doubled: Math.max(...found.map(({doubled}) => doubled)),
	faults: [
		...hubs.flatMap(({fault}) => fault ?? []),
		...(isEqual() ? [] : [`the hubs did not agree within ${equalTimeoutMs / 1_000} s`]),
	],
};
for (const {leave} of connected) leave();
console.log(JSON.stringify(result));
