import {expect, test} from 'vitest';
import {isReadingId} from '../../../src/core/request.ts';
import {makeReadingId} from '../../../src/page/hub/reading-id.ts';

test('Ids of readings are what the hub takes, sort by time, and never meet', () => {
	const ids = Array.from({length: 1_000}, (_, at) => makeReadingId(1_795_150_897_390 + at));
	expect(ids.every(isReadingId)).toBe(true);
	expect([...ids].sort()).toEqual(ids);
	expect(makeReadingId(5)).not.toBe(makeReadingId(5));
	expect(makeReadingId(64, new Uint8Array(16))).toBe('-----0-----------------'.slice(0, 23));
});
