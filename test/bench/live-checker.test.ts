import {Buffer} from 'node:buffer';
import {describe, expect, it, test} from 'vitest';
import {hubLine} from '../../src/core/live-message.ts';
import {sealBlock} from '../../src/core/seal.ts';
import {makeChain, startMs} from '../support/chains.ts';
import {bytesOf, splitsOf} from '../support/splits.ts';
import {blocksLine, checkLive, makeShared, opening, startOf} from './support/checked.ts';

const [genesis, ...blocks] = makeChain([72, 80, 75, 90]);
const [one, two, three, four] = blocks as [
	typeof genesis & {},
	typeof genesis & {},
	typeof genesis & {},
	typeof genesis & {},
];
const start = startOf([genesis!]);
const lines = `${blocksLine(one)}${hubLine.accepted(1, one.hash, '0123456789abcdef')}${blocksLine(two, three)}`;

describe('a live connection', () => {
	it('is heard in the same way in every split, whether its blocks are new or known', () => {
		const known = makeShared();
		checkLive(known, start).read(opening(start), lines);
		for (const pieces of splitsOf(bytesOf(opening(start) + lines))) {
			for (const shared of [makeShared(), known]) {
				const {checker, heard, read} = checkLive(shared, start);
				read(...pieces);
				checker.end();
				expect(heard).toEqual(['greeted', 'following', 'blocks 1 to 1', 'accepted', 'blocks 2 to 3']);
				expect(shared.findings.list).toEqual([]);
			}
		}
	});

	it('may get the same blocks in other lines than others', () => {
		const shared = makeShared();
		checkLive(shared, start).read(opening(start), blocksLine(one, two), blocksLine(three));
		const {heard, read} = checkLive(shared, start);
		read(opening(start), blocksLine(one), blocksLine(two, three, four));
		expect(heard.slice(2)).toEqual(['blocks 1 to 1', 'blocks 2 to 4']);
		expect(shared.findings.list).toEqual([]);
	});

	it('does not look at blocks that come before the hub knows where to begin', () => {
		const shared = makeShared();
		const {heard, read} = checkLive(shared, start);
		read(`Enter a new BPM:\n${hubLine.welcome({...start.welcome, height: 2})}`, blocksLine(three));
		read(hubLine.from(1), blocksLine(one, two, three));
		expect(heard).toEqual(['greeted', 'following', 'blocks 1 to 3']);
		expect(shared.findings.list).toEqual([]);
	});

	it('is told from one with any other byte, whoever gets it', () => {
		const line = blocksLine(one, two);
		for (let at = 0; at < line.length; at++) {
			const shared = makeShared();
			checkLive(shared, start).read(opening(start), line, blocksLine(three));
			const altered = Buffer.from(line);
			altered[at]! ^= 1;
			const {checker, heard, read} = checkLive(shared, start);
			read(opening(start), altered, blocksLine(three));
			checker.end();
			const hasAll = heard.includes('blocks 1 to 2') && heard.includes('blocks 3 to 3');
			expect(shared.findings.list.length > 0 && !hasAll, `byte ${at}: ${altered}`).toBe(true);
		}
	});
});

describe('a rollback', () => {
	const able = startOf([genesis!], 2);
	const other = sealBlock(one, 100, startMs + 9_000);
	const next = sealBlock(other, 101, startMs + 9_000);

	it('is followed by the blocks of the other branch', () => {
		const shared = makeShared();
		const [first, second] = [checkLive(shared, able), checkLive(shared, able)];
		for (const {heard, read} of [first, second]) {
			read(opening(able), blocksLine(one, two), hubLine.rollback(2), blocksLine(other, next));
			expect(heard.slice(2)).toEqual(['blocks 1 to 2', 'rolled back to 2', 'blocks 2 to 3']);
		}
		expect(shared.findings.list).toEqual([]);
		expect(shared.chainsReplaced).toBe(1);
	});

	it('need not be told to whom has nothing of what was replaced', () => {
		const shared = makeShared();
		const [first, second] = [checkLive(shared, able), checkLive(shared, able)];
		second.read(opening(able), blocksLine(one));
		first.read(opening(able), blocksLine(one, two), hubLine.rollback(2), blocksLine(other));
		second.read(blocksLine(other, next));
		expect(second.heard.slice(2)).toEqual(['blocks 1 to 1', 'blocks 2 to 3']);
		expect(shared.findings.list).toEqual([]);
	});

	it('is a fault where the hub promised none, or not so many', () => {
		for (const [at, reorgLimit] of [
			[start, 0],
			[able, 2],
		] as const) {
			const shared = makeShared();
			checkLive(shared, at).read(opening(at), blocksLine(one, two, three), hubLine.rollback(1));
			const what = `it takes back 3 blocks, and promised to take back ${reorgLimit} at most`;
			expect(shared.findings.list).toEqual([{what, count: 1}]);
		}
	});
});

test.each([
	['a block is missing', blocksLine(one, three), /Index is 3, 2 was expected/],
	['a line is missing', `${blocksLine(one)}${blocksLine(three)}`, 'block 3 came where block 2 was due'],
	['a line comes twice', `${blocksLine(one)}${blocksLine(one)}`, 'block 1 came where block 2 was due'],
	['a block is not the next', blocksLine({...two, index: 1}), /^block 1 does not hold: its PrevHash/],
	['a line of blocks is empty', '{"blocks":[]}\n', 'an array does not begin with a block'],
	[
		'a line of blocks goes on',
		`${blocksLine(one).slice(0, -2)}]\n`,
		'a line of blocks does not end as agreed',
	],
	['a message is malformed', '{"rollback":{"from":-1}}\n', /agreed shape/],
	['a line has no end', 'x'.repeat(131_073), 'a line is longer than 131072 bytes'],
	['it ends inside a line', blocksLine(one).slice(0, -1), 'the connection ended inside a line'],
])('%s: a fault', (_, bytes, fault) => {
	const shared = makeShared();
	const {checker, read} = checkLive(shared, start);
	read(opening(start), bytes, bytes.startsWith('x') ? '\n' : '');
	checker.end();
	expect(shared.findings.list).toEqual([{what: expect.stringMatching(fault), count: 1}]);
});

it('notices a hub that tells one this and another that', () => {
	const shared = makeShared();
	const other = sealBlock(genesis!, 99, startMs + 1_000);
	checkLive(shared, start).read(opening(start), blocksLine(one));
	checkLive(shared, start).read(opening(start), blocksLine(other));
	const what = 'block 1 or one after it is another than other connections got';
	expect(shared.findings.list).toEqual([{what, count: 1}]);
});

it('notices a hub that has become another one', () => {
	const shared = makeShared();
	const {read} = checkLive(shared, start);
	read(opening({...start, welcome: {...start.welcome, ledger: 'another'}}));
	expect(shared.findings.list).toEqual([{what: 'a welcome names another ledger', count: 1}]);
});
