import {describe, expect, test, vi} from 'vitest';
import type {Block} from '../../../src/core/block.ts';
import type {Answer} from '../../../src/page/hub/requests.ts';
import {OwnReadings, parseReading} from '../../../src/page/state/own-readings.ts';
import {makeChain} from '../../support/chains.ts';

const chain = makeChain([72, 80, 90]);

/** Own readings whose hub answers what the test says, and what was sent. */
function open(answers: Answer[]): {own: OwnReadings; sent: (readonly [id: string, bpm: number])[]} {
	const sent: (readonly [string, number])[] = [];
	const own = new OwnReadings(async (id, bpm) => {
		sent.push([id, bpm]);
		return answers.shift() ?? later;
	}, Date.now);
	return {own, sent};
}

const accepted = (block: Block): Answer => ({kind: 'accepted', block});
const later: Answer = {kind: 'later', reason: 'The disk is full.', afterMs: 1};
const kinds = (own: OwnReadings): readonly string[] => own.store.latest.map(({state}) => state.kind);
const until = (holds: () => boolean) => vi.waitUntil(holds, {timeout: 5_000, interval: 2});

describe('own readings', () => {
	test('are sent one after the other, each with an id of its own', async () => {
		const {own, sent} = open([accepted(chain[1]!), accepted(chain[2]!)]);
		own.add(72);
		own.add(80);
		await until(() => kinds(own).every(kind => kind === 'accepted'));
		expect(own.store.latest.map(({state}) => state)).toMatchObject([{index: 1}, {index: 2}]);
		expect(sent.map(([, bpm]) => bpm)).toEqual([72, 80]);
		expect(sent[0]![0]).not.toBe(sent[1]![0]);
	});

	test('are sent again with the same id until there is an answer', async () => {
		const {own, sent} = open([later, later, accepted(chain[1]!)]);
		own.add(72);
		await until(() => kinds(own)[0] === 'waiting');
		expect(own.store.latest[0]?.state).toMatchObject({reason: 'The disk is full.'});
		await until(() => kinds(own)[0] === 'accepted');
		expect(sent).toHaveLength(3);
		expect(new Set(sent.map(([id]) => id)).size).toBe(1);
	});

	test('are refused in words, and hold up nobody else', async () => {
		const {own} = open([{kind: 'refused', reason: 'No.'}, accepted(chain[1]!)]);
		own.add(72);
		own.add(80);
		await until(() => kinds(own).join() === 'refused,accepted');
	});

	test('wait while the hub cannot be reached, and are not sent to another chain', async () => {
		const {own, sent} = open([accepted(chain[1]!)]);
		own.hold();
		own.add(72);
		expect(kinds(own)).toEqual(['waiting']);
		own.strand();
		own.goOn();
		expect(kinds(own)).toEqual(['refused']);
		expect(sent).toEqual([]);
	});

	test('whose block was replaced are asked for again by the same id', async () => {
		const {own, sent} = open([accepted(chain[1]!), accepted(chain[2]!), accepted(chain[3]!)]);
		own.add(72);
		own.add(80);
		await until(() => kinds(own).join() === 'accepted,accepted');
		own.askAgain(2);
		await until(() => sent.length === 3 && kinds(own)[1] === 'accepted');
		expect(sent[2]).toEqual(sent[1]);
		expect(own.store.latest.map(({state}) => state)).toMatchObject([{index: 1}, {index: 3}]);
	});

	test('that are given up are not sent again', async () => {
		const {own, sent} = open([{...later, afterMs: 60_000}]);
		own.add(72);
		await until(() => kinds(own)[0] === 'waiting');
		own.giveUp(own.store.latest[0]!.id);
		own.goOn();
		expect(kinds(own)).toEqual(['refused']);
		expect(sent).toHaveLength(1);
	});

	test('are bounded', () => {
		const {own} = open([]);
		own.hold();
		const told = Array.from({length: 101}, () => own.add(72));
		expect(told.filter(each => each !== null)).toEqual([
			'100 readings wait already: this one was not taken.',
		]);
	});
});

describe('what is typed', () => {
	test.each([
		['72', 72],
		[' +072 ', 72],
		['-0', 'out of range'],
		['', 'Type a heart rate first'],
		['sixty', '"sixty" is not a whole number'],
		['7.2e1', 'is not a whole number'],
		['<b>', '"?b?" is not a whole number'],
		['0', '0 is out of range. A heart rate is a whole number from 1 to 999.'],
		['1000', 'out of range'],
	])('%j is %s', (typed, expected) => {
		const read = parseReading(typed, [1, 999]);
		if (typeof expected === 'number') expect(read).toBe(expected);
		else expect(read).toContain(expected);
	});
});
