import {describe, expect, test} from 'vitest';
import {findCommand, modeOf} from '../../../src/lab/partition/command.ts';
import {tellGuide} from '../../../src/lab/partition/guide.ts';
import {reduceLab} from '../../../src/lab/partition/reduce.ts';
import {effectsOf} from '../../../src/lab/partition/reduce-command.ts';
import type {LabState} from '../../../src/lab/partition/state.ts';
import {tellTale} from '../../../src/lab/partition/story.ts';
import {startMs} from '../../support/chains.ts';
import {
	chainAction,
	linkAction,
	makeChains,
	press,
	readingAction,
	runningLab,
	stateAfter,
} from './support/lab.ts';

const chains = makeChains([71]);

/** What the keys, one a character, do to a state, and what they ask for. */
function type(
	state: LabState,
	keys: readonly string[],
): {readonly state: LabState; readonly asked: readonly unknown[]} {
	const asked: unknown[] = [];
	for (const key of keys) {
		const {name} = findCommand(key, modeOf(state))!;
		asked.push(...effectsOf(state, name, key));
		state = stateAfter(state, press(key, name));
	}
	return {state, asked};
}

describe('keys', () => {
	test('readings are typed at the selected hub, several with spaces between them', () => {
		const {state, asked} = type(runningLab(chains), [
			...'71',
			'enter',
			'tab',
			...'8 90',
			'enter',
			'c',
			'5',
			'backspace',
			'6',
			'enter',
		]);
		expect(asked).toEqual([
			{kind: 'submit', hub: 'A', bpms: [71]},
			{kind: 'submit', hub: 'B', bpms: [8, 90]},
			{kind: 'submit', hub: 'C', bpms: [6]},
		]);
		expect([state.selected, state.box]).toEqual(['C', '']);
	});

	test('what cannot be added is said, and stays in the box', () => {
		const {state, asked} = type(runningLab(chains), [...'1000', 'enter']);
		expect(asked).toEqual([]);
		expect(state.box).toBe('1000');
		expect(state.remark?.text).toContain('1000 is out of range');
		expect(reduceLab(state, {kind: 'tick'}, startMs + 60_000).remark).toBeNull();
	});

	test('a letter selects a hub only beside an empty box, and a space begins no number', () => {
		expect(findCommand('b', 'looking')?.name).toBe('select');
		expect(findCommand('b', 'typing')).toBeUndefined();
		expect(findCommand(' ', 'looking')).toBeUndefined();
		expect(findCommand(' ', 'typing')?.name).toBe('type');
	});

	test('a link is cut and healed by its letter, a hub is split off by s, and h heals everything', () => {
		const lab = runningLab(chains);
		expect(type(lab, ['y']).asked).toEqual([{kind: 'cut', wire: 'BC'}]);
		expect(type(runningLab(chains, ['BC']), ['y']).asked).toEqual([{kind: 'heal', wire: 'BC'}]);
		expect(type(lab, ['c', 's']).asked).toEqual([
			{kind: 'cut', wire: 'BC'},
			{kind: 'cut', wire: 'AC'},
		]);
		expect(type(runningLab(chains, ['BC']), ['c', 's']).asked).toEqual([{kind: 'cut', wire: 'AC'}]);
		expect(type(runningLab(chains, ['BC', 'AC']), ['c', 's']).asked).toEqual([
			{kind: 'heal', wire: 'BC'},
			{kind: 'heal', wire: 'AC'},
		]);
		expect(type(runningLab(chains, ['AB', 'AC']), ['h']).asked).toEqual([
			{kind: 'heal', wire: 'AB'},
			{kind: 'heal', wire: 'AC'},
		]);
		expect(type(lab, ['h']).state.remark?.text).toBe('No link is cut.');
	});

	test('k kills the selected hub, starts it again, and waits while it starts', () => {
		const lab = runningLab(chains);
		expect(type(lab, ['b', 'k']).asked).toEqual([{kind: 'kill', hub: 'B'}]);
		const killed = stateAfter(lab, {kind: 'process', hub: 'B', process: 'killed'});
		expect(type(killed, ['b', 'k']).asked).toEqual([{kind: 'start', hub: 'B'}]);
		const starting = stateAfter(killed, {kind: 'process', hub: 'B', process: 'starting'});
		expect(type(starting, ['b', 'k']).asked).toEqual([]);
		const again = stateAfter(starting, {kind: 'process', hub: 'B', process: 'up', port: 41_002});
		expect(again.tales.map(tale => tellTale(tale, again))).toEqual([
			'Hub B runs again, with every block that it had acknowledged.',
			'Hub B was killed (kill -9).',
		]);
	});

	test('a paste brings readings into the box, and nothing else', () => {
		const lab = runningLab(chains);
		expect(stateAfter(lab, {kind: 'pasted', text: '71, 72\n73'}).box).toBe('71 72 73');
		const refused = stateAfter(lab, {kind: 'pasted', text: '\x1b[2Jrm -rf'});
		expect(refused.box).toBe('');
		expect(refused.remark?.text).toContain('is not a whole number');
		expect(stateAfter(lab, {kind: 'pasted', text: '100 '.repeat(20)}).box).toBe('');
	});

	test('the help takes the keys until it is closed', () => {
		const {state} = type(runningLab(chains), ['?', 'down', 'down', 'up']);
		expect(state.helpTop).toBe(1);
		expect(findCommand('k', modeOf(state))).toBeUndefined();
		expect(type(state, ['q'])).toMatchObject({state: {helpTop: null}, asked: []});
		expect(type(runningLab(chains), ['q']).asked).toEqual([{kind: 'leave'}]);
	});
});

test('the round trip of a link is what the hub says that dials it, and goes with the link', () => {
	const seen = {state: 'same', height: 1, shared: 1, branch: 0, own: 0} as const;
	const peer = {...seen, node: null, dialled: true, reason: null};
	const told = stateAfter(
		runningLab(chains),
		linkAction('A', {kind: 'peers', peers: [{...peer, address: '127.0.0.1:40003', roundTripMs: 0.4}]}),
		// B is dialled over this link, and sees it come from elsewhere.
		linkAction('B', {kind: 'peers', peers: [{...peer, address: '127.0.0.1:40001', roundTripMs: 9}]}),
	);
	expect([told.wires.AC.roundTripMs, told.wires.AB.roundTripMs]).toEqual([0.4, null]);
	expect(stateAfter(told, {kind: 'wire', wire: 'AC', state: 'cut'}).wires.AC).toEqual({
		...{state: 'cut', port: 40_003, roundTripMs: null},
	});
});

describe('the guide speaks of the hubs as they are', () => {
	const parted = makeChains([71], {C: [66]});
	const inStep = (step: LabState['guide']['step'], state: LabState): LabState => ({
		...state,
		guide: {step, isShown: true},
	});
	const at = (hub: 'A' | 'B' | 'C', state: LabState): LabState => ({...state, selected: hub});

	test.each([
		[
			'it asks for C at first, and for the selected hub where another one was chosen',
			inStep('cut', runningLab(chains)),
			'Step 1: press c to select hub C, then s to split it off: now C hears nobody.',
		],
		[
			'',
			inStep('cut', at('B', runningLab(chains))),
			'Step 1: press s to split hub B off: then B hears nobody.',
		],
		[
			'where a link is cut, one of its hubs is to be alone, and not a third one',
			inStep('cut', at('C', runningLab(chains, ['AB']))),
			'Step 1: press b to select hub B, then s to split it off: now B hears nobody.',
		],
		[
			'the hub that is alone is named, and one that it does not hear',
			inStep('fork', at('A', runningLab(chains, ['AB', 'AC']))),
			'Step 2: type a reading at A, press b, and type another at B: two chains grow.',
		],
		[
			'the hub that is alone is selected first',
			inStep('fork', at('A', runningLab(chains, ['AB', 'BC']))),
			'Step 2: press b, type a reading at B, press a, and type another at A: two chains grow.',
		],
		[
			'who has a block of its own is done',
			inStep('fork', at('C', runningLab(parted, ['AC', 'BC']))),
			'Step 2: press a, type a reading at A, too: then there are two chains.',
		],
		[
			'where the others have added blocks, it is the turn of the one that is alone',
			inStep('fork', at('B', runningLab(makeChains([71], {A: [74], B: [74]}), ['AC', 'BC']))),
			'Step 2: press c, type a reading at C, too: then there are two chains.',
		],
	] as const)('%s', (_, state, expected) => {
		expect(tellGuide(state, false)).toBe(expected);
	});

	test('in few words, none of them too long for the narrowest screen', () => {
		const lab = at('B', runningLab(chains, ['AB', 'BC']));
		expect(tellGuide(inStep('fork', lab), true)).toBe('Step 2: type a BPM at B.');
		expect(tellGuide(inStep('fork', at('A', lab)), true)).toBe('Step 2: press b, type a BPM at B.');
		for (const step of ['add', 'cut', 'fork', 'heal', 'watch', 'done'] as const)
			for (const state of [lab, at('A', lab), at('B', runningLab(parted, ['AC', 'BC'])), runningLab(chains)])
				expect(tellGuide(inStep(step, state), true).length).toBeLessThanOrEqual(38);
	});

	test('who heals one link of two is back at step 1: over the third hub all hear each other', () => {
		const alone = inStep('fork', runningLab(chains, ['AB', 'AC']));
		expect(stateAfter(alone, {kind: 'wire', wire: 'AB', state: 'joined'}).guide.step).toBe('cut');
	});
});

test('the guide goes on when what it asked for has happened', () => {
	const steps: string[] = [];
	let state = runningLab(chains);
	const see = (...actions: Parameters<typeof stateAfter>[1][]): void => {
		state = stateAfter(state, ...actions);
		steps.push(state.guide.step);
	};
	see(readingAction('A', 'reading-of-a-test', 71, 'accepted', 1));
	see({kind: 'wire', wire: 'BC', state: 'cut'});
	see({kind: 'wire', wire: 'AC', state: 'cut'});
	const parted = makeChains([71], {A: [74], B: [74], C: [66]});
	see(chainAction('A', parted), chainAction('B', parted), chainAction('C', parted));
	see({kind: 'wire', wire: 'BC', state: 'joined'});
	see({kind: 'wire', wire: 'AC', state: 'joined'});
	const whole = makeChains([71, 74, 66]);
	see(chainAction('A', whole), chainAction('B', whole), chainAction('C', whole));
	expect(steps).toEqual(['cut', 'cut', 'fork', 'heal', 'heal', 'watch', 'done']);
	expect(stateAfter(state, press('escape', 'clear')).guide.isShown).toBe(false);
});
