/** What a frame of the full-screen client costs while blocks arrive. */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import {openTerminal, type Terminal} from '../test/support/terminal.ts';
import {type Benchmark, median, type Row} from './benchmark.ts';
import {loadScript, readCpuMs, startHub} from './processes.ts';

const roundsDefault = 3;
const rates = [10, 100, 1_000];
const size = {cols: 200, rows: 50};
/** The client draws at most so often. */
const framesPerSecondMax = 30;
/** Until the screen is full of blocks and the code is warm. */
const warmUpMs = 6_000;
const measuredMs = 4_000;
/** What Ink writes before each frame: begin a synchronised update. */
const frameStart = '\x1b[?2026h';

interface Sample {
	readonly framesPerSecond: number;
	readonly cpuMsPerFrame: number;
	readonly cpuPercent: number;
	readonly bytesPerFrame: number;
}

/** CPU and bytes of a frame at 200x50 while 10, 100 and 1,000 blocks a second arrive. */
export const clientFrame: Benchmark = {
	name: 'client-frame',
	title: `client-frame: bchain connect at ${size.cols}x${size.rows}; floor: an Ink app that changes one line as often`,
	async run({bin, rounds, progress}) {
		const rows: Row[] = [];
		for (const rate of rates) {
			const floor: Sample[] = [];
			const ours: Sample[] = [];
			const count = rounds ?? roundsDefault;
			for (let round = 1; round <= count; round++) {
				progress(`client-frame: ${rate} blocks/s, ${round} of ${count}`);
				floor.push(await sampleInk(Math.min(rate, framesPerSecondMax)));
				ours.push(await sampleClient(bin, rate));
			}
			rows.push(...compare(rate, floor, ours));
		}
		return rows;
	},
};

function compare(rate: number, floor: readonly Sample[], ours: readonly Sample[]): readonly Row[] {
	const group = `${rate.toLocaleString('en')} blocks/s`;
	const row = (what: string, of: (sample: Sample) => number): Row => {
		return {group, what, floor: median(floor.map(of)), ours: median(ours.map(of)), goal: null};
	};
	return [
		row('frames/s', sample => sample.framesPerSecond),
		row('CPU, ms a frame', sample => sample.cpuMsPerFrame),
		row('CPU, % of one', sample => sample.cpuPercent),
		row('bytes a frame', sample => sample.bytesPerFrame),
	];
}

async function sampleInk(framesPerSecond: number): Promise<Sample> {
	await using terminal = openTerminal(
		process.execPath,
		[loadScript('ink-line.ts'), String(framesPerSecond)],
		size,
	);
	await terminal.until('readings');
	return await sample(terminal);
}

async function sampleClient(bin: string, rate: number): Promise<Sample> {
	await using hub = await startHub(bin);
	await using terminal = openTerminal(process.execPath, [bin, 'connect', `127.0.0.1:${hub.port}`], size);
	await terminal.until('verified');
	const feeder = spawn(process.execPath, [
		loadScript('feeder.ts'),
		JSON.stringify({port: hub.port, perSecond: rate}),
	]);
	try {
		return await sample(terminal);
	} finally {
		await end(feeder);
	}
}

async function sample(terminal: Terminal): Promise<Sample> {
	await stay(terminal, warmUpMs);
	const before = read(terminal);
	await stay(terminal, measuredMs);
	const after = read(terminal);
	const frames = after.frames - before.frames;
	if (frames === 0) throw new Error(`nothing was drawn in ${measuredMs} ms:\n${terminal.screen()}`);
	const cpuMs = after.cpuMs - before.cpuMs;
	const ms = after.ms - before.ms;
	return {
		framesPerSecond: (frames * 1_000) / ms,
		cpuMsPerFrame: cpuMs / frames,
		cpuPercent: (cpuMs * 100) / ms,
		bytesPerFrame: (after.bytes - before.bytes) / frames,
	};
}

async function stay(terminal: Terminal, ms: number): Promise<void> {
	const exit = await Promise.race([sleep(ms), terminal.exit]);
	if (exit) throw new Error(`the program ended with exit code ${exit.exitCode}:\n${terminal.screen()}`);
}

function read(terminal: Terminal) {
	const cpuMs = readCpuMs(terminal.pid);
	const frames = terminal.raw().split(frameStart).length - 1;
	return {ms: performance.now(), cpuMs, frames, bytes: terminal.bytes()};
}

async function end(child: ChildProcess): Promise<void> {
	const exit = once(child, 'exit');
	child.kill('SIGKILL');
	await exit;
}
