/** `npm run bench [-- NAME...] [--json FILE] [--rounds N] [--bin FILE] [--large]`: see README.md beside this file. */
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {bin} from '../test/support/hub-process.ts';
import type {Benchmark, Run} from './benchmark.ts';
import {catchUp} from './catch-up.ts';
import {churn} from './churn.ts';
import {clientCatchUp} from './client-catch-up.ts';
import {clientFrame} from './client-frame.ts';
import {clientKeys} from './client-keys.ts';
import {manyConnections} from './connections.ts';
import {CannotMeasure} from './descriptors.ts';
import {durable} from './durable.ts';
import {fanOut} from './fan-out.ts';
import {firstFrame} from './first-frame.ts';
import {httpBlocks, httpPost, httpStreams} from './http.ts';
import {live} from './live.ts';
import {hops} from './network-hops.ts';
import {join} from './network-join.ts';
import {load} from './network-load.ts';
import {describeRun, formatTable} from './report.ts';
import {restart} from './restart.ts';
import {roundTrip} from './round-trip.ts';
import {scale} from './scale.ts';
import {soak} from './soak.ts';
import {stall} from './stall.ts';
import {stuck} from './stuck.ts';

/** What the hub does for many connections. */
const hub: readonly Benchmark[] = [fanOut, live, manyConnections, catchUp, churn, stuck, soak];
const others: readonly Benchmark[] = [roundTrip, durable, stall, restart, scale];
/** What the full-screen client does. */
const client: readonly Benchmark[] = [firstFrame, clientFrame, clientKeys, clientCatchUp];
/** What hubs do that are linked with hubs. */
const network: readonly Benchmark[] = [hops, join, load];
/** What the hub serves over HTTP. */
const http: readonly Benchmark[] = [httpPost, httpBlocks, httpStreams];
const benchmarks: readonly Benchmark[] = [...client, ...others, ...http, ...hub, ...network];
/** Names that stand for several benchmarks. */
const groups: Readonly<Record<string, readonly Benchmark[]>> = {client, hub, http, network};
const usage = `Usage: npm run bench -- [NAME...] [--json FILE] [--rounds N] [--bin FILE] [--large]
Benchmarks: ${benchmarks.map(({name}) => name).join(', ')}
${Object.entries(groups)
	.map(([name, group]) => `${name}: ${group.map(each => each.name).join(', ')}`)
	.join('\n')}`;

async function main(): Promise<number> {
	const text = {type: 'string'} as const;
	const options = {json: text, rounds: text, bin: text, large: {type: 'boolean', default: false}} as const;
	const {values, positionals} = parseArgs({options, allowPositionals: true});
	const named = (benchmark: Benchmark): readonly string[] => {
		const names = Object.keys(groups).filter(name => groups[name]!.includes(benchmark));
		return [benchmark.name, ...names];
	};
	const unknown = positionals.find(each => !benchmarks.some(benchmark => named(benchmark).includes(each)));
	const rounds = values.rounds === undefined ? null : Number(values.rounds);
	if (unknown !== undefined || (rounds !== null && !(Number.isInteger(rounds) && rounds > 0))) {
		console.error(usage);
		return 2;
	}
	const {large} = values;
	const run: Run = {bin: path.resolve(values.bin ?? bin), rounds, large, progress: showProgress};
	const described: object[] = [];
	for (const benchmark of benchmarks) {
		if (positionals.length > 0 && !named(benchmark).some(name => positionals.includes(name))) continue;
		described.push(await measure(benchmark, run));
	}
	if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(described, null, '\t')}\n`);
	return 0;
}

async function measure(benchmark: Benchmark, run: Run): Promise<object> {
	const rows = await benchmark.run(run).catch(explain);
	showProgress('');
	if (typeof rows === 'string') {
		console.log(`${benchmark.title}\n  not measured: ${rows}\n`);
		return {benchmark: benchmark.name, notMeasured: rows};
	}
	console.log(formatTable(benchmark.title, rows));
	const description = describeRun(benchmark, rows);
	const folder = path.join(import.meta.dirname, 'results');
	mkdirSync(folder, {recursive: true});
	writeFileSync(path.join(folder, `${benchmark.name}.json`), `${JSON.stringify(description, null, '\t')}\n`);
	return description;
}

/** A machine may not be set up for a benchmark: that is said, and the others go on. */
function explain(error: unknown): string {
	if (error instanceof CannotMeasure) return error.message;
	throw error;
}

/** On a terminal one line that is written over; elsewhere nothing, so that only the tables stay. */
function showProgress(text: string): void {
	if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

process.exitCode = await main();
