import {describe, expect, it} from 'vitest';
import type {ForkReport, PutAgainReading} from '../../src/core/fork.ts';
import {formatForkReports} from '../../src/core/fork-text.ts';
import {makeFork} from '../support/forks.ts';

const hash = makeFork().theirs.tip;
const again = (bpm: number, index: number): PutAgainReading => ({bpm, was: 2, index, hash});
const report: ForkReport = {
	...makeFork(),
	shared: 1_281,
	putAgain: [again(71, 1_286), again(66, 1_287)],
	putAgainCount: 2,
};
const parted =
	'2026-11-20T05:01:37.390Z  fork after block 1,281 with east-hub:9000: this hub had 2 more blocks, the other one 3.';

/** The lines of a fork after its first: who won, and what became of the readings. */
function outcome(told: Partial<ForkReport>): string {
	return formatForkReports([{...report, ...told}])
		.split('\n')
		.slice(2)
		.join('\n');
}

describe('forks for people', () => {
	it('say where the chains parted, which won and why, and where the readings are', () => {
		expect(formatForkReports([report])).toBe(
			[
				'The last fork:',
				parted,
				'  The longer branch wins: that of the other one.',
				'  Put again: 71 -> block 1,286, 66 -> block 1,287. No reading is lost.',
			].join('\n'),
		);
	});

	it('stand in the order in which they were settled', () => {
		const text = formatForkReports([report, {...report, shared: 1_290, ours: {...report.ours, count: 1}}]);
		expect(text.split('\n')[0]).toBe('The last 2 forks, the newest at the end:');
		expect(text).toContain(
			'fork after block 1,290 with east-hub:9000: this hub had 1 more block, the other one 3.',
		);
		expect(text.indexOf('block 1,281')).toBeLessThan(text.indexOf('block 1,290'));
	});

	it('say of equally long branches once how long they are', () => {
		const text = formatForkReports([{...report, theirs: report.ours, why: 'lowerHash'}]);
		expect(text).toContain('with east-hub:9000: each had 2 more blocks.\n');
	});

	it('say that the readings of the other side are safe where ours wins', () => {
		expect(outcome({winner: 'ours', displaced: 0, putAgain: [], putAgainCount: 0})).toBe(
			"  The longer branch wins: this hub's.\n" +
				'  The replaced readings came from other hubs, which put them again at the end. No reading is lost.',
		);
	});

	it('name the hashes that decide between equally long branches', () => {
		const [ours, theirs] = [report.ours.tip.slice(0, 8), report.theirs.tip.slice(0, 8)];
		const why = 'Both are equally long, so the lower last hash wins';
		expect(outcome({why: 'lowerHash'})).toContain(
			`${why}: that of the other one (${theirs} is below ${ours}).`,
		);
		expect(outcome({why: 'lowerHash', winner: 'ours'})).toContain(
			`${why}: this hub's (${ours} is below ${theirs}).`,
		);
	});

	it('say that a person decided', () => {
		expect(outcome({why: 'accepted'})).toContain(
			'A person has accepted a branch, although it replaces so many blocks: that of the other one.',
		);
	});

	it('tell what waits still, and that nothing had to be put again', () => {
		const one = {putAgain: [again(71, 5)], putAgainCount: 1};
		expect(outcome(one)).toContain(
			'Put again: 71 -> block 5. 1 reading waits for a new block. No reading is lost.',
		);
		expect(outcome({putAgain: [], putAgainCount: 0})).toContain(
			'  2 readings wait for a new block. No reading is lost.',
		);
		expect(outcome({displaced: 0, putAgain: [], putAgainCount: 0})).toContain(
			'  The replaced readings came from other hubs, which put them again at the end. No reading is lost.',
		);
	});

	it('name eight readings and count the others', () => {
		const putAgain = Array.from({length: 64}, (_, i) => again(60 + i, 100 + i));
		expect(outcome({displaced: 3_000, putAgain, putAgainCount: 3_000})).toContain(
			'66 -> block 106, 67 -> block 107 and 2,992 more. No reading is lost.',
		);
	});

	it('are none at the start', () => {
		expect(formatForkReports([])).toBe('No fork has been settled since this hub started.');
	});
});
