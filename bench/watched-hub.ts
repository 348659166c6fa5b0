/** A hub that also tells what cannot be seen from outside. */
import {existsSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {makeFolder} from '../test/support/child-env.ts';
import type {HubWatch} from './load/watch-hub.ts';
import {type ServerProcess, startHub} from './processes.ts';

export interface WatchedHub extends ServerProcess {
	/** What was seen since the last look. */
	readonly look: () => Promise<HubWatch>;
}

/** Starts a hub on a data folder, whose every commit takes `commitDelayMs` longer. */
export async function startWatchedHub(bin: string, data: string, commitDelayMs = 0): Promise<WatchedHub> {
	const file = path.join(makeFolder('watch'), 'watch.json');
	const env = {BENCH_WATCH_FILE: file, BENCH_COMMIT_DELAY_MS: String(commitDelayMs)};
	const hub = await startHub(bin, {data, preload: 'watch-hub.ts', env});
	return {
		...hub,
		async look() {
			rmSync(file, {force: true});
			process.kill(hub.pid, 'SIGUSR2');
			while (!existsSync(file) || readFileSync(file).length === 0) await sleep(5);
			return JSON.parse(readFileSync(file, 'utf8')) as HubWatch;
		},
	};
}
