/** How long it takes until there is something to see. */
import {createChildEnv, makeFolder} from '../test/support/child-env.ts';
import {openTerminal} from '../test/support/terminal.ts';
import {type Benchmark, median, type Row} from './benchmark.ts';
import {addReadings} from './feeder.ts';
import {startHub, timeToEnd} from './processes.ts';

const roundsDefault = 15;
const blocks = 1_000;
const aboveFloorMsGoal = 130;
const size = {cols: 120, rows: 36};
/** The box is a line that begins with its label; the table has a column of that name, further right. */
const box = /^ BPM /m;
const wholeChain = /all 1,001 verified/;

/** From the start of the program to its first complete frame, against a hub with a thousand blocks. */
export const firstFrame: Benchmark = {
	name: 'first-frame',
	title: `first-frame: from the start to the screen, hub with ${blocks} blocks; floor: node -e 0`,
	async run({bin, rounds, progress}) {
		await using hub = await startHub(bin);
		await addReadings(hub.port, blocks);
		const samples: Record<'floor' | 'frame' | 'chain' | 'version' | 'help', number[]> = {
			floor: [],
			frame: [],
			chain: [],
			version: [],
			help: [],
		};
		const count = rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			progress(`first-frame: ${round} of ${count}`);
			samples.floor.push(await timeToEnd(['-e', '0']));
			const {frameMs, chainMs} = await timeToFrame(bin, hub.port);
			samples.frame.push(frameMs);
			samples.chain.push(chainMs);
			samples.version.push(await timeToEnd([bin, '--version']));
			samples.help.push(await timeToEnd([bin, 'send', '--help']));
		}
		const floor = median(samples.floor);
		const row = (what: string, values: readonly number[], goal: Row['goal'] = null): Row => {
			return {group: 'ms', what, floor, ours: median(values), goal};
		};
		return [
			row('connect: first frame, with the BPM box', samples.frame, {kind: 'above', most: aboveFloorMsGoal}),
			row('connect: every block verified, the newest on the screen', samples.chain),
			row('bchain --version, to its end', samples.version),
			row('bchain send --help, to its end', samples.help),
		];
	},
};

async function timeToFrame(bin: string, port: number): Promise<{frameMs: number; chainMs: number}> {
	const options = {...size, env: createChildEnv(), cwd: makeFolder('cwd')};
	const started = performance.now();
	await using terminal = openTerminal(process.execPath, [bin, 'connect', `127.0.0.1:${port}`], options);
	await terminal.until(box);
	const frameMs = performance.now() - started;
	await terminal.until(wholeChain);
	return {frameMs, chainMs: performance.now() - started};
}
