/** How long a chain of a million blocks keeps somebody waiting. */
import path from 'node:path';
import {type Benchmark, median, type Row} from './benchmark.ts';
import {makeDataFolder, makeLedger} from './ledgers.ts';
import type {RawStart} from './load/raw-start.ts';
import {runScriptOn, startHub, timeToEnd} from './processes.ts';

const roundsDefault = 3;
const blocks = 1_000_000;
const listeningMsGoal = 2_000;

const names = ['read', 'hash', 'listening', 'verify', 'export', 'import'] as const;
type Samples = Record<(typeof names)[number], number[]>;

/** The time until a hub on a million blocks listens, and that of the tools that go through all of them. */
export const restart: Benchmark = {
	name: 'restart',
	title: `restart: a ledger of ${blocks.toLocaleString('en')} blocks; floor: reading them, then hashing as many, in one thread`,
	async run({bin, rounds, progress}) {
		using ledger = await makeLedger(blocks, progress);
		const samples: Samples = {read: [], hash: [], listening: [], verify: [], export: [], import: []};
		const count = rounds ?? roundsDefault;
		for (let round = 1; round <= count; round++) {
			progress(`restart: ${round} of ${count}`);
			const raw = (await runScriptOn('raw-start.ts', path.join(ledger.path, 'chain.db'))) as RawStart;
			samples.read.push(raw.readMs);
			samples.hash.push(raw.hashMs);
			samples.listening.push(await timeToListen(bin, ledger.path));
			await timeTools(bin, ledger.path, samples);
		}
		const floor = median(samples.read.map((ms, i) => ms + samples.hash[i]!));
		const row = (what: string, values: readonly number[], goal: Row['goal'] = null): Row => {
			return {group: 'ms', what, floor, ours: median(values), goal};
		};
		return [
			row('reading alone', samples.read),
			row('hashing alone', samples.hash),
			row('bchain serve: every block verified, listening', samples.listening, {
				kind: 'most',
				most: listeningMsGoal,
			}),
			row('bchain verify FOLDER', samples.verify),
			row('bchain export, as NDJSON', samples.export),
			row('bchain import of that', samples.import),
		];
	},
};

async function timeToListen(bin: string, data: string): Promise<number> {
	const startedMs = performance.now();
	await using hub = await startHub(bin, {data});
	return hub.listeningMs - startedMs;
}

async function timeTools(bin: string, data: string, samples: Samples): Promise<void> {
	using folder = makeDataFolder();
	const file = path.join(folder.path, 'chain.ndjson');
	const copy = path.join(folder.path, 'ledger');
	samples.verify.push(await timeToEnd([bin, 'verify', data]));
	samples.export.push(await timeToEnd([bin, 'export', '--data', data, '--output', file]));
	samples.import.push(await timeToEnd([bin, 'import', file, '--data', copy]));
}
