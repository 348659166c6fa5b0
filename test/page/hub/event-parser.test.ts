import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createEventParser, type StreamEvent} from '../../../src/page/hub/event-parser.ts';

const stream =
	': a comment\n\nevent: hello\ndata: {"height":1}\n\nid: 2-ab\r\nevent: block\r\ndata: {"Index":2}\r\n\r\ndata:first\ndata: second\nretry: 1000\n\nevent: reset\n\n';
const events: readonly StreamEvent[] = [
	{name: 'hello', data: '{"height":1}'},
	{name: 'block', data: '{"Index":2}'},
	{name: 'message', data: 'first\nsecond'},
];

/** The events of a text that comes in these pieces. */
function parse(pieces: readonly string[], charactersMax = 1_000): readonly StreamEvent[] | null {
	const parser = createEventParser(charactersMax);
	const found: StreamEvent[] = [];
	for (const piece of pieces) {
		const more = parser.push(piece);
		if (!more) return null;
		found.push(...more);
	}
	return found;
}

describe('a stream of events', () => {
	test('gives names and data, and leaves out what has no data', () => {
		expect(parse([stream])).toEqual(events);
	});

	test('gives the same events however it is split', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({min: 0, max: stream.length})), cuts => {
				const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
				expect(parse(at.slice(1).map((end, piece) => stream.slice(at[piece], end)))).toEqual(events);
			}),
		);
	});

	test('is given up when an event is too long, in one line or in many, and not before', () => {
		expect(parse([`data: ${'x'.repeat(94)}`], 100)).toEqual([]);
		expect(parse([`data: ${'x'.repeat(95)}`], 100)).toBeNull();
		expect(
			parse(
				Array.from({length: 21}, () => 'data: 12345\n'),
				100,
			),
		).toBeNull();
	});
});
