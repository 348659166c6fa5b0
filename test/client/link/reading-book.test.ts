import {expect, it} from 'vitest';
import {ReadingBook} from '../../../src/client/link/reading-book.ts';
import {formatReadings, parseReadings} from '../../../src/client/memory/reading-file.ts';
import {makeReadingId} from '../../../src/client/reading-id.ts';

it('What was handed over before the kept readings were read can be kept with them', () => {
	const book = new ReadingBook(() => {});
	book.submit(88);
	const kept = {bpm: 72, ledger: null, bare: false};
	book.restore(Array.from({length: 10_000}, () => ({id: makeReadingId(Date.now()), ...kept})));
	expect(book.undelivered).toHaveLength(10_001);
	expect(parseReadings(formatReadings(null, book.undelivered))?.readings).toEqual(book.undelivered);
});
