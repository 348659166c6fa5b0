import {describe, expect, test} from 'vitest';
import {
	type LinkEvent,
	maybeInChain,
	maybeInOldLedger,
	meantForAnother,
} from '../../../src/client/link-event.ts';
import {messageRow} from '../../../src/client/screen/message-row.ts';
import {rowText, rowWidth} from '../../../src/client/screen/theme.ts';
import type {Action} from '../../../src/client/state/state.ts';
import {
	factsOf,
	liveState,
	makeColumns,
	readingEvent,
	startMs,
	stateAfter,
	welcome,
} from '../support/screen.ts';

const live = liveState(120, 24, makeColumns());

function message(width: number, ...happened: readonly (Action | LinkEvent)[]): string {
	return rowText(messageRow(stateAfter(live, ...happened), width));
}

describe('what happened to a reading', () => {
	test('is told in words, and with what took how long', () => {
		const waiting: LinkEvent = {
			kind: 'phase',
			phase: {kind: 'waiting', retryAtMs: startMs, reason: 'the hub closed it'},
		};
		expect(message(118, waiting, readingEvent(72, 'waiting'))).toBe('… 72 waiting for the connection');
		expect(message(118, readingEvent(72, 'sent'))).toBe('… 72 sending');
		expect(message(118, readingEvent(64, 'accepted', {index: 1_284, answeredMs: 12}))).toBe(
			'✓ 64 is durable in block 1,284 · 12 ms',
		);
		expect(message(118, readingEvent(72, 'refused', {reason: 'the ledger is full'}))).toBe(
			'✗ 72 refused: the ledger is full',
		);
		const reason = 'Not added: this hub passes nothing on to localhost:19305: it has begun another chain';
		expect(message(78, readingEvent(75, 'refused', {reason}))).toBe(
			'✗ 75 refused: Not added: this hub passes nothing on to localhost:19305: it …',
		);
		expect(message(70, readingEvent(75, 'refused', {reason}))).toBe('✗ 75 refused');
		expect(message(118, readingEvent(66, 'moved', {index: 1_287}))).toBe('✓ 66 moved to block 1,287');
		expect(message(118, readingEvent(66, 'moved', {was: 1_283, index: 1_287}))).toBe(
			'✓ 66 moved from block 1,283 to block 1,287',
		);
		expect(message(118, readingEvent(72, 'withdrawn'))).toBe('72 withdrawn');
	});

	test('is not called durable where the hub forgets its chain', () => {
		const hub: LinkEvent = {kind: 'hub', hub: {welcome: {...welcome, durable: false}, live: true}};
		expect(message(118, hub, readingEvent(64, 'accepted', {index: 5}))).toBe('✓ 64 is in block 5');
	});

	test('is not known from the prompt of a tutorial hub', () => {
		const plain: readonly LinkEvent[] = [
			{kind: 'hub', hub: {welcome: null, live: false}},
			{kind: 'phase', phase: {kind: 'plain', forced: false}},
		];
		expect(message(118, ...plain, readingEvent(72, 'taken', {answeredMs: 3}))).toBe(
			'… 72 taken by the hub, not yet seen in its chain',
		);
		expect(message(118, ...plain, readingEvent(72, 'accepted', {index: 3, answeredMs: 3}))).toBe(
			'✓ 72 is in block 3',
		);
		expect(
			message(118, ...plain, readingEvent(72, 'uncertain', {reason: 'a broadcast came without it'})),
		).toBe('? 72 may be lost: a broadcast came without it');
	});

	test('is told of several at once, the worst first', () => {
		const burst = [
			readingEvent(72, 'accepted', {index: 1_285, answeredMs: 9}),
			readingEvent(88, 'accepted', {index: 1_286, answeredMs: 9}),
			readingEvent(99, 'sent'),
			readingEvent(64, 'refused', {reason: 'no'}),
		];
		expect(message(118, ...burst)).toBe(
			'✗ 64 refused: no   … 99 sending   ✓ 72 88 are durable in blocks 1,285 and 1,286 · 9 ms',
		);
		expect(message(60, ...burst)).toBe('✗ 64 refused: no   … 99 sending   ✓ 72 88');
		expect(message(34, ...burst)).toBe('✗ 64 refused: no   … 99 sending …');
	});

	test('is counted where the readings are many', () => {
		const many = Array.from({length: 48}, (_, at) => readingEvent(at + 1, 'accepted', {index: 1_285 + at}));
		expect(message(118, ...many)).toBe('✓ 48 readings are durable in blocks 1,285 to 1,332');
		expect(message(118, many[0]!, many[5]!)).toBe('✓ 1 6 are durable in blocks 1,285 and 1,290');
		expect(message(118, many[0]!, many[5]!, many[7]!)).toContain('in 3 blocks up to 1,292');
	});
});

describe('a question', () => {
	test('about a paste names the readings', () => {
		const paste: Action = {kind: 'pasted', text: '72 88 99', cut: false};
		expect(message(78, paste)).toBe('3 readings: 72 88 99 — Enter adds them, Esc drops them');
		expect(message(34, paste)).toBe('add 72 88 99? Enter yes, Esc no');
	});

	test('about a reading that was never answered comes before everything else', () => {
		const happened = [readingEvent(64, 'accepted', {index: 7}), readingEvent(72, 'asking')];
		expect(message(118, ...happened)).toBe(
			'72: sent to a ledger that is gone, never answered. Add to this chain? s sends, Del withdraws',
		);
		expect(message(34, ...happened)).toBe('s sends, Del withdraws');
	});

	test('about readings from the last time says so, and whether they may be in the chain', () => {
		const last = (bpm: number, reason = '') => readingEvent(bpm, 'asking', {fromLastTime: true, reason});
		expect(message(118, last(72), last(88))).toBe(
			'2 readings from last time: 72 88 — s sends, Del withdraws',
		);
		expect(message(118, last(72, maybeInChain))).toBe(
			'1 reading from last time, perhaps in the chain already: 72 — s sends, Del withdraws',
		);
		expect(message(118, last(72, maybeInOldLedger))).toBe(
			'1 reading from last time, sent to a ledger that is gone: 72 — s sends, Del withdraws',
		);
		expect(message(34, last(72), last(88))).toBe('72 88 kept: s sends, Del withdraws');
		const seven = [61, 62, 63, 64, 65, 66, 67].map(bpm => last(bpm));
		expect(message(40, ...seven)).toBe('7 readings kept: s sends, Del withdraws');
		expect(message(32, ...seven)).toBe('7 kept: s sends, Del withdraws');
	});

	test('about a chain that does not hold says so, and that the reading would be sent all the same', () => {
		const fault = {index: 3, reason: 'hash', detail: 'its Hash is another one'} as const;
		const doubtful: readonly (Action | LinkEvent)[] = [
			{kind: 'hub', hub: {welcome: null, live: false}},
			{kind: 'chain', chain: factsOf(makeColumns(2), {fault})},
			{kind: 'typed', text: '72'},
			{kind: 'command', name: 'add'},
		];
		expect(message(78, ...doubtful)).toBe(
			"This hub's chain does not hold. Enter adds 72 all the same, Esc drops it",
		);
		expect(message(34, ...doubtful)).toBe('bad chain: Enter adds, Esc drops');
	});

	test('about leaving says what would be lost', () => {
		expect(message(78, readingEvent(72, 'sent'), {kind: 'command', name: 'quit'})).toBe(
			'Leave without delivering 72?  Enter leaves, Esc stays',
		);
		const kept = stateAfter({...live, keepsReadings: true}, readingEvent(72, 'sent'), {
			kind: 'command',
			name: 'quit',
		});
		expect(rowText(messageRow(kept, 78))).toBe(
			'72 is not delivered, but kept for the next time.  Enter leaves, Esc stays',
		);
	});

	test('about withdrawing several says how many', () => {
		const asking = [90, 91, 92].map(bpm => readingEvent(bpm, 'asking', {fromLastTime: true}));
		expect(message(78, ...asking, {kind: 'command', name: 'withdraw'})).toBe(
			'Drop 3 readings for good?  Enter drops them, Esc keeps them',
		);
	});

	test('is none about what can be no number, which is said at once', () => {
		expect(message(78, {kind: 'typed', text: '1e'})).toBe(
			'"1e" is no number: Esc clears it, and letters are keys again',
		);
		expect(message(30, {kind: 'typed', text: '71q'})).toBe('no number: Esc clears it');
		expect(message(78, {kind: 'typed', text: '7 80'})).toBe('');
	});
});

describe('a remark', () => {
	const stray: Action = {kind: 'remark', remark: {tone: 'muted', text: '"c" is no key here: ? lists them.'}};
	const wrong: Action = {
		kind: 'remark',
		remark: {tone: 'bad', text: '1200 is out of range', short: '1200: no'},
	};

	test('about a key stands before the fate of a reading, and has the line alone where there is no room', () => {
		const sent = readingEvent(72, 'sent');
		expect(message(118, sent, stray)).toBe('"c" is no key here: ? lists them.   … 72 sending');
		expect(message(34, sent, stray)).toBe('"c" is no key here: ? lists them.');
		const asking = readingEvent(64, 'asking', {fromLastTime: true});
		expect(message(78, asking, stray)).toContain('"c" is no key here');
	});

	test('is alone when what was added has been seen for long', () => {
		const seen = readingEvent(64, 'accepted', {index: 1_284});
		const quiet: readonly Action[] = Array.from({length: 16}, () => ({kind: 'tick'}));
		expect(message(78, seen)).toBe('✓ 64 is durable in block 1,284');
		expect(message(78, seen, ...quiet)).toBe('');
		expect(message(78, seen, ...quiet, stray)).toBe('"c" is no key here: ? lists them.');
		const bad = [readingEvent(72, 'refused', {reason: 'no'}), readingEvent(88, 'uncertain')];
		expect(message(78, seen, ...bad, ...quiet)).toBe('✗ 72 refused: no   ? 88 may be lost');
		expect(message(78, seen, ...quiet, readingEvent(66, 'accepted', {index: 9}))).toContain('66 is durable');
	});

	test('about what was typed comes first, in short where there is no room for both', () => {
		const refused = readingEvent(64, 'refused', {reason: 'the ledger is full'});
		expect(message(118, refused, wrong)).toBe('1200 is out of range   ✗ 64 refused: the ledger is full');
		expect(message(34, refused, wrong)).toBe('1200 is out of range');
		expect(message(15, refused, wrong)).toBe('1200: no');
	});
});

test('No message is wider than its place from 34 cells on', () => {
	const states: readonly (readonly (Action | LinkEvent)[])[] = [
		[{kind: 'pasted', text: '1 '.repeat(1_000), cut: false}],
		[{kind: 'pasted', text: 'not a number at all', cut: false}],
		[readingEvent(999, 'asking'), readingEvent(998, 'asking')],
		[readingEvent(72, 'refused', {reason: 'the ledger cannot store it at the moment, try again later'})],
		['waiting', 'sent', 'taken', 'accepted', 'refused', 'moved', 'uncertain', 'withdrawn'].map((state, at) =>
			readingEvent(100 + at, state as 'sent', {index: at}),
		),
	];
	for (const happened of states) {
		for (let width = 34; width <= 200; width++) {
			const row = messageRow(stateAfter(live, ...happened), width);
			expect(rowWidth(row)).toBeLessThanOrEqual(width);
			expect(rowWidth(row)).toBeGreaterThan(0);
		}
	}
});

test('Readings that were meant for the chain before are asked about as such', () => {
	const asking = {id: 'r', bpm: 90, state: 'asking', reason: meantForAnother} as const;
	const state = stateAfter(liveState(80, 24, makeColumns(20)), {kind: 'reading', reading: asking});
	expect(rowText(messageRow(state, 78))).toBe(
		'90: meant for the chain before. Add to this one? s sends, Del withdraws',
	);
	expect(rowText(messageRow(state, 30))).toBe('90: s sends, Del withdraws');
});

test('The question about a paste says what it adds, on a narrow screen too', () => {
	const state = stateAfter(liveState(40, 10, makeColumns(20)), {
		kind: 'pasted',
		text: '72 80 99',
		cut: false,
	});
	expect(rowText(messageRow(state, 30))).toBe('add 72 80 99? Enter, Esc');
});
