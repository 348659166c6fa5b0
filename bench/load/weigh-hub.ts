/**
 * Loaded into every thread of a hub before it begins (`node --import`): on SIGUSR2 all threads collect their
 * garbage, and the main thread writes what the hub then holds, as HubWeight in JSON, to the file BENCH_WATCH_FILE.
 * So memory that is only not collected yet is told from memory that is lost.
 */
import {writeFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {BroadcastChannel, isMainThread} from 'node:worker_threads';

export interface HubWeight {
	/** What the process has in RAM. */
	readonly rssMegabytes: number;
	/** Objects of JavaScript, and buffers, of the main thread. */
	readonly heapMegabytes: number;
	readonly bufferMegabytes: number;
}

/** What a collection frees outside of the heap may take a moment, and another collection. */
const collections = 3;
const pauseMs = 50;
/** As when memory runs out: also gives back the pages that V8 keeps for objects to come. */
const thorough = {type: 'major', execution: 'sync', flavor: 'last-resort'} as const;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: typeof thorough) => void;
const others = new BroadcastChannel('weigh');
others.unref();

async function weigh(): Promise<void> {
	for (let i = 0; i < collections; i++) {
		others.postMessage('collect');
		collect(thorough);
		await sleep(pauseMs);
	}
	const {rss, heapUsed, arrayBuffers} = process.memoryUsage();
	const [rssMegabytes, heapMegabytes, bufferMegabytes] = [rss, heapUsed, arrayBuffers].map(
		bytes => bytes / 1e6,
	);
	const weight = {rssMegabytes, heapMegabytes, bufferMegabytes} as HubWeight;
	writeFileSync(process.env.BENCH_WATCH_FILE!, JSON.stringify(weight));
}

if (isMainThread) process.on('SIGUSR2', () => void weigh());
else others.onmessage = () => collect(thorough);
