import {describe, expect, it} from 'vitest';
import {
	type AlarmFacts,
	explainAlarm,
	findDifference,
	findSame,
	tabulateAlarm,
} from '../../src/client/alarm-facts.ts';
import {formatAlarm} from '../../src/client/headless/alarm-text.ts';
import {alarmEvent, makeFacts, otherHash} from './support/alarm.ts';
import {makeColumns} from './support/screen.ts';

const columns = makeColumns();
const table = (facts: AlarmFacts) =>
	tabulateAlarm(facts).map(({label, differs, remark}) => `${label}${differs ? ' ≠' : ''} ${remark}`.trim());
const exact = makeFacts(columns, 813, [812, 813]);

describe('the facts of an alarm', () => {
	it('name the newest common block and the first difference', () => {
		expect(findSame(exact)?.index).toBe(812);
		expect(findDifference(exact)?.pinned.index).toBe(813);
		expect(table(exact)).toEqual(['genesis same', '# 812 same', '# 813 ≠ first difference', 'tip ≠']);
		expect(explainAlarm(exact)).toBe(
			'Someone rebuilt 472 blocks, or this is another hub at the same address, or you reset the chain.',
		);
	});

	it('say how little is known between two blocks that are remembered', () => {
		const rows = ['genesis same', '# 765 same', '# 1,021 ≠ known to differ', 'tip ≠'];
		expect(table(makeFacts(columns, 813))).toEqual(rows);
		expect(explainAlarm(makeFacts(columns, 813))).toMatch(/^Someone rebuilt 264 to 519 blocks, or /);
	});

	it('of another genesis block name nothing else', () => {
		const facts = makeFacts(columns, 0);
		expect(table(facts)).toEqual(['genesis ≠ first difference', 'tip ≠']);
		expect(explainAlarm(facts)).toMatch(/^Someone began a new chain, or /);
	});

	it('of a difference at the tip say so there', () => {
		expect(table(makeFacts(columns, 1_284))).toEqual([
			'genesis same',
			'# 1,283 same',
			'tip ≠ first difference',
		]);
		expect(explainAlarm(makeFacts(columns, 1_284))).toMatch(/^Someone rebuilt 1 block, or /);
	});

	it('of a shorter chain say what went', () => {
		const blocks = exact.blocks.map(({pinned}) => ({
			pinned,
			offered: pinned.index > 1_280 ? ('none' as const) : pinned,
		}));
		const facts = {
			...exact,
			tip: {...exact.tip, offered: {index: 1_280, hash: columns.hashAt(1_280)!}},
			blocks,
		};
		expect(table(facts)).toEqual(['genesis same', '# 1,280 same', '# 1,281 ≠ first difference', 'tip ≠']);
		expect(explainAlarm(facts)).toMatch(/^Someone took away 4 blocks, or /);
	});

	it('of the same chain with other promises say that it goes on', () => {
		const blocks = exact.blocks.map(({pinned}) => ({pinned, offered: pinned}));
		const facts = {...exact, tip: {...exact.tip, offered: {index: 1_300, hash: otherHash(1_300)}}, blocks};
		expect(table(facts)).toEqual(['genesis same', 'tip goes on from it']);
		expect(explainAlarm(facts)).toMatch(/^Someone set up the hub anew, or /);
	});

	it('that could not be asked for are not called differences', () => {
		const blocks = exact.blocks.map(({pinned}) => ({pinned, offered: 'unknown' as const}));
		expect(table({...exact, blocks})).toEqual(['genesis same', 'tip ≠']);
	});

	it('stand side by side in the text for standard error, every line safe to show', () => {
		const hostile = {...exact, tip: {...exact.tip, offered: {index: 1, hash: '\u001b[31m\u202e'}}};
		const event = alarmEvent(hostile);
		if (event.kind !== 'phase' || event.phase.kind !== 'alarm') throw new Error('no alarm');
		const lines = formatAlarm('lab-hub:9000', event.phase, 'npx bchain').split('\n');
		expect(lines[0]).toBe(
			'The hub at lab-hub:9000 does not have the past it had: its block 813 is not the one that was verified before. Nothing was taken or sent.',
		);
		expect(lines[4]).toMatch(
			/^ {2}# 813 +[0-9a-f]{12} {2}BPM 75 +≠ ddddd813bbbb {2}BPM 70 +first difference$/,
		);
		expect(lines.join('')).not.toMatch(/[\u001b\u202e]/);
		expect(lines.at(-1)).toBe(
			'To trust the new chain, run "npx bchain connect lab-hub:9000" and type accept.',
		);
	});
});
