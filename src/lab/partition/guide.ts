import {countTaken} from './readings.ts';
import {type GuideStep, heightOf, isForked, isOne, type LabState} from './state.ts';
import {hubNames, wireNames, wiresOf} from './topology.ts';

/** What a person is asked to try, step by step: one sentence each. */
export const guideTexts: Readonly<Record<GuideStep, string>> = {
	add: 'Try it: type 71 and Enter, and hub A makes a block that B and C show at once.',
	cut: 'Step 1: press c to select hub C, then s to split it off: now C hears nobody.',
	fork: 'Step 2: type a reading at C, press a, and type another at A: two chains grow.',
	heal: 'Step 3: press h to heal, and watch which blocks stay and where others go.',
	watch: 'The hubs compare their chains: the longer one stays, and no reading is lost.',
	done: 'That was a fork. Try p for a pulse, k to kill a hub, or cut one link alone.',
};

/** The same in a few words, for narrow screens. */
export const shortGuideTexts: Readonly<Record<GuideStep, string>> = {
	add: 'Try it: type 71 and Enter.',
	cut: 'Step 1: press c, then s: C is alone.',
	fork: 'Step 2: type a BPM at C, and one at A.',
	heal: 'Step 3: press h to heal, and watch.',
	watch: 'The longer chain stays.',
	done: 'Try p, k, or cut one link alone.',
};

/** The guide after the state has changed: it goes on when what it asked for has happened. */
export function advanceGuide(state: LabState): LabState {
	const {step} = state.guide;
	const next = nextStep(state, step);
	return next === step ? state : {...state, guide: {...state.guide, step: next}};
}

function nextStep(state: LabState, step: GuideStep): GuideStep {
	const isApart = hubNames.some(hub => wiresOf(hub).every(wire => state.wires[wire].state === 'cut'));
	const isWhole = wireNames.every(wire => state.wires[wire].state !== 'cut');
	switch (step) {
		case 'add':
			return countTaken(state.readings) > 0 && isOne(state) ? 'cut' : step;
		case 'cut':
			return isApart ? 'fork' : step;
		case 'fork':
			if (isWhole) return 'cut';
			return isForked(state) ? 'heal' : step;
		case 'heal':
			return isWhole ? 'watch' : step;
		case 'watch': {
			const isSettled = isOne(state) && heightOf(state.hubs.A) >= countTaken(state.readings);
			return isSettled ? 'done' : isWhole ? step : 'heal';
		}
		case 'done':
			return step;
	}
}
