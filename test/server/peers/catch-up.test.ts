import {describe, expect, it} from 'vitest';
import {CatchUp} from '../../../src/server/peers/catch-up.ts';

describe('a hub that is behind', () => {
	it('waits until the peer has sent what it announced', () => {
		const catchUp = new CatchUp();
		catchUp.begin(10);
		expect(catchUp.waits(4, 0)).toBe(true);
		expect(catchUp.waits(9, 100)).toBe(true);
		expect(catchUp.waits(10, 200)).toBe(false);
	});

	it('waits as long as enough blocks come', () => {
		const catchUp = new CatchUp();
		catchUp.begin(1_000_000);
		for (let seconds = 0; seconds < 100; seconds++) {
			expect(catchUp.waits(seconds * 250, seconds * 1_000)).toBe(true);
			catchUp.count(250);
		}
	});

	it('does not wait for a peer that announces again and again and sends nothing', () => {
		const catchUp = new CatchUp();
		for (let ms = 0; ms < 5_000; ms += 500) {
			catchUp.end();
			catchUp.begin(1_000_000);
			expect(catchUp.waits(1, ms)).toBe(true);
		}
		for (let ms = 5_000; ms < 60_000; ms += 500) {
			catchUp.end();
			catchUp.begin(1_000_000);
			expect(catchUp.waits(1, ms)).toBe(false);
		}
	});
});
