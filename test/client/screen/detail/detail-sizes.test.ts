import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {detailLine} from '../../../../src/client/screen/detail/detail-line.ts';
import {detailRows} from '../../../../src/client/screen/detail/detail-rows.ts';
import {zoomRows} from '../../../../src/client/screen/detail/zoom-rows.ts';
import {createTheme, type Row, rowText, rowWidth} from '../../../../src/client/screen/theme.ts';
import {
	factsOfLong,
	longChain,
	otherHash,
	refusedFacts,
	textOf,
	tutorialFacts,
} from '../../support/details.ts';
import {hostileFacts} from '../../support/hostile-blocks.ts';

vi.stubEnv('TZ', 'UTC');

const newest = factsOfLong(1_284, true);
const older = factsOfLong(1_281);
const broken = refusedFacts({prevHash: otherHash(longChain[3]!.prevHash, 40)}, 'link');

describe('at every size', () => {
	const place = fc.record({width: fc.integer({min: 1, max: 220}), height: fc.nat(60), chips: fc.boolean()});

	test('no block makes a row wider, a pane higher or a terminal do anything', () => {
		fc.assert(
			fc.property(hostileFacts, place, fc.nat(300), (facts, each, top) => {
				const zoom = zoomRows(facts, each, top);
				const rows = [...detailRows(facts, each), ...zoom.rows, detailLine(facts, each.width, each.chips)];
				expect(detailRows(facts, each).length).toBeLessThanOrEqual(each.height);
				expect(zoom.rows.length).toBe(Math.min(each.height, zoom.total - zoom.top));
				for (const row of rows.slice(0, -1)) expect(rowWidth(row)).toBeLessThanOrEqual(each.width);
				for (const row of rows) expect(rowText(row)).toMatch(/^[\x20-\x7e✓✗≠║└┘─┐│←→…·▐▌]*$/);
			}),
			{numRuns: 300},
		);
	});

	test('nothing of our own is cut from 40 cells on, also where check marks are spelt out', () => {
		const all = [newest, older, factsOfLong(0), broken, refusedFacts({bpm: 71}, 'hash')];
		const cut: string[] = [];
		for (const facts of all) {
			for (let width = 40; width <= 130; width++) {
				for (const chips of [true, false]) {
					const each = {width, height: 24, chips};
					const rows = [
						...detailRows(facts, each),
						...zoomRows(facts, each, 0).rows,
						detailLine(facts, width, chips),
					];
					for (const row of rows) {
						const text = rowText(row);
						const spelt = chips ? 0 : text.split('✓').length - 1;
						if (rowWidth(row) + spelt > width || /…\s*$/.test(text)) cut.push(`${width}: ${text}`);
					}
				}
			}
		}
		// A hash that is cut on both sides ends in the sign of that.
		expect(cut.filter(text => !/▐▌ …| {2}…/.test(text))).toEqual([]);
	});

	test('ASCII is enough for all of it', () => {
		const ascii = createTheme(1, false);
		for (const facts of [newest, broken, factsOfLong(0)]) {
			for (const row of zoomRows(facts, {width: 80, height: 60, chips: false}, 0).rows)
				expect(ascii.paint(row, 80)).toMatch(/^[^?]{80}$/);
		}
	});

	test('more height never shows less', () => {
		for (const facts of [newest, broken, tutorialFacts(2, 4), factsOfLong(0)]) {
			for (const width of [40, 56, 87, 110]) {
				for (let height = 1; height < 40; height++) {
					const [less, more] = [height, height + 1].map(each => detailRows(facts, {width, height: each}));
					// Where the hashed text comes in, rows between hashes go.
					const hasText = (rows: readonly Row[]): boolean => textOf(rows).includes('└');
					if (hasText(more!) === hasText(less!)) expect(more!.length).toBeGreaterThanOrEqual(less!.length);
				}
			}
		}
	});
});
