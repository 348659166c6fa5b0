import {describe, expect, test} from 'vitest';
import {meetAgain, type Past, readPast} from '../../../src/page/chain/past.ts';
import type {Hello} from '../../../src/page/hub/hub-event.ts';

const [a, b, c] = ['a', 'b', 'c'].map(digit => digit.repeat(64)) as [string, string, string];
const past: Past = {ledger: 'one', genesis: a, durable: true, reorgLimit: 0, index: 7, hash: b};
const hello: Hello = {
	ledger: 'one',
	genesis: a,
	height: 9,
	tip: c,
	range: [1, 999],
	durable: true,
	reorgLimit: 0,
};

/** The sentences of the alarm that this hub raises. */
function differences(was: Past, is: Hello, hashThere: string | null = null): readonly string[] {
	const meeting = meetAgain(was, is, hashThere);
	return meeting.kind === 'alarm' ? meeting.differences : [meeting.kind];
}

describe('a hub that was met before', () => {
	test('is the same when what was verified is still there', () => {
		expect(differences(past, hello, b)).toEqual(['same']);
		expect(differences(past, hello)).toEqual(['same']);
		expect(differences(past, {...hello, height: 7, tip: b})).toEqual(['same']);
	});

	test.each<[string, Partial<Hello>, RegExp]>([
		['another genesis block', {genesis: c}, /first block is another/],
		['another ledger', {ledger: 'two'}, /another ledger/],
		['a chain that is not kept any more', {durable: false}, /now does not/],
		['a higher limit for replacing', {reorgLimit: 5}, /may now replace its newest 5/],
		['fewer blocks', {height: 6}, /newest block is 6, and block 7 was verified/],
		['another block in the same place', {height: 7, tip: c}, /block 7 is not the one/],
	])('raises an alarm with %s', (_, change, sentence) => {
		expect(differences(past, {...hello, ...change})).toEqual([expect.stringMatching(sentence)]);
	});

	test('raises an alarm with another block below the tip', () => {
		expect(differences(past, hello, c)).toEqual([expect.stringMatching(/the past was changed/)]);
	});

	test('may replace its newest blocks where it said so', () => {
		const loose = {...past, reorgLimit: 5};
		expect(differences(loose, {...hello, reorgLimit: 5, height: 6}, c)).toEqual(['same']);
	});

	test('that never kept its chain begins a new one without an alarm', () => {
		expect(
			differences({...past, durable: false}, {...hello, durable: false, genesis: c, ledger: 'two'}),
		).toEqual(['new']);
	});
});

test('A past is read as it was written, and nothing else is taken for one', () => {
	expect(readPast(JSON.stringify({...past, more: 1}))).toEqual(past);
	for (const text of [
		null,
		'',
		'null',
		'{',
		'{}',
		JSON.stringify({...past, hash: 'x'}),
		JSON.stringify({...past, index: '7'}),
	])
		expect(readPast(text)).toBeNull();
});
