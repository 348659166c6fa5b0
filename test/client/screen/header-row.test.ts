import {expect, test} from 'vitest';
import {liveState, makeColumns, screenLines} from '../support/screen.ts';

const blocks = makeColumns();

test('Nothing in the header moves when blocks stop coming or the hub has not told how many are here', () => {
	const busy = {...liveState(120, 36, blocks)};
	const rates = [0, 0.3, 0.5, 1, 12, 99].map(shownPerSecond => {
		const arrivals = {...busy.arrivals, shownPerSecond};
		return screenLines({...busy, arrivals}, blocks)[0]!;
	});
	expect(new Set(rates.map(line => line.indexOf('31 here'))).size).toBe(1);
	expect(rates.map(line => /[\d.]+\/s/.exec(line)?.[0])).toEqual([
		undefined,
		undefined,
		'0.5/s',
		'1.0/s',
		'12/s',
		'99/s',
	]);
	expect(rates.every(line => !line.includes(' up '))).toBe(true);
});
