import {describe, expect, test} from 'vitest';
import {layNotices, noticeRows} from '../../../src/client/screen/notice-rows.ts';
import {type Row, rowText} from '../../../src/client/screen/theme.ts';
import {liveState, makeColumns, stateAfter} from '../support/screen.ts';

const live = liveState(40, 24, makeColumns());
const text = 'New chain: the hub at lab-hub:9000 did not keep its chain, and has begun another one.';

describe('a notice', () => {
	test('is whole sentences in as many lines as it needs, marked by what it is', () => {
		const rows = noticeRows(stateAfter(live, {kind: 'notice', tone: 'warn', text}), 40).map(rowText);
		expect(rows).toEqual([
			' ! New chain: the hub at lab-hub:9000',
			'   did not keep its chain, and has',
			'   begun another one.',
		]);
		const bad = noticeRows(stateAfter(live, {kind: 'notice', tone: 'bad', text: 'A fault.'}), 40);
		expect(bad.map(rowText)).toEqual([' ✗ A fault.']);
		expect(bad[0]![0]!.tone).toBe('bad');
	});
});

describe('in the table', () => {
	const rows = (names: string): readonly Row[] => [...names].map(name => [{text: name}]);
	/** With `-` for the line that says what stands over the table. */
	const lay = (table: string, notices: string, height: number, selected?: number): string =>
		layNotices(rows(table), rows(notices), height, selected)
			.map(row => rowText(row).replace(/^ ╌.*Esc.*╌$/, '-') || '.')
			.join('');

	test('notices stand below the rows where there is room', () => {
		expect(lay('abc', 'XY', 8)).toBe('abc.XY..');
		expect(lay('abc', '', 5)).toBe('abc..');
	});

	test('notices stand over the oldest rows where there is none, so that the newest are seen', () => {
		expect(lay('abcdef', 'XY', 6)).toBe('XY-def');
		expect(lay('abcdef', 'XY', 8)).toBe('XY-def..');
		expect(lay('ab', 'XYZ', 2)).toBe('XY');
		expect(lay('abc', 'XY', 3)).toBe('XYc');
	});

	test('notices do not stand over the row that is selected', () => {
		expect(lay('abcdefgh', 'XY', 8, 1)).toBe('abcde-XY');
		expect(lay('abcdefgh', 'XY', 8, 2)).toBe('abcde-XY');
		expect(lay('abcdefgh', 'XY', 8, 3)).toBe('XY-defgh');
		expect(lay('abcdefgh', 'X', 8, 7)).toBe('X-cdefgh');
	});
});
