import {describe, expect, test} from 'vitest';
import type {Fault} from '../../../src/page/chain/judge.ts';
import {type Action, initialState, type PageState, reduce} from '../../../src/page/state/page-state.ts';
import {makeChain} from '../../support/chains.ts';

const chain = makeChain([72, 80]);
const tip = {index: 2, hash: chain[2]!.hash};
const hello = {
	ledger: 'ledger-of-the-lesson',
	genesis: chain[0]!.hash,
	height: 2,
	tip: tip.hash,
	range: [1, 999] as const,
	durable: true,
	reorgLimit: 9,
};
const met: Action = {kind: 'met', hello, tip};
const fault = (index: number): Fault => ({
	index,
	reason: 'hash',
	detail: 'its Hash is not the SHA-256 of its fields',
});

function stateAfter(...actions: readonly Action[]): PageState {
	return actions.reduce(reduce, initialState);
}

describe('the state of the page', () => {
	test('changes its revision with everything that happens', () => {
		expect(stateAfter(met, {kind: 'connections', connections: 3})).toMatchObject({
			revision: 2,
			connections: 3,
			tip,
		});
	});

	test('remembers since when the hub is away, through all attempts', () => {
		const away = (nowMs: number, delayMs: number | null): Action => ({
			kind: 'away',
			reason: 'Why.',
			nowMs,
			delayMs,
		});
		expect(stateAfter(met, away(100, 50), away(150, null)).link).toMatchObject({
			sinceMs: 100,
			retryAtMs: null,
		});
		expect(stateAfter(met, away(100, 50), away(400, 70)).link).toMatchObject({sinceMs: 100, retryAtMs: 470});
		expect(stateAfter(away(100, 50), met, away(900, 50)).link).toMatchObject({sinceMs: 900});
	});

	test('keeps the lowest fault, until a better chain replaces its block', () => {
		const found: Action[] = [
			met,
			{kind: 'judged', held: 3, fault: fault(2)},
			{kind: 'judged', held: 3, fault: null},
		];
		expect(stateAfter(...found).fault?.index).toBe(2);
		expect(stateAfter(...found, {kind: 'judged', held: 3, fault: fault(1)}).fault?.index).toBe(1);
		const replaced: Action = {
			kind: 'replaced',
			tip: {index: 1, hash: ''},
			held: 2,
			text: 'Gone.',
			replaced: [],
		};
		expect(stateAfter(...found, replaced).fault).toBeNull();
		expect(stateAfter(...found, {...replaced, tip}).fault?.index).toBe(2);
	});

	test('tells at most five things at a time, each until it is dismissed', () => {
		const told = Array.from({length: 7}, (_, at): Action => ({kind: 'told', tone: 'bad', text: `${at}`}));
		expect(stateAfter(...told).notices.map(({text}) => text)).toEqual(['2', '3', '4', '5', '6']);
		expect(stateAfter(...told, {kind: 'dismissed', id: 4}).notices.map(({text}) => text)).toEqual([
			'2',
			'4',
			'5',
			'6',
		]);
	});

	test('begins anew with nothing of the chain before', () => {
		const anew = stateAfter(
			met,
			{kind: 'judged', held: 3, fault: fault(2)},
			{kind: 'anew', text: 'New chain.'},
		);
		expect(anew).toMatchObject({tip: null, hub: null, held: 0, fault: null, notices: [{text: 'New chain.'}]});
	});
});
