import {describe, expect, it} from 'vitest';
import {keepMarks, marksMax, noMarks, toggleMark} from '../../../src/client/find/marks.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {makeColumns, startMs} from '../support/screen.ts';

describe('marks', () => {
	it('are set and taken away, in the order of the blocks', () => {
		const columns = makeColumns(20);
		const marks = toggleMark(toggleMark(noMarks, columns, 9), columns, 4);
		expect([...marks]).toEqual([
			[4, columns.hashAt(4)],
			[9, columns.hashAt(9)],
		]);
		expect([...toggleMark(marks, columns, 4).keys()]).toEqual([9]);
	});

	it('are for blocks that exist, and not without end', () => {
		const columns = makeColumns(marksMax + 5);
		expect(toggleMark(noMarks, columns, marksMax + 6)).toBe(noMarks);
		let marks = noMarks;
		for (let index = 0; index <= marksMax; index++) marks = toggleMark(marks, columns, index);
		expect(marks.size).toBe(marksMax);
	});

	it('stay while the chain grows, and go with their block when it is replaced', () => {
		const columns = makeColumns(20);
		const marks = toggleMark(toggleMark(noMarks, columns, 4), columns, 19);
		const parent = columns.blockAt(18)!;
		expect(keepMarks(marks, columns)).toBe(marks);
		columns.truncate(19);
		columns.append(sealBlock(parent, 200, startMs + 30_000));
		expect([...keepMarks(marks, columns).keys()]).toEqual([4]);
	});
});
