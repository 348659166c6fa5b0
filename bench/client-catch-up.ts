/** How long a client takes for a long past. */
import {setTimeout as sleep} from 'node:timers/promises';
import {openTerminal} from '../test/support/terminal.ts';
import {type Benchmark, median, type Row} from './benchmark.ts';
import {makeLedger} from './ledgers.ts';
import {readCpuMs, readMegabytes, runScript, type ServerProcess, startHub} from './processes.ts';

const roundsDefault = 3;
const blocks = 1_000_000;
const caughtUpMsGoal = 2_500;
const megabytesGoal = 200;
const size = {cols: 200, rows: 50};
const deadlineMs = 60_000;
/** How often its memory is looked at. */
const lookMs = 20;

export interface CatchUpSample {
	readonly caughtUpMs: number;
	readonly cpuMs: number;
	readonly megabytes: number;
}

/** From the start of the client until a million blocks of a hub are verified and the newest is on the screen. */
export const clientCatchUp: Benchmark = {
	name: 'client-catch-up',
	title: `client-catch-up: bchain connect and ${blocks.toLocaleString('en')} blocks of a hub; floor: parsing and hashing them`,
	async run({bin, rounds, progress}) {
		using ledger = await makeLedger(blocks, progress);
		await using hub = await startHub(bin, {data: ledger.path});
		const floor: number[] = [];
		const ours: CatchUpSample[] = [];
		const count = rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			progress(`client-catch-up: ${round} of ${count}`);
			floor.push((await runScript('raw-catch-up.ts', {port: hub.port, height: blocks - 1})) as number);
			ours.push(await sampleCatchUp(bin, hub));
		}
		const row = (
			what: string,
			of: (sample: CatchUpSample) => number,
			goal: Row['goal'],
			below: number | null = null,
		): Row => {
			return {group: 'live mode', what, floor: below, ours: median(ours.map(of)), goal};
		};
		return [
			row(
				'ms until all is verified and drawn',
				({caughtUpMs}) => caughtUpMs,
				{kind: 'most', most: caughtUpMsGoal},
				median(floor),
			),
			row('CPU of the client, ms', ({cpuMs}) => cpuMs, null),
			row('MB of memory, at most', ({megabytes}) => megabytes, {kind: 'most', most: megabytesGoal}),
		];
	},
};

/** One client that catches up with a hub of a million blocks. */
export async function sampleCatchUp(bin: string, hub: ServerProcess): Promise<CatchUpSample> {
	const startedMs = performance.now();
	await using terminal = openTerminal(process.execPath, [bin, 'connect', `127.0.0.1:${hub.port}`], size);
	let megabytes = 0;
	const looks = setInterval(() => {
		megabytes = Math.max(megabytes, readMegabytes(terminal.pid));
	}, lookMs);
	try {
		await terminal.until(`all ${blocks.toLocaleString('en')} verified`, deadlineMs);
		const caughtUpMs = performance.now() - startedMs;
		const cpuMs = readCpuMs(terminal.pid);
		await sleep(lookMs);
		return {caughtUpMs, cpuMs, megabytes: Math.max(megabytes, readMegabytes(terminal.pid))};
	} finally {
		clearInterval(looks);
	}
}
