/** Networks of hubs on one machine, each a process of its own with its chain on the disk. */
import {setTimeout as sleep} from 'node:timers/promises';
import {askStatus} from './hub-status.ts';
import {makeDataFolder} from './ledgers.ts';
import {askWelcome} from './load/probe.ts';
import {type ServerProcess, startHub} from './processes.ts';

/** Which hub knows which: each the one before it; in a ring, the last one also the first. */
export type Shape = 'line' | 'ring';

export interface HubNetwork extends AsyncDisposable {
	readonly hubs: readonly ServerProcess[];
}

const togetherTimeoutMs = 60_000;
const lookMs = 10;
/** Every reading of a run has a BPM of its own, by which it is found again. */
const bpmRange = '1-2000000000';

/** Starts so many new hubs of `bin`; resolves when all are linked and have the same genesis block. */
export async function startNetwork(bin: string, count: number, shape: Shape): Promise<HubNetwork> {
	await using stack = new AsyncDisposableStack();
	const hubs: ServerProcess[] = [];
	for (let at = 0; at < count; at++) {
		const {path} = stack.use(makeDataFolder());
		const known = [...hubs.slice(-1), ...(closesRing(at, count, shape) ? [hubs[0]!] : [])];
		const peers = known.flatMap(({port}) => ['--peer', `127.0.0.1:${port}`]);
		const args = ['--reorg-limit', '1000', '--bpm-range', bpmRange, ...peers];
		hubs.push(stack.use(await startHub(bin, {data: path, args})));
	}
	await untilTogether(hubs, countLinks(count, shape));
	const kept = stack.move();
	return {hubs, [Symbol.asyncDispose]: () => kept.disposeAsync()};
}

/** The sum of a number of `/status` over all hubs. */
export async function sumStatus(hubs: readonly ServerProcess[], name: string): Promise<number> {
	const values = await Promise.all(hubs.map(({port}) => askStatus(port, name)));
	return values.reduce((sum, value) => sum + value, 0);
}

/** With two hubs a ring is a line. */
function closesRing(at: number, count: number, shape: Shape): boolean {
	return shape === 'ring' && at === count - 1 && count > 2;
}

function countLinks(count: number, shape: Shape): number {
	return count - 1 + (closesRing(count - 1, count, shape) ? 1 : 0);
}

async function untilTogether(hubs: readonly ServerProcess[], links: number): Promise<void> {
	const lastMs = performance.now() + togetherTimeoutMs;
	while (performance.now() < lastMs) {
		const tips = await Promise.all(hubs.map(async ({port}) => (await askWelcome(port)).tip));
		// Both ends of a link count it.
		if (new Set(tips).size === 1 && (await sumStatus(hubs, 'peers')) === 2 * links) return;
		await sleep(lookMs);
	}
	throw new Error(`${hubs.length} hubs did not become one network`);
}
