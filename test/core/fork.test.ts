import {describe, expect, it} from 'vitest';
import {formatBlock} from '../../src/core/block.ts';
import {type ForkReport, type PutAgain, readForkReports, toForkValue} from '../../src/core/fork.ts';
import {limits} from '../../src/core/limits.ts';
import {hubLine, parseHubMessage} from '../../src/core/live-message.ts';
import {makeFork} from '../support/forks.ts';

const fork = makeFork();
const hash = fork.theirs.tip;
const putAgain: PutAgain = {fork: 3, readings: [{bpm: 71, was: 2, index: 5, hash}], count: 1};
const report: ForkReport = {...fork, putAgain: putAgain.readings, putAgainCount: 1};

/** The message with some facts changed, as a hub would write it. */
function changed(name: 'fork' | 'putAgain', facts: object): string {
	const line = name === 'fork' ? hubLine.fork(fork) : hubLine.putAgain(putAgain);
	const body = (JSON.parse(line) as Record<string, object>)[name];
	return JSON.stringify({[name]: {...body, ...facts}});
}

describe('a fork', () => {
	it('is one line, with its blocks as on the chain', () => {
		const [ours, theirs] = [fork.ours, fork.theirs].map(
			({count, tip, blocks}) =>
				`{"count":${count},"tip":"${tip}","blocks":[${blocks.map(formatBlock).join()}]}`,
		);
		expect(hubLine.fork(fork)).toBe(
			'{"fork":{"id":3,"at":"2026-11-20T05:01:37.390Z","peer":"east-hub:9000","shared":1,"winner":"theirs",' +
				`"why":"longer","ours":${ours},"theirs":${theirs},"displaced":2}}\n`,
		);
	});

	it('is read as it is written, and loses what nobody knows', () => {
		for (const told of [
			fork,
			makeFork({winner: 'ours', why: 'lowerHash', displaced: 0}),
			makeFork({why: 'accepted'}),
		])
			expect(parseHubMessage(hubLine.fork(told))).toEqual({ok: true, message: {kind: 'fork', fork: told}});
		expect(parseHubMessage(changed('fork', {mood: 'good'}))).toEqual({
			ok: true,
			message: {kind: 'fork', fork},
		});
	});

	it('cannot harm a terminal', () => {
		const {message} = parseHubMessage(changed('fork', {peer: '\x1b[2J\u202eabc'})) as {message: unknown};
		expect(message).toEqual({kind: 'fork', fork: {...fork, peer: '?[2J?abc'}});
	});

	const [block] = JSON.parse(JSON.stringify(toForkValue(fork).ours)).blocks as [object];
	const branch = {count: 2, tip: hash, blocks: [block]};
	it.each([
		{id: -1},
		{id: '3'},
		{at: 'now'},
		{at: '2026-02-30T05:01:37.390Z'},
		{peer: null},
		{shared: -1},
		{shared: 0.5},
		{winner: 'nobody'},
		{why: 'because'},
		{why: 'toString'},
		{displaced: null},
		{ours: null},
		{ours: []},
		{ours: {...branch, count: 0}},
		{ours: {...branch, tip: 'A'.repeat(64)}},
		{ours: {...branch, blocks: {}}},
		{ours: {...branch, blocks: [null]}},
		{ours: {...branch, blocks: [{...block, extra: 1}]}},
		{ours: {...branch, blocks: [block, block]}},
		{ours: {...branch, count: 1, blocks: fork.theirs.blocks.slice(0, 2)}},
		{shared: 2},
	])('that has another shape is a fault (%#)', facts => {
		expect(parseHubMessage(changed('fork', facts))).toEqual({
			ok: false,
			reason: 'its "fork" message does not have the agreed shape',
		});
	});

	it('needs no blocks, but never more than it says, nor more than eight', () => {
		expect(parseHubMessage(changed('fork', {ours: {...branch, blocks: []}})).ok).toBe(true);
		expect(parseHubMessage(changed('fork', {ours: {...branch, count: 1}})).ok).toBe(true);
		const nine = Array.from({length: 9}, (_, i) => ({...block, Index: 2 + i}));
		expect(parseHubMessage(changed('fork', {ours: {...branch, count: 9, blocks: nine}})).ok).toBe(false);
		expect(parseHubMessage(changed('fork', {ours: {...branch, count: 9, blocks: nine.slice(1)}})).ok).toBe(
			false,
		);
		expect(parseHubMessage(changed('fork', {ours: {...branch, count: 9, blocks: nine.slice(0, 8)}})).ok).toBe(
			true,
		);
	});
});

describe('what was put again', () => {
	it('is read as it is written', () => {
		expect(hubLine.putAgain(putAgain)).toBe(
			`{"putAgain":{"fork":3,"readings":[{"bpm":71,"was":2,"index":5,"hash":"${hash}"}],"count":1}}\n`,
		);
		for (const told of [putAgain, {fork: 3, readings: [], count: 900}])
			expect(parseHubMessage(hubLine.putAgain(told))).toEqual({
				ok: true,
				message: {kind: 'putAgain', putAgain: told},
			});
	});

	const [reading] = putAgain.readings;
	it.each([
		{fork: -1},
		{count: null},
		{readings: null},
		{readings: [null]},
		{readings: [{...reading, bpm: 71.5}]},
		{readings: [{...reading, bpm: 2 ** 31}]},
		{readings: [{...reading, was: -1}]},
		{readings: [{...reading, index: '5'}]},
		{readings: [{...reading, hash: ''}]},
		{readings: Array(65).fill(reading)},
	])('and has another shape is a fault (%#)', facts => {
		expect(parseHubMessage(changed('putAgain', facts))).toEqual({
			ok: false,
			reason: 'its "putAgain" message does not have the agreed shape',
		});
	});
});

describe('the last forks', () => {
	it('are read as they are written', () => {
		const value = JSON.parse(JSON.stringify([report, {...report, id: 4}].map(toForkValue))) as unknown;
		expect(readForkReports(value)).toEqual([report, {...report, id: 4}]);
	});

	it('lose what has another shape, and are no list, or too many', () => {
		const value = toForkValue(report);
		expect(readForkReports([null, 7, {}, fork, {...value, putAgainCount: -1}, value])).toEqual([report]);
		expect(readForkReports({})).toBeNull();
		expect(readForkReports(Array(8).fill(value))).toHaveLength(8);
		expect(readForkReports(Array(9).fill(value))).toBeNull();
	});

	it('fit in one line of live mode, however long all of it is', () => {
		const index = 10 ** 15;
		const block = {...fork.ours.blocks[0]!, bpm: -(2 ** 31), index};
		const branch = {count: index, tip: hash, blocks: Array(8).fill(block)};
		const most: ForkReport = {
			...fork,
			id: index,
			peer: 'x'.repeat(limits.addressCharactersMax),
			shared: index,
			ours: branch,
			theirs: branch,
			displaced: index,
			putAgain: Array(64).fill({bpm: -(2 ** 31), was: index, index, hash}),
			putAgainCount: index,
		};
		const line = hubLine.answer({forks: Array(8).fill(most).map(toForkValue)});
		expect(line.length).toBeLessThan(limits.hubLineBytesMax);
	});
});
