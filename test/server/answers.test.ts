import fc from 'fast-check';
import {expect, it} from 'vitest';
import {Answers, type Place} from '../../src/server/answers.ts';

it('are given in the order in which they were asked for, whenever they are ready', () => {
	const lines = fc.array(fc.record({ready: fc.boolean(), asText: fc.boolean(), rank: fc.nat()}), {
		maxLength: 50,
	});
	fc.assert(
		fc.property(lines, asked => {
			const given: string[] = [];
			const answers = new Answers(text => given.push(text));
			const wording = (i: number, asText: boolean) => (asText ? `${i}` : () => void given.push(`${i}`));
			const late: {readonly rank: number; readonly fill: () => void}[] = [];
			asked.forEach(({ready, asText, rank}, i) => {
				if (ready) {
					answers.add(wording(i, asText));
					return;
				}
				const place = answers.reserve();
				late.push({rank, fill: () => answers.fill(place, wording(i, asText))});
			});
			const isInOrder = (): void => {
				expect(given).toEqual(asked.slice(0, given.length).map((_, i) => `${i}`));
				expect(answers.waiting).toBe(asked.length - given.length);
			};
			const firstLate = asked.findIndex(({ready}) => !ready);
			expect(given).toHaveLength(firstLate < 0 ? asked.length : firstLate);
			isInOrder();
			for (const {fill} of late.sort((a, b) => a.rank - b.rank)) {
				fill();
				isInOrder();
			}
			expect(given).toHaveLength(asked.length);
		}),
	);
});

it('do not stay in memory while there is always another line under way', () => {
	const answers = new Answers(() => {});
	let place: Place = answers.reserve();
	const before = process.memoryUsage().heapUsed;
	for (let i = 0; i < 2_000_000; i++) {
		const next = answers.reserve();
		answers.fill(place, `an answer of its own, ${i}`);
		place = next;
	}
	expect(answers.waiting).toBe(1);
	// Kept, they would take 200 MB.
	expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
});
