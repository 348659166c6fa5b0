import {expect, test} from 'vitest';
import {runCrashes} from '../support/crash/crash-run.ts';

/** `npm run test:crash` runs more of them, with any seed. */
const rounds = 60;

test('a hub that is killed at any moment has kept every reading that it acknowledged, once', async () => {
	const seed = Number(process.env.BCHAIN_CRASH_SEED ?? Date.now() % 1_000_000);
	const {faults, ...counts} = await runCrashes({seed, rounds});

	expect(faults, `npm run test:crash -- --rounds ${rounds} --seed ${seed}`).toEqual([]);
	expect(counts.kills).toBe(rounds);
	expect(counts.killsAtStart).toBeGreaterThan(0);
	expect(counts.acknowledged).toBeGreaterThan(rounds);
	expect(counts.repeats).toBeGreaterThan(rounds);
	expect(counts.blocks).toBeGreaterThanOrEqual(counts.acknowledged);
}, 240_000);
