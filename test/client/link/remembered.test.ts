import {describe, expect, it} from 'vitest';
import {compareFrom, compareWelcome, mayReplace, remember} from '../../../src/client/link/remembered.ts';
import {makeLocator} from '../../../src/core/locator.ts';
import {makeChain} from '../../support/chains.ts';
import {makeWelcome} from '../support/live-visit.ts';

const chain = makeChain([72, 88, 65]);
const locator = makeLocator(3, index => chain[index]!.hash);
const welcome = makeWelcome(chain, {durable: true});
const remembered = remember(welcome, locator);

describe('what came is compared with what is remembered', () => {
	it('the first contact is taken as it is', () => {
		expect(compareWelcome(null, welcome)).toEqual({kind: 'same'});
	});

	it('what is remembered survives being written to a file', () => {
		const loaded = JSON.parse(JSON.stringify(remembered)) as typeof remembered;
		expect(compareWelcome(loaded, welcome)).toEqual({kind: 'same'});
	});

	it('the same past, longer, is the same', () => {
		expect(compareWelcome(remembered, {...welcome, height: 9, tip: 'a'.repeat(64)})).toEqual({kind: 'same'});
	});

	it('another genesis of a hub that kept its chain is an alarm, of one that did not a new chain', () => {
		const other = {...welcome, genesis: 'a'.repeat(64)};
		const reason = `its genesis block is aaaaaaaa, and was ${chain[0]!.hash.slice(0, 8)}`;
		expect(compareWelcome(remembered, other)).toEqual({kind: 'alarm', reason});
		expect(compareWelcome({...remembered, durable: false}, other)).toEqual({kind: 'newChain', reason});
	});

	it('a hub that begins to keep its chain is the same', () => {
		expect(compareWelcome({...remembered, durable: false}, welcome)).toEqual({kind: 'same'});
	});

	it('a lowered limit is the same, a raised one an alarm', () => {
		expect(compareWelcome({...remembered, reorgLimit: 5}, welcome)).toEqual({kind: 'same'});
		expect(compareWelcome(remembered, {...welcome, reorgLimit: 1}).kind).toBe('alarm');
	});

	it('nothing verified before leaves only the promises to compare', () => {
		const blank = {...remembered, locator: []};
		expect(compareWelcome(blank, {...welcome, height: 0, tip: chain[0]!.hash})).toEqual({kind: 'same'});
		expect(compareFrom(blank, 0)).toEqual({kind: 'same'});
	});

	it('the chains may part above the tip', () => {
		expect(compareFrom(remembered, 4)).toEqual({kind: 'same'});
		expect(compareFrom(remembered, 3)).toEqual({
			kind: 'alarm',
			reason: `its block 3 is not the one that was verified before (${chain[3]!.hash.slice(0, 8)})`,
		});
	});

	it('a locator with gaps alarms only when a pair below the limit is not shared', () => {
		const hashes = Array.from({length: 101}, (_, index) => String(index).padStart(64, '0'));
		const long = {...remembered, reorgLimit: 40, locator: makeLocator(100, index => hashes[index]!)};
		// Pairs: 100 to 91, then 89, 85, 77, 61, 29, 0.
		expect(compareFrom(long, 62)).toEqual({kind: 'same'});
		expect(compareFrom(long, 30)).toEqual({kind: 'same'});
		expect(compareFrom(long, 1)).toMatchObject({kind: 'alarm', reason: expect.stringContaining('block 29')});
	});

	it.each([
		[100, 0, 101, true],
		[100, 0, 100, false],
		[100, 2, 99, true],
		[100, 2, 98, false],
		[3, 9, 0, false],
		[3, 9, 1, true],
	])('with tip %j and limit %j, block %j may be another: %j', (tip, limit, index, may) => {
		expect(mayReplace(tip, limit, index)).toBe(may);
	});
});
