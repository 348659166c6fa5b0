import {countTaken} from './readings.ts';
import {type GuideStep, heightOf, isForked, isOne, type LabState} from './state.ts';
import {listNames} from './story.ts';
import {endsOf, type HubName, hubNames, hubsBesides, wireBetween, wireNames, wiresOf} from './topology.ts';

/** What a person is asked to try next: one sentence, or a few words for narrow screens. Speaks of the hubs as they are. */
export function tellGuide(state: LabState, isShort: boolean): string {
	const {selected, guide} = state;
	switch (guide.step) {
		case 'add': {
			const others = listNames(hubsBesides([selected]));
			return isShort
				? 'Try it: type 71 and Enter.'
				: `Try it: type 71 and Enter, and hub ${selected} makes a block that ${others} show at once.`;
		}
		case 'cut':
			return tellCut(state, isShort);
		case 'fork':
			return tellFork(state, isShort);
		case 'heal':
			return isShort
				? 'Step 3: press h to heal, and watch.'
				: 'Step 3: press h to heal, and watch which blocks stay and where others go.';
		case 'watch':
			return isShort
				? 'The longer chain stays.'
				: 'The hubs compare their chains: the longer one stays, and no reading is lost.';
		case 'done':
			return isShort
				? 'Try p, k, or cut one link alone.'
				: 'That was a fork. Try p for a pulse, k to kill a hub, or cut one link alone.';
	}
}

/** Where one link is cut already, the other one of a hub at its ends is to follow. */
function tellCut({selected, wires}: LabState, isShort: boolean): string {
	const cut = wireNames.find(wire => wires[wire].state === 'cut');
	const fit = cut ? endsOf(cut) : hubsBesides(['A']);
	const hub = fit.includes(selected) ? selected : fit.at(-1)!;
	const key = hub.toLowerCase();
	if (isShort) return `Step 1: press ${hub === selected ? 's' : `${key}, then s`}: ${hub} is alone.`;
	return hub === selected
		? `Step 1: press s to split hub ${hub} off: then ${hub} hears nobody.`
		: `Step 1: press ${key} to select hub ${hub}, then s to split it off: now ${hub} hears nobody.`;
}

/** Both sides have to add a block: one after the other, each at a hub that has none of its own yet. */
function tellFork({selected, hubs, comparison, wires}: LabState, isShort: boolean): string {
	const alone = hubNames.find(hub => wiresOf(hub).every(wire => wires[wire].state === 'cut')) ?? selected;
	const others = hubsBesides([alone]);
	const other = others.find(hub => hub === selected) ?? others[0]!;
	const hasAdded = (hub: HubName): boolean =>
		heightOf(hubs[hub]) > comparison.shared[wireBetween(alone, other)];
	const [first, then] = [alone, other].filter(hub => !hasAdded(hub));
	const at = first ?? alone;
	const go = at === selected ? '' : `press ${at.toLowerCase()}, `;
	if (isShort) return `Step 2: ${go}type a BPM at ${at}${then ? '.' : ', too.'}`;
	return then
		? `Step 2: ${go}type a reading at ${at}, press ${then.toLowerCase()}, and type another at ${then}: two chains grow.`
		: `Step 2: ${go}type a reading at ${at}, too: then there are two chains.`;
}

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
			// Over a third hub they still hear each other.
			if (!isApart) return 'cut';
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
