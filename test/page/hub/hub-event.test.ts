import {describe, expect, test} from 'vitest';
import {formatBlock} from '../../../src/core/block.ts';
import {parseHubEvent} from '../../../src/page/hub/hub-event.ts';
import {makeChain} from '../../support/chains.ts';

const chain = makeChain([72, 80]);
const hello = {
	ledger: 'ledger-of-the-lesson',
	genesis: chain[0]!.hash,
	height: 2,
	tip: chain[2]!.hash,
	range: [1, 999],
	durable: true,
	reorgLimit: 0,
};

describe('an event of the hub', () => {
	test.each([
		['hello', JSON.stringify({...hello, more: 1}), {kind: 'hello', hello}],
		['block', formatBlock(chain[1]!), {kind: 'blocks', blocks: [chain[1]]}],
		['blocks', `[${chain.map(formatBlock).join()}]`, {kind: 'blocks', blocks: chain}],
		['rollback', '{"from":7}', {kind: 'rollback', from: 7}],
		['reset', '{}', {kind: 'reset'}],
		['reset', '', {kind: 'reset'}],
		['status', '{"connections":3,"peers":[]}', {kind: 'status', connections: 3}],
		['status', 'null', {kind: 'status', connections: null}],
		['bye', '{"reason":"stopping"}', {kind: 'bye'}],
		['toString', '{}', {kind: 'unknown'}],
	])('%s is read', (name, data, event) => {
		expect(parseHubEvent({name, data})).toEqual({ok: true, event});
	});

	test.each([
		['hello', JSON.stringify({...hello, genesis: 'x'})],
		['hello', JSON.stringify({...hello, tip: 7})],
		['hello', JSON.stringify({...hello, height: -1})],
		['hello', JSON.stringify({...hello, range: [1]})],
		['hello', JSON.stringify({...hello, durable: 1})],
		['hello', JSON.stringify({...hello, ledger: '<script>'})],
		['hello', '[]'],
		['block', '{"Index":"1"}'],
		['block', JSON.stringify({Index: 1, Timestamp: 't', BPM: 1, Hash: 'h', PrevHash: 'x'.repeat(200)})],
		['blocks', '{"Index":1}'],
		['rollback', '{"from":1.5}'],
		['block', '{'],
	])('%s in a wrong shape is a fault of the hub: %s', (name, data) => {
		expect(parseHubEvent({name, data})).toMatchObject({ok: false, reason: expect.stringContaining(name)});
	});
});
