/** What a longer chain costs. */
import {once} from 'node:events';
import {connect} from 'node:net';
import type {Benchmark, Goal, Row, Run} from './benchmark.ts';
import {makeLedger} from './ledgers.ts';
import type {LoadResult} from './load/submitters.ts';
import {readMegabytes, runScript, startHub} from './processes.ts';

const sizes = [10_000, 100_000, 1_000_000];
const largeSize = 5_000_000;
const memoryGoal: Goal = {kind: 'most', most: 300};
const load = {request: 'add', opening: 'live', submitters: 8, outstanding: 64, packets: 'own'} as const;
const count = {warmUp: 10_000, count: 50_000};

/** Start, memory, readings and the whole chain by the number of blocks; each is measured once. */
export const scale: Benchmark = {
	name: 'scale',
	title: 'scale: the same hub on longer and longer chains; memory in MB, without a floor',
	async run(run) {
		const rows: Row[] = [];
		for (const blocks of run.large ? [...sizes, largeSize] : sizes)
			rows.push(...(await measure(blocks, run)));
		return rows;
	},
};

async function measure(blocks: number, {bin, progress}: Run): Promise<readonly Row[]> {
	const group = `${blocks.toLocaleString('en')} blocks`;
	const row = (what: string, ours: number, goal: Goal | null = null): Row => {
		return {group, what, floor: null, ours, goal};
	};
	using ledger = await makeLedger(blocks, progress);
	progress(`scale: ${group}`);
	const startedMs = performance.now();
	await using hub = await startHub(bin, {data: ledger.path});
	const startMs = hub.listeningMs - startedMs;
	const startMegabytes = readMegabytes(hub.pid);
	const {perSecond} = (await runScript('submitters.ts', {...load, ...count, port: hub.port})) as LoadResult;
	const loadMegabytes = readMegabytes(hub.pid);
	const chain = await readChain(hub.port);
	return [
		row('ms to start', startMs),
		row('µs to start, a block', (startMs * 1_000) / blocks),
		row('MB of memory after the start', startMegabytes, memoryGoal),
		row('/add on top, readings/s', perSecond),
		row('MB of memory after it', loadMegabytes, memoryGoal),
		row('/chain, MB/s', chain.megabytes / (chain.ms / 1_000)),
		row('/chain, ms', chain.ms),
		row('MB of memory after it, again', readMegabytes(hub.pid), memoryGoal),
	];
}

/** Asks for the whole chain in plain mode and reads it to its end. */
async function readChain(port: number): Promise<{readonly ms: number; readonly megabytes: number}> {
	const socket = connect(port, '127.0.0.1');
	await once(socket, 'data');
	const startedMs = performance.now();
	socket.write('/chain\n/quit\n');
	let bytes = 0;
	for await (const chunk of socket) bytes += (chunk as Buffer).length;
	return {ms: performance.now() - startedMs, megabytes: bytes / 1_000_000};
}
