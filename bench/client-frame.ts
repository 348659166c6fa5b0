/** What a frame of the full-screen client costs while blocks arrive. */
import {setTimeout as sleep} from 'node:timers/promises';
import {openTerminal, type Terminal} from '../test/support/terminal.ts';
import {type Benchmark, type Goal, median, type Row} from './benchmark.ts';
import {addReadings, startFeeder} from './feeder.ts';
import {loadScript, readCpuMs, startHub} from './processes.ts';

const roundsDefault = 3;
const size = {cols: 200, rows: 50};
/** The goals: bytes a frame, except while the table scrolls line by line, and per cent of a core. */
const rates: readonly {readonly rate: number; readonly bytes: number | null; readonly percent: number}[] = [
	{rate: 1, bytes: null, percent: 20},
	{rate: 10, bytes: 1_500, percent: 10},
	{rate: 100, bytes: 1_500, percent: 20},
	{rate: 1_000, bytes: 1_500, percent: 20},
];
/** The screen is full from the start. */
const blocksBefore = 1_000;
/** Rows that change in a frame of the floor: as many as in ours at 100 blocks a second. */
const changedRows = 7;
const warmUpMs = 6_000;
/** Long enough for some frames at one block a second. */
const measuredMs = 8_000;
/** What Ink writes before each frame: begin a synchronised update. */
const frameStart = '\x1b[?2026h';

interface Sample {
	readonly framesPerSecond: number;
	readonly cpuMsPerFrame: number;
	readonly cpuPercent: number;
	readonly bytesPerFrame: number;
}

/** CPU and bytes of a frame at 200x50, with side pane and chart, while blocks arrive. */
export const clientFrame: Benchmark = {
	name: 'client-frame',
	title: `client-frame: bchain connect at ${size.cols}x${size.rows}; floor: an Ink app that shows as much as often`,
	async run({bin, rounds, progress}) {
		const rows: Row[] = [];
		for (const goals of rates) {
			const floor: Sample[] = [];
			const ours: Sample[] = [];
			const count = rounds ?? roundsDefault;
			for (let round = 1; round <= count; round++) {
				progress(`client-frame: ${goals.rate} blocks/s, ${round} of ${count}`);
				const sample = await sampleClient(bin, goals.rate);
				ours.push(sample);
				floor.push(await sampleInk(sample.framesPerSecond));
			}
			rows.push(...compare(goals, floor, ours));
		}
		return rows;
	},
};

function compare(
	{rate, bytes, percent}: (typeof rates)[number],
	floor: readonly Sample[],
	ours: readonly Sample[],
): readonly Row[] {
	const group = `${rate.toLocaleString('en')} blocks/s`;
	const row = (what: string, of: (sample: Sample) => number, most: number | null = null): Row => {
		const goal: Goal | null = most === null ? null : {kind: 'most', most};
		return {group, what, floor: median(floor.map(of)), ours: median(ours.map(of)), goal};
	};
	return [
		row('frames/s', sample => sample.framesPerSecond),
		row('CPU, ms a frame', sample => sample.cpuMsPerFrame),
		row('CPU, % of one', sample => sample.cpuPercent, percent),
		row('bytes a frame', sample => sample.bytesPerFrame, bytes),
	];
}

async function sampleInk(perSecond: number): Promise<Sample> {
	const setting = JSON.stringify({perSecond, changed: changedRows});
	await using terminal = openTerminal(process.execPath, [loadScript('ink-screen.ts'), setting], size);
	await terminal.until('side pane');
	return await sample(terminal);
}

async function sampleClient(bin: string, rate: number): Promise<Sample> {
	await using hub = await startHub(bin);
	await addReadings(hub.port, blocksBefore);
	await using terminal = openTerminal(process.execPath, [bin, 'connect', `127.0.0.1:${hub.port}`], size);
	await terminal.until('verified');
	await using _feeder = startFeeder(hub.port, rate);
	return await sample(terminal);
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
