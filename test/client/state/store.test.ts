import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {createState} from '../../../src/client/state/state.ts';
import {createStore, type Store} from '../../../src/client/state/store.ts';
import {factsOf, makeColumns} from '../support/screen.ts';

const blocks = makeColumns(600);

let store: Store;
let notified = 0;

beforeEach(() => {
	vi.useFakeTimers({now: 1_000_000});
	store = createStore(createState({address: 'lab-hub:9000', columns: 80, rows: 24}));
	notified = 0;
	store.subscribe(() => notified++);
});

afterEach(() => {
	store.close();
	vi.useRealTimers();
});

function addBlock(length: number): void {
	store.dispatch({kind: 'link', event: {kind: 'chain', chain: factsOf(blocks, {length})}});
}

describe('the screen hears', () => {
	test('of a key at once', () => {
		store.dispatch({kind: 'typed', text: '7'});
		store.dispatch({kind: 'typed', text: '72'});
		expect(notified).toBe(2);
	});

	test('of a hundred blocks within a second at most thirty times, and of the last one', () => {
		for (let at = 1; at <= 100; at++) {
			addBlock(at);
			vi.advanceTimersByTime(10);
		}
		expect(notified).toBeGreaterThan(20);
		expect(notified).toBeLessThanOrEqual(31);
		vi.advanceTimersByTime(40);
		expect(store.state.chain.length).toBe(100);
		const seen = notified;
		vi.advanceTimersByTime(1_000);
		expect(notified).toBe(seen);
	});

	test('at most fifteen times a second while blocks rush by', () => {
		store.dispatch({kind: 'link', event: {kind: 'phase', phase: {kind: 'live'}}});
		for (let at = 1; at <= 600; at++) {
			addBlock(at);
			vi.advanceTimersByTime(10);
			if (at === 300) notified = 0;
		}
		expect(store.state.arrivals.fast).toBe(true);
		expect(notified).toBeLessThanOrEqual(46);
		expect(notified).toBeGreaterThan(30);
	});

	test('ten times a second of the past that arrives, and at once that it is all there', () => {
		store.dispatch({kind: 'link', event: {kind: 'phase', phase: {kind: 'catchingUp', target: 600}}});
		notified = 0;
		for (let at = 1; at <= 600; at++) {
			addBlock(at);
			vi.advanceTimersByTime(5);
		}
		expect(notified).toBeGreaterThan(25);
		expect(notified).toBeLessThanOrEqual(31);
		const seen = notified;
		store.dispatch({kind: 'link', event: {kind: 'phase', phase: {kind: 'live'}}});
		expect(notified).toBe(seen + 1);
	});

	test('of a key together with the blocks that came before', () => {
		addBlock(1);
		expect(notified).toBeLessThanOrEqual(1);
		addBlock(2);
		store.dispatch({kind: 'typed', text: '7'});
		const seen = notified;
		vi.advanceTimersByTime(200);
		expect(notified).toBe(seen);
	});

	test('of nothing while nothing happens', () => {
		vi.advanceTimersByTime(60_000);
		expect(notified).toBe(0);
	});

	test('of nothing more after it was closed', () => {
		addBlock(1);
		store.close();
		vi.advanceTimersByTime(1_000);
		store.dispatch({kind: 'typed', text: '7'});
		expect(notified).toBe(0);
		expect(vi.getTimerCount()).toBe(0);
	});
});

test('Time is told to the state: a countdown goes on by itself', () => {
	const phase = {kind: 'waiting', retryAtMs: 1_003_000, reason: 'the hub closed it'} as const;
	store.dispatch({kind: 'link', event: {kind: 'phase', phase}});
	expect(store.state.retryInS).toBe(3);
	vi.advanceTimersByTime(1_100);
	expect(store.state.retryInS).toBe(2);
});
