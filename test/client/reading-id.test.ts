import {expect, it} from 'vitest';
import {makeReadingId} from '../../src/client/reading-id.ts';
import {isReadingId} from '../../src/core/request.ts';

it('an id is one that the protocol takes and begins with the time', () => {
	const id = makeReadingId(1_795_150_897_390, Buffer.alloc(12));
	expect(id).toBe('P6rKD2iAAAAAAAAAAAAAAAA');
	expect(isReadingId(id)).toBe(true);
});

it('ids sort by their time', () => {
	const times = [0, 1, 63, 64, 1_795_150_897_390, 1_795_150_897_391, 1_795_150_961_390, 4_398_046_511_103];
	const ids = times.map(time => makeReadingId(time));
	expect([...ids].sort()).toEqual(ids);
});

it('ids of the same millisecond differ', () => {
	const ids = Array.from({length: 10_000}, () => makeReadingId(1_795_150_897_390));
	expect(new Set(ids).size).toBe(10_000);
});
