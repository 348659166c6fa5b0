import {expect, it} from 'vitest';
import {HoldBudget} from '../../../src/server/peers/hold-budget.ts';

it('lets somebody hold for so long at once, and for a share of the time after that', () => {
	const budget = new HoldBudget(1_000, 0.5);
	let heldMs = 0;
	for (let nowMs = 0; nowMs < 100_000; nowMs++) if (budget.grants(true, nowMs)) heldMs++;
	// A third: what half a second gives back is held in as long a time.
	expect(heldMs).toBeGreaterThan(33_000);
	expect(heldMs).toBeLessThan(35_000);
});

it('gives back what was held while nobody wants to', () => {
	const budget = new HoldBudget(1_000, 0.5);
	expect([budget.grants(true, 0), budget.grants(true, 999), budget.grants(true, 1_000)]).toEqual([
		true,
		true,
		false,
	]);
	expect(budget.leftMs).toBe(0);
	expect(budget.grants(false, 1_500)).toBe(false);
	expect(budget.leftMs).toBe(250);
	budget.grants(false, 99_000);
	expect(budget.leftMs).toBe(1_000);
});
