/** How long a new hub takes for a long past. */
import {setTimeout as sleep} from 'node:timers/promises';
import {type Benchmark, median, type Row} from './benchmark.ts';
import {sampleCatchUp} from './client-catch-up.ts';
import {askStatus} from './hub-status.ts';
import {makeDataFolder, makeLedger} from './ledgers.ts';
import {readCpuMs, readMegabytes, runScript, type ServerProcess, startHub} from './processes.ts';

const roundsDefault = 3;
const blocks = 1_000_000;
/** How many times as long as a client it may take. */
const timesGoal = 1.5;
/** Rows a commit of the floor, as the hub has them while it joins. */
const rowsOfCommit = 8_192;
const timeoutMs = 120_000;
/** How often the new hub is asked how far it is. */
const lookMs = 50;

interface Sample {
	readonly tookMs: number;
	readonly cpuMs: number;
	readonly cpuMsOfOther: number;
	readonly megabytes: number;
}

/** From the start of a new hub until it has a million blocks of another one on its own disk. */
export const join: Benchmark = {
	name: 'join',
	title: `join: a new hub takes ${blocks.toLocaleString('en')} blocks from another, verified and durable; peer: a client's catch-up (bchain connect)`,
	async run({bin, rounds, progress}) {
		using ledger = await makeLedger(blocks, progress);
		await using other = await startHub(bin, {data: ledger.path, args: ['--reorg-limit', '1000']});
		const clients: number[] = [];
		const inserts: number[] = [];
		const durable: Sample[] = [];
		const inMemory: Sample[] = [];
		const count = rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			progress(`join: ${round} of ${count}`);
			clients.push((await sampleCatchUp(bin, other)).caughtUpMs);
			inserts.push(await insertAlone());
			durable.push(await sampleOnDisk(bin, other));
			inMemory.push(await sampleJoin(bin, other));
		}
		const client = median(clients);
		const took = median(durable.map(({tookMs}) => tookMs));
		const row = (what: string, floor: number | null, ours: number, goal: Row['goal'] = null): Row => {
			return {group: 'a new hub', what, floor, ours, goal};
		};
		const of = (samples: readonly Sample[], name: keyof Sample): number =>
			median(samples.map(sample => sample[name]));
		return [
			row('ms until all is durable; floor: the client', client, took, {kind: 'times', most: timesGoal}),
			row('the same; floor: SQLite alone inserts such rows', median(inserts), took),
			row('ms with --ephemeral; floor: the client', client, of(inMemory, 'tookMs')),
			row('ms of CPU of the new hub', null, of(durable, 'cpuMs')),
			row('ms of CPU of the other hub', null, of(durable, 'cpuMsOfOther')),
			row('MB of memory of the new hub, at most', null, of(durable, 'megabytes')),
		];
	},
};

async function sampleOnDisk(bin: string, other: ServerProcess): Promise<Sample> {
	using folder = makeDataFolder();
	return await sampleJoin(bin, other, folder.path);
}

/** Without a folder its chain is in memory. */
async function sampleJoin(bin: string, other: ServerProcess, data?: string): Promise<Sample> {
	const cpuMsBefore = readCpuMs(other.pid);
	const startedMs = performance.now();
	const args = ['--peer', `127.0.0.1:${other.port}`];
	await using hub = await startHub(bin, {args, ...(data === undefined ? {} : {data})});
	let megabytes = 0;
	while ((await askStatus(hub.port, 'height')) < blocks - 1) {
		if (performance.now() - startedMs > timeoutMs) throw new Error('the hub does not get all blocks');
		megabytes = Math.max(megabytes, readMegabytes(hub.pid));
		await sleep(lookMs);
	}
	const tookMs = performance.now() - startedMs;
	const cpuMsOfOther = readCpuMs(other.pid) - cpuMsBefore;
	return {tookMs, cpuMs: readCpuMs(hub.pid), cpuMsOfOther, megabytes};
}

/** How long SQLite itself takes for as many rows of the size of blocks. */
async function insertAlone(): Promise<number> {
	using folder = makeDataFolder();
	const setting = {folder: folder.path, batch: rowsOfCommit, count: blocks};
	return blocks / (((await runScript('raw-commits.ts', setting)) as number) / 1_000);
}
