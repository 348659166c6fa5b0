import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {chartRows, chartView} from '../../../../src/client/screen/chart/chart-rows.ts';
import type {ChartStyle} from '../../../../src/client/screen/chart/chart-style.ts';
import type {BpmSource} from '../../../../src/client/screen/chart/sweep.ts';
import {type Row, rowText, rowWidth, type Tone} from '../../../../src/client/screen/theme.ts';
import {bpmsOf, makeBeats} from '../../support/bpms.ts';

const styles = ['braille', 'blocks', 'ascii'] as const;
const nobody = {own: new Set<number>()};

function draw(bpms: BpmSource, width: number, height: number, style: ChartStyle): readonly string[] {
	return chartRows(bpms, {width, height}, style, nobody).map(rowText);
}

describe('the first readings', () => {
	it('make a line at once, as they stand apart', () => {
		expect(draw(bpmsOf([72, 80, 75, 90]), 30, 5, 'braille')).toEqual([
			'─ heart rate ──────── avg 79 ─',
			' 92┤           ⣰⠂◂            ',
			'   │         ⢀⡼⠁              ',
			'   │ ⢀⡤⠞⠙⠲⢤⣀⣠⠏                ',
			' 70┤⠖⠋     ⠈⠁                 ',
		]);
	});

	it('are bars, or a line of ASCII characters, in the same place', () => {
		expect(draw(bpmsOf([72, 80, 75, 90]), 30, 5, 'blocks').slice(1)).toEqual([
			' 92┤            ▅▅▅ ◂         ',
			'   │            ███           ',
			'   │    ▇▇▇     ███           ',
			' 70┤▄▄▄ ███ ███ ███           ',
		]);
		expect(draw(bpmsOf([60, 60, 120, 120, 60]), 30, 5, 'ascii').slice(1)).toEqual([
			"120+       ./'''\\.            ",
			'   |      ./     \\.           ',
			'   |     ./       \\.          ',
			" 60+..../'         '\\<        ",
		]);
	});

	it('that are all the same lie in the middle', () => {
		expect(draw(bpmsOf([72, 72, 72]), 30, 4, 'braille').slice(1)).toEqual([
			' 82┤                          ',
			'   │⠤⠤⠤⠤⠤⠤⠤⠤⠄◂                ',
			' 62┤                          ',
		]);
	});

	it('are those after the genesis block, which has none', () => {
		expect(draw(bpmsOf([]), 44, 4, 'braille')).toEqual([
			'─ heart rate ───────────── no readings yet ─',
			'',
			'',
			'',
		]);
		expect(chartView(bpmsOf([]), {width: 80, height: 5}, 'braille')).toBeNull();
		expect(draw(bpmsOf([70]), 30, 3, 'ascii').slice(1)).toEqual([
			' 80+                          ',
			" 60+'<                        ",
		]);
	});
});

describe('a sweep', () => {
	it('draws the newest readings over the oldest, with a gap before them', () => {
		expect(draw(bpmsOf(makeBeats(100)), 40, 6, 'braille')).toEqual([
			'─ heart rate ───────── min 61 · max 90 ─',
			' 90┤   ⣀⣀⣀                        ⣠⠞⠉⠙⢦⣀',
			'   │⠉⠋⠉⠁ ⠈⢳⡀                     ⣰⠃    ⠈',
			'   │       ⢳⡀                   ⡴⠃      ',
			'   │        ⠹⣄   ⣀◂    ⢀⣠⠖⠒⠲⣄⣀⣠⠞⠁       ',
			' 60┤         ⠘⠦⠤⠞⠁   ⠙⠚⠉                ',
		]);
		expect(draw(bpmsOf(makeBeats(100)), 40, 6, 'blocks').slice(1)).toEqual([
			' 90┤       ▁▁▁▁                    ▇▅▃▁ ',
			'   │▇▇▆▇▇██████▇▆▃                 █████',
			'   │██████████████▇▃               █████',
			'   │████████████████▇▅▁        ▁◂  █████',
			' 60┤███████████████████▆▄▄▂▄▄▆▇█   █████',
		]);
	});

	it('joins readings that are far apart by upright strokes', () => {
		const readings = makeBeats(40).map((bpm, at) => (at % 10 === 5 ? 140 : bpm));
		expect(draw(bpmsOf(readings), 30, 5, 'braille').slice(1)).toEqual([
			'140┤  ⢸    ⢸    ⢸    ⢸        ',
			'   │  ⡞⡆   ⡞⡆   ⡞⡆   ⣸⡀       ',
			'   │⣀⣠⠇⠧⠤⠤⣄⡇⣧⠤⠤⠤⠇⣇⡀  ⡇⡇       ',
			' 60┤⠁             ⠉⠓⠦⠇⠧⠤◂     ',
		]);
	});

	it('gives the newest reading and our own ones a tone', () => {
		const coloured = (style: ChartStyle): readonly string[] =>
			chartRows(bpmsOf([60, 90, 60, 90]), {width: 30, height: 3}, style, {own: new Set([2])})
				.slice(1)
				.flatMap(row => row.filter(({tone}) => tone === 'own' || tone === 'accent'))
				.map(({text, tone}) => `${tone} ${text}`);
		expect(coloured('ascii')).toEqual(["own '", "accent '<"]);
		// Of a bar of ours only the top; the newest one is marked from top to bottom.
		expect(coloured('blocks')).toEqual(['own ███ ', 'accent ███ ◂', 'accent ███ ']);
	});

	it('changes only the cells around the newest reading while the scale holds', () => {
		const sizes = fc.record({width: fc.integer({min: 20, max: 60}), height: fc.integer({min: 3, max: 9})});
		const readings = fc.array(fc.integer({min: 60, max: 90}), {minLength: 130, maxLength: 260});
		fc.assert(
			fc.property(readings, sizes, fc.constantFrom(...styles), (readings, size, style) => {
				const [before, after] = [bpmsOf(readings.slice(0, -1)), bpmsOf(readings)];
				const [scaleBefore, scaleAfter] = [chartView(before, size, style)!, chartView(after, size, style)!];
				fc.pre(scaleBefore.low === scaleAfter.low && scaleBefore.high === scaleAfter.high);
				const changed = changedColumns(
					chartRows(before, size, style, nobody),
					chartRows(after, size, style, nobody),
				);
				expect(changed.length).toBeGreaterThan(0);
				// The newest reading and the one before it; what the gap takes away, and the stroke that led to that.
				const cells = size.width - 4;
				const newest = Math.floor(
					((readings.length - 1) % (style === 'braille' ? 2 * cells : cells)) / (style === 'braille' ? 2 : 1),
				);
				for (const column of changed) {
					const ahead = (column - 4 - newest + cells) % cells;
					expect(ahead <= 4 || ahead === cells - 1).toBe(true);
				}
			}),
		);
	});
});

describe('any readings in any place', () => {
	const bpm = fc.oneof(
		fc.integer({min: 1, max: 999}),
		fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1}),
		fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n}),
	);

	it('fill exactly as many rows as there are, none wider than the place', () => {
		fc.assert(
			fc.property(
				fc.array(bpm, {maxLength: 300}),
				fc.integer({min: 0, max: 5_000}),
				fc.integer({min: 0, max: 210}),
				fc.integer({min: 0, max: 16}),
				fc.constantFrom(...styles),
				(readings, firstIndex, width, height, style) => {
					const rows = chartRows(bpmsOf(readings, firstIndex), {width, height}, style, {
						own: new Set([3, 9]),
					});
					expect(rows.length).toBe(height);
					for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(width);
				},
			),
		);
	});

	it('are all seen where there is room for them', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({min: 1, max: 999}), {minLength: 31, maxLength: 56}),
				fc.integer({min: 3, max: 15}),
				(readings, height) => {
					const lowest = draw(bpmsOf(readings), 64, height, 'blocks').at(-1)!;
					expect(lowest.replace(/^.*┤/, '').replace('◂', '').trimEnd()).toMatch(
						new RegExp(`^[▁-█]{${readings.length}}$`),
					);
				},
			),
		);
	});

	it('have at least two labels on the axis', () => {
		for (const style of styles) {
			for (let height = 3; height <= 15; height++) {
				for (const width of [20, 80, 200]) {
					const rows = draw(bpmsOf(makeBeats(500)), width, height, style).slice(1);
					expect([rows[0], rows.at(-1)].every(row => /^ *\d+[┤+]/.test(row!))).toBe(true);
				}
			}
		}
	});
});

interface Cell {
	readonly character: string;
	readonly tone: Tone | undefined;
}

function toCells(row: Row): readonly Cell[] {
	return row.flatMap(({text, tone}) =>
		[...text].map(character => ({character, tone: character === ' ' ? undefined : tone})),
	);
}

/** The columns in which two pictures differ below their titles. */
function changedColumns(before: readonly Row[], after: readonly Row[]): readonly number[] {
	const columns = new Set<number>();
	for (let y = 1; y < after.length; y++) {
		const [was, is] = [toCells(before[y]!), toCells(after[y]!)];
		for (let x = 0; x < is.length; x++) {
			if (was[x]!.character !== is[x]!.character || was[x]!.tone !== is[x]!.tone) columns.add(x);
		}
	}
	return [...columns];
}
