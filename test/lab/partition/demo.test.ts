import {expect, test} from 'vitest';
import {findCommand, modeOf} from '../../../src/lab/partition/command.ts';
import {playDemo} from '../../../src/lab/partition/demo.ts';
import {effectsOf} from '../../../src/lab/partition/reduce-command.ts';
import type {LabState} from '../../../src/lab/partition/state.ts';
import type {LabStore} from '../../../src/lab/partition/store.ts';
import {chainAction, makeChains, press, readingAction, runningLab, stateAfter} from './support/lab.ts';

const pace = {stepMs: 0, keyMs: 0};

/** A store whose hubs take readings at once, and settle when a test says so. */
function openStore() {
	let state: LabState = runningLab(makeChains([]));
	const listeners = new Set<() => void>();
	const asked: string[] = [];
	const set = (next: LabState): void => {
		state = next;
		for (const listener of [...listeners]) listener();
	};
	const store: Pick<LabStore, 'state' | 'subscribe'> = {
		get state() {
			return state;
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
	return {
		...{store: store as LabStore, asked, set, listeners},
		press(key: string) {
			const {name} = findCommand(key, modeOf(state))!;
			for (const effect of effectsOf(state, name, key)) asked.push(Object.values(effect).join(' '));
			set(stateAfter(state, press(key, name)));
		},
	};
}

test('it adds readings, parts the hubs, adds on both sides and heals, each step when the one before is seen', async () => {
	const lab = openStore();
	const until = async (what: string): Promise<void> =>
		void (await expect.poll(() => lab.asked.at(-1)).toBe(what));
	const take = (bpm: number, chains: ReturnType<typeof makeChains>, ...cut: ('BC' | 'AC')[]): void =>
		lab.set(
			stateAfter(
				lab.store.state,
				...cut.map(wire => ({kind: 'wire', wire, state: 'cut'}) as const),
				readingAction('A', `reading-number-${bpm}`, bpm, 'accepted', 1),
				...(['A', 'B', 'C'] as const).map(hub => chainAction(hub, chains)),
			),
		);
	const played = playDemo(lab.store, lab.press, new AbortController().signal, pace);
	await until('submit A 71');
	take(71, makeChains([71]));
	await until('submit B 80');
	take(80, makeChains([71, 80]));
	await until('cut AC');
	lab.set(
		stateAfter(
			lab.store.state,
			{kind: 'wire', wire: 'BC', state: 'cut'},
			{kind: 'wire', wire: 'AC', state: 'cut'},
		),
	);
	await until('submit C 66');
	take(66, makeChains([71, 80], {C: [66]}));
	await until('submit A 74');
	take(74, makeChains([71, 80], {A: [74], B: [74], C: [66]}));
	await until('submit B 92');
	take(92, makeChains([71, 80], {A: [74, 92], B: [74, 92], C: [66]}));
	await until('heal AC');
	take(92, makeChains([71, 80, 74, 92, 66]));
	await played;
	expect(lab.store.state.selected).toBe('A');
	expect(lab.listeners.size).toBe(0);
});

test('it stops for good when somebody takes over', async () => {
	const lab = openStore();
	const control = new AbortController();
	const played = playDemo(lab.store, lab.press, control.signal, pace);
	await expect.poll(() => lab.asked).toEqual(['submit A 71']);
	control.abort();
	await played;
	lab.set(stateAfter(lab.store.state, chainAction('A', makeChains([71]))));
	expect([lab.asked, lab.listeners.size]).toEqual([['submit A 71'], 0]);
});
