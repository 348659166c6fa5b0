import {setTimeout as sleep} from 'node:timers/promises';
import {countTaken} from './readings.ts';
import {heightOf, isForked, isLive, isOne, type LabState} from './state.ts';
import type {LabStore} from './store.ts';
import {hubNames} from './topology.ts';

/** What has to be seen before some keys are pressed. */
interface Step {
	readonly when: (state: LabState) => boolean;
	readonly keys: readonly string[];
}

/** So many readings were taken, and all three hubs have them. */
const isCalm =
	(count: number) =>
	(state: LabState): boolean =>
		countTaken(state.readings) >= count &&
		hubNames.every(hub => isLive(state.hubs[hub])) &&
		isOne(state) &&
		heightOf(state.hubs.A) >= count;

const isAlone = ({wires}: LabState): boolean => wires.AC.state === 'cut' && wires.BC.state === 'cut';

const hasTaken =
	(count: number) =>
	({readings}: LabState): boolean =>
		countTaken(readings) >= count;

/** A fork and how it is settled, in the keys of a person who follows the guide. */
const steps: readonly Step[] = [
	{when: isCalm(0), keys: ['a', '7', '1', 'enter']},
	{when: isCalm(1), keys: ['b', '8', '0', 'enter']},
	{when: isCalm(2), keys: ['c', 's']},
	{when: isAlone, keys: ['6', '6', 'enter']},
	{when: hasTaken(3), keys: ['a', '7', '4', 'enter']},
	{when: hasTaken(4), keys: ['b', '9', '2', 'enter']},
	{when: state => hasTaken(5)(state) && isForked(state), keys: ['h']},
	{when: isCalm(5), keys: ['a']},
];

/** How long before the keys of a step, and after each key, in milliseconds. */
export interface DemoPace {
	readonly stepMs: number;
	readonly keyMs: number;
}

/** Slow enough to be followed. */
const followed: DemoPace = {stepMs: 2_200, keyMs: 450};

/** Plays a fork and how it is settled, by keys handed to `press`; resolves at its end, or when `signal` is aborted. */
export async function playDemo(
	store: LabStore,
	press: (key: string) => void,
	signal: AbortSignal,
	{stepMs, keyMs}: DemoPace = followed,
): Promise<void> {
	for (const {when, keys} of steps) {
		if (!(await isSeen(store, when, signal)) || !(await pause(stepMs, signal))) return;
		for (const key of keys) {
			press(key);
			if (!(await pause(keyMs, signal))) return;
		}
	}
}

/** Resolves with true when the state is as it has to be, with false when there is no more to wait for. */
function isSeen(store: LabStore, when: Step['when'], signal: AbortSignal): Promise<boolean> {
	return new Promise(resolve => {
		const settle = (): void => {
			if (!signal.aborted && !when(store.state)) return;
			unsubscribe();
			signal.removeEventListener('abort', settle);
			resolve(!signal.aborted);
		};
		const unsubscribe = store.subscribe(settle);
		signal.addEventListener('abort', settle);
		settle();
	});
}

async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
	await sleep(ms, undefined, {signal}).catch(() => {});
	return !signal.aborted;
}
