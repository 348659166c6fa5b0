/** How long a key press takes to be seen. */
import {setTimeout as sleep} from 'node:timers/promises';
import {openTerminal, type Terminal} from '../test/support/terminal.ts';
import type {Benchmark, Goal, Row} from './benchmark.ts';
import {percentile} from './crowds.ts';
import {startFeeder} from './feeder.ts';
import {startHub} from './processes.ts';

const roundsDefault = 2;
/** Keys and deletions in a round. */
const keysPerRound = 100;
const blocksPerSecond = 1_000;
const p99MsGoal = 40;
const size = {cols: 200, rows: 50};
const warmUpMs = 4_000;
/** Between two keys, so that none always meets the same moment of a frame. */
const pauseMs = {least: 20, most: 120};
const backspace = '\x7f';

/** Keys in the BPM box while 1,000 blocks a second arrive; the floor is the same client while none do. */
export const clientKeys: Benchmark = {
	name: 'client-keys',
	title: `client-keys: from a key to the screen at ${size.cols}x${size.rows} while ${blocksPerSecond.toLocaleString('en')} blocks/s arrive; floor: while none do`,
	async run({bin, rounds, progress}) {
		await using hub = await startHub(bin);
		await using terminal = openTerminal(process.execPath, [bin, 'connect', `127.0.0.1:${hub.port}`], size);
		await terminal.until('verified');
		const count = (rounds ?? roundsDefault) * keysPerRound;
		progress('client-keys: without blocks');
		await sleep(warmUpMs);
		const floor = await press(terminal, count);
		await using _feeder = startFeeder(hub.port, blocksPerSecond);
		progress(`client-keys: with ${blocksPerSecond} blocks/s`);
		await sleep(warmUpMs);
		return compare(floor, await press(terminal, count));
	},
};

function compare(floor: readonly number[], ours: readonly number[]): readonly Row[] {
	const row = (what: string, share: number, goal: Goal | null = null): Row => {
		return {group: 'ms', what, floor: percentile(floor, share), ours: percentile(ours, share), goal};
	};
	return [row('p50', 0.5), row('p99', 0.99, {kind: 'most', most: p99MsGoal}), row('longest', 1)];
}

/** A digit and the key that takes it away again, in turns; gives how long each took to be on the screen. */
async function press(terminal: Terminal, count: number): Promise<readonly number[]> {
	const samples: number[] = [];
	for (let at = 0; at < count; at++) {
		const digit = String(at % 10);
		samples.push(await timeKey(terminal, digit, box => box === digit));
		await pause();
		samples.push(await timeKey(terminal, backspace, box => box === ''));
		await pause();
	}
	return samples;
}

async function timeKey(terminal: Terminal, key: string, isSeen: (box: string) => boolean): Promise<number> {
	const startedMs = performance.now();
	terminal.write(key);
	await terminal.until(screen => isSeen(/^ BPM (\d*)/m.exec(screen)?.[1] ?? '?'));
	return performance.now() - startedMs;
}

function pause(): Promise<void> {
	return sleep(pauseMs.least + Math.random() * (pauseMs.most - pauseMs.least));
}
