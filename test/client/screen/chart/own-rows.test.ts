import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Reading} from '../../../../src/client/link-event.ts';
import {type OwnFacts, ownRows} from '../../../../src/client/screen/chart/own-rows.ts';
import {type Row, rowText, rowWidth} from '../../../../src/client/screen/theme.ts';
import {OwnBlocks} from '../../../../src/client/state/own-blocks.ts';
import {noReadings} from '../../../../src/client/state/readings.ts';

/** The blocks of ours that are in the chain, with their BPM. */
const blocks = new Map([
	[1_266, 80],
	[1_271, 79],
	[1_279, 77],
	[1_284, 64],
]);
const own = [...blocks.keys()].reduce(
	(before, index) => before.with(index, `reading-${index}`),
	OwnBlocks.none,
);

function makeFacts(burst: readonly Reading[], more: Partial<OwnFacts> = {}): OwnFacts {
	return {
		readings: {...noReadings, burst, own},
		bpmAt: index => blocks.get(index),
		welcome: {durable: true},
		connected: true,
		selected: null,
		...more,
	};
}

function reading(bpm: number, state: Reading['state'], more: Partial<Reading> = {}): Reading {
	return {id: `reading-${bpm}`, bpm, state, ...more};
}

const newest = reading(64, 'accepted', {id: 'reading-1284', index: 1_284, answeredMs: 12});

function draw(facts: OwnFacts, width: number, height: number): readonly string[] {
	return ownRows(facts, {width, height}).map(row => rowText(row).trimEnd());
}

describe('our readings', () => {
	it('stand in two columns where there is room, the newest first', () => {
		expect(draw(makeFacts([newest]), 87, 4)).toEqual([
			'─ your readings ────────────────────────────────────────────────────── 4 in the chain ─',
			' ✓  64  block 1,284  durable in 12 ms     ✓  77  block 1,279',
			' ✓  79  block 1,271                       ✓  80  block 1,266',
			'',
		]);
		expect(draw(makeFacts([newest]), 40, 4).slice(1)).toEqual([
			' ✓  64  block 1,284  durable in 12 ms',
			' ✓  77  block 1,279',
			' ✓  79  block 1,271',
		]);
	});

	it('say what a person is to know first, those that wait before those that are settled', () => {
		const burst = [
			newest,
			reading(70, 'asking', {reason: 'it may be in the chain already'}),
			reading(71, 'uncertain', {reason: 'the connection ended before the hub answered'}),
			reading(72, 'waiting'),
			reading(73, 'sent'),
			reading(74, 'taken'),
			reading(99, 'refused', {reason: 'the ledger is full'}),
			reading(75, 'moved', {was: 1_283, index: 1_290}),
			reading(76, 'withdrawn'),
		];
		expect(draw(makeFacts(burst, {selected: 'reading-72'}), 87, 11)).toEqual([
			'─ your readings ─────────────────── 4 not delivered · 1 not yet seen · 4 in the chain ─',
			' ?  70  waits for your decision: it may be in the chain already',
			' ?  71  may be lost: the connection ended before the hub answered',
			' …  74  taken by the hub, not yet seen in its chain',
			' …  73  sent, no answer yet',
			'▸…  72  waiting for its turn',
			' ✗  99  refused: the ledger is full',
			' ·  76  withdrawn                         ✓  75  block 1,290  moved from 1,283',
			' ✓  64  block 1,284  durable in 12 ms     ✓  77  block 1,279',
			' ✓  79  block 1,271                       ✓  80  block 1,266',
			'',
		]);
	});

	it('say less where there is less room, never a part of a word', () => {
		const burst = [reading(71, 'uncertain', {reason: 'the connection ended'}), reading(74, 'taken'), newest];
		const lines = (width: number): readonly string[] => draw(makeFacts(burst), width, 4).slice(1);
		expect(lines(34)).toEqual([' ?  71  may be lost', ' …  74  taken, not yet seen', ' ✓  64  block 1,284']);
		expect(lines(18)).toEqual([' ?  71  lost?', ' …  74  taken', ' ✓  64  #1,284']);
	});

	it('that wait for a connection say so', () => {
		expect(draw(makeFacts([reading(72, 'waiting')], {connected: false}), 50, 2)[1]).toBe(
			' …  72  waiting for the connection',
		);
	});

	it('name a time only where it is that of a receipt', () => {
		const line = (welcome: OwnFacts['welcome']): string => draw(makeFacts([newest], {welcome}), 50, 2)[1]!;
		expect(line({durable: true})).toBe(' ✓  64  block 1,284  durable in 12 ms');
		expect(line({durable: false})).toBe(' ✓  64  block 1,284  added in 12 ms');
		expect(line(null)).toBe(' ✓  64  block 1,284');
	});

	it('that are many keep the selected one in sight and count the others', () => {
		const burst = Array.from({length: 40}, (_, at) => reading(60 + at, 'waiting'));
		expect(draw(makeFacts(burst, {selected: 'reading-90'}), 56, 5)).toEqual([
			'─ your readings ──── 40 not delivered · 4 in the chain ─',
			' …  92  waiting for its turn',
			' …  91  waiting for its turn',
			'▸…  90  waiting for its turn',
			'    … 37 more',
		]);
	});

	it('are none at first', () => {
		expect(draw(makeFacts([], {readings: noReadings}), 40, 3)).toEqual([
			`─ your readings ${'─'.repeat(24)}`,
			' none yet: type a BPM, Enter adds it',
			'',
		]);
	});

	it('whose blocks are not held are left out', () => {
		const facts = makeFacts([], {bpmAt: index => (index === 1_279 ? 77 : undefined)});
		expect(draw(facts, 40, 4).slice(1)).toEqual([' ✓  77  block 1,279', '', '']);
	});
});

it('Any readings fill exactly as many rows as there are, none wider than the place', () => {
	const states = [
		'waiting',
		'sent',
		'taken',
		'accepted',
		'refused',
		'moved',
		'uncertain',
		'asking',
		'withdrawn',
	] as const;
	const one = fc.record({
		bpm: fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1}),
		state: fc.constantFrom(...states),
		index: fc.integer({min: 0, max: 2_000_000}),
		reason: fc.constantFrom('no', 'the ledger cannot store it: the disk is full', '心拍 is no number'),
	});
	fc.assert(
		fc.property(
			fc.array(one, {maxLength: 40}),
			fc.integer({min: 2, max: 200}),
			fc.integer({min: 0, max: 20}),
			fc.nat(40),
			(burst, width, height, selected) => {
				const readings = burst.map((each, at): Reading => ({...each, id: `reading-${at}`}));
				const facts = makeFacts(readings, {selected: `reading-${selected}`});
				const rows: readonly Row[] = ownRows(facts, {width, height});
				expect(rows.length).toBe(height);
				for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(width);
				const isSeen = rows.some(row => rowText(row).includes('▸'));
				expect(isSeen).toBe(selected < burst.length && height > 1);
			},
		),
	);
});
