/** Hubs that also tell what cannot be seen from outside. */
import {existsSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {makeFolder} from '../test/support/child-env.ts';
import type {HubWatch} from './load/watch-hub.ts';
import type {HubWeight} from './load/weigh-hub.ts';
import {type HubSetting, type ServerProcess, startHub} from './processes.ts';

export interface WatchedHub<Seen> extends ServerProcess {
	/** What was seen since the last look. */
	readonly look: () => Promise<Seen>;
}

/** Starts a hub on a data folder, whose every commit takes `commitDelayMs` longer. */
export function startWatchedHub(bin: string, data: string, commitDelayMs = 0): Promise<WatchedHub<HubWatch>> {
	const env = {BENCH_COMMIT_DELAY_MS: String(commitDelayMs)};
	return startLooking(bin, {data, preload: 'watch-hub.ts', env});
}

/** Starts a hub that collects its garbage when it is looked at, and tells what it weighs then. */
export function startWeighedHub(bin: string, setting: HubSetting = {}): Promise<WatchedHub<HubWeight>> {
	return startLooking(bin, {...setting, preload: 'weigh-hub.ts'});
}

async function startLooking<Seen>(bin: string, setting: HubSetting): Promise<WatchedHub<Seen>> {
	const file = path.join(makeFolder('watch'), 'watch.json');
	const hub = await startHub(bin, {...setting, env: {...setting.env, BENCH_WATCH_FILE: file}});
	return {
		...hub,
		async look() {
			rmSync(file, {force: true});
			process.kill(hub.pid, 'SIGUSR2');
			while (!existsSync(file) || readFileSync(file).length === 0) await sleep(5);
			return JSON.parse(readFileSync(file, 'utf8')) as Seen;
		},
	};
}
