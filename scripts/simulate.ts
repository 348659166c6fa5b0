/** `npm run test:sim [-- --runs N --seed S]`: as many runs of the network of test/sim as you like, from seed S on. */
import {parseArgs} from 'node:util';
import {simulate} from '../test/sim/simulation.ts';

const runsDefault = '1000';
const faultsShownMax = 10;

const {values} = parseArgs({options: {runs: {type: 'string'}, seed: {type: 'string'}}});
const runs = Number(values.runs ?? runsDefault);
const first = Number(values.seed ?? Date.now() % 1_000_000_000);
const startedMs = performance.now();
const totals = {readings: 0, acknowledged: 0, replaced: 0, failed: 0};
for (let seed = first; seed < first + runs; seed++) {
	if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${seed - first} of ${runs}`);
	const {faults, readings, acknowledged, replaced} = await simulate(seed);
	totals.readings += readings;
	totals.acknowledged += acknowledged;
	totals.replaced += replaced;
	if (faults.length === 0) continue;
	totals.failed++;
	for (const fault of faults.slice(0, faultsShownMax)) console.log(`FAULT ${fault}`);
	console.log(`again: npm run test:sim -- --runs 1 --seed ${seed}`);
}
const seconds = (performance.now() - startedMs) / 1_000;
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
console.log(
	`seeds ${first} to ${first + runs - 1} in ${seconds.toFixed(1)} s: ${totals.readings} readings, ` +
		`${totals.acknowledged} acknowledged, ${totals.replaced} blocks replaced; ` +
		(totals.failed === 0 ? 'nothing lost, nothing doubled' : `${totals.failed} runs failed`),
);
process.exitCode = totals.failed === 0 ? 0 : 1;
