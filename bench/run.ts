/** `npm run bench [-- NAME...] [--json FILE] [--rounds N] [--bin FILE] [--large]`: see README.md beside this file. */
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {bin} from '../test/support/hub-process.ts';
import type {Benchmark, Run} from './benchmark.ts';
import {clientFrame} from './client-frame.ts';
import {durable} from './durable.ts';
import {firstFrame} from './first-frame.ts';
import {describeRun, formatTable} from './report.ts';
import {restart} from './restart.ts';
import {roundTrip} from './round-trip.ts';
import {scale} from './scale.ts';
import {stall} from './stall.ts';

const benchmarks: readonly Benchmark[] = [firstFrame, roundTrip, clientFrame, durable, stall, restart, scale];
const usage = `Usage: npm run bench -- [NAME...] [--json FILE] [--rounds N] [--bin FILE] [--large]
Benchmarks: ${benchmarks.map(({name}) => name).join(', ')}`;

async function main(): Promise<number> {
	const text = {type: 'string'} as const;
	const options = {json: text, rounds: text, bin: text, large: {type: 'boolean', default: false}} as const;
	const {values, positionals} = parseArgs({options, allowPositionals: true});
	const unknown = positionals.find(each => !benchmarks.some(({name}) => name === each));
	const rounds = values.rounds === undefined ? null : Number(values.rounds);
	if (unknown !== undefined || (rounds !== null && !(Number.isInteger(rounds) && rounds > 0))) {
		console.error(usage);
		return 2;
	}
	const {large} = values;
	const run: Run = {bin: path.resolve(values.bin ?? bin), rounds, large, progress: showProgress};
	const described: object[] = [];
	for (const benchmark of benchmarks) {
		if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue;
		described.push(await measure(benchmark, run));
	}
	if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(described, null, '\t')}\n`);
	return 0;
}

async function measure(benchmark: Benchmark, run: Run): Promise<object> {
	const rows = await benchmark.run(run);
	showProgress('');
	console.log(formatTable(benchmark.title, rows));
	const description = describeRun(benchmark, rows);
	const folder = path.join(import.meta.dirname, 'results');
	mkdirSync(folder, {recursive: true});
	writeFileSync(path.join(folder, `${benchmark.name}.json`), `${JSON.stringify(description, null, '\t')}\n`);
	return description;
}

/** On a terminal one line that is written over; elsewhere nothing, so that only the tables stay. */
function showProgress(text: string): void {
	if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

process.exitCode = await main();
