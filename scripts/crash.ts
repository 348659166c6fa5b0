/** `npm run test:crash [-- --rounds N --seed N]`: the crash test of test/e2e for as long as you like. */
import {parseArgs} from 'node:util';
import {runCrashes} from '../test/support/crash/crash-run.ts';

const roundsDefault = '1000';

const {values} = parseArgs({options: {rounds: {type: 'string'}, seed: {type: 'string'}}});
const rounds = Number(values.rounds ?? roundsDefault);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const startedMs = performance.now();
const onRound = (round: number): void => {
	if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kseed ${seed}: ${round} of ${rounds}`);
};
const {faults, kills, killsAtStart, acknowledged, repeats, blocks} = await runCrashes({
	seed,
	rounds,
	onRound,
});
const seconds = Math.round((performance.now() - startedMs) / 1_000);
console.log(
	`\nseed ${seed}: ${kills} kills (${killsAtStart} at start) in ${seconds} s; ` +
		`${acknowledged} readings acknowledged, ${repeats} repeats answered, ${blocks} blocks`,
);
for (const fault of faults) console.log(`FAULT ${fault}`);
console.log(
	faults.length === 0
		? 'nothing lost, nothing doubled'
		: `again: npm run test:crash -- --rounds ${rounds} --seed ${seed}`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
