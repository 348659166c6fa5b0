import {expect, it} from 'vitest';
import {formatBlock} from '../../src/core/block.ts';
import {parsePeerMessage, peerLine} from '../../src/core/peer-message.ts';
import {makeChain} from '../support/chains.ts';

const hash = 'ab'.repeat(32);

it.each([
	[
		peerLine.want([
			[7, hash],
			[0, hash],
		]),
		{
			kind: 'want',
			from: [
				[7, hash],
				[0, hash],
			],
			claims: false,
		},
	],
	[peerLine.want([[0, hash]], true), {kind: 'want', from: [[0, hash]], claims: true}],
	[
		peerLine.claims([{index: 4, hash, by: 'ledger-of-hub-01', count: 3}]),
		{kind: 'claims', claims: [{index: 4, hash, by: 'ledger-of-hub-01', count: 3}]},
	],
	[peerLine.from(3, 9), {kind: 'from', index: 3, height: 9}],
	[peerLine.have({index: 4, hash}), {kind: 'have', tip: {index: 4, hash}}],
	[peerLine.enough, {kind: 'enough'}],
	[peerLine.ping(5), {kind: 'ping', t: 5}],
	[peerLine.pong(5), {kind: 'pong', t: 5}],
	['{"rollback":{"from":2}}\n', {kind: 'rollback', from: 2}],
	['{"bye":{"reason":"so\\u0007 long"}}\n', {kind: 'bye', reason: 'so? long'}],
	['{"whatever":1}\n', {kind: 'unknown'}],
	[`{"accepted":{"index":1,"hash":"${hash}"}}\n`, {kind: 'unknown'}],
])('reads %s', (line, message) => {
	expect(parsePeerMessage(line.slice(0, -1))).toEqual({ok: true, message});
});

it('reads blocks', () => {
	const [, one, two] = makeChain([61, 62]);
	const line = `{"blocks":[${formatBlock(one!)},${formatBlock(two!)}]}`;
	expect(parsePeerMessage(line)).toEqual({
		ok: true,
		message: {kind: 'blocks', blocks: [one, two]},
	});
});

it.each([
	'{"want":{"from":[]}}',
	`{"want":{"from":[[1,"${hash}"],[1,"${hash}"]]}}`,
	'{"from":{"index":3}}',
	'{"from":{"index":3,"height":1}}',
	'{"have":{"index":1,"hash":"AB"}}',
	'{"ping":{"t":-1}}',
	'{"enough":1}',
	'{"enough":null}',
	'{"claims":{}}',
	'{"claims":[[1,"ab","ledger-of-hub-01"]]}',
	'{"blocks":[{}]}',
	'{"blocks" :[]}',
	'[]',
	'nonsense',
])('takes %s for a fault', line => {
	expect(parsePeerMessage(line)).toMatchObject({ok: false});
});

it('verifies blocks by the way that are the next after a tip, and reads others as they are', () => {
	const [genesis, ...blocks] = makeChain([72, 80]);
	const line = `{"blocks":[${blocks.map(formatBlock).join()}]}`;
	expect(parsePeerMessage(line, genesis)).toEqual({
		ok: true,
		message: {kind: 'blocks', blocks, after: genesis},
	});
	for (const tip of [null, blocks[0]!, {...genesis!, hash}])
		expect(parsePeerMessage(line, tip)).toEqual({ok: true, message: {kind: 'blocks', blocks}});
	const wrong = {...blocks[1]!, bpm: 81};
	expect(parsePeerMessage(`{"blocks":[${formatBlock(wrong)}]}`, blocks[0]!)).toEqual({
		ok: true,
		message: {kind: 'blocks', blocks: [wrong]},
	});
});
