import type {ServedHub} from '../server/front.ts';
import type {Hub} from '../server/hub.ts';
import type {FrontReadings} from './front-readings.ts';
import type {KeptReadings} from './kept-readings.ts';
import type {TutorialChain} from './tutorial-chain.ts';

/**
 * What connections of a front see and use: the mirror of a hub of live mode, or the chain that a hub of the tutorial
 * shows. Which of them it is may only be found out later, so everything is looked up when it is asked for.
 */
export function serveHub(
	mirror: Hub,
	shown: TutorialChain,
	kept: KeptReadings,
	readings: FrontReadings,
): ServedHub {
	const isTutorial = (): boolean => kept.hub?.kind === 'tutorial';
	return {
		get chain() {
			return isTutorial() ? shown.text : mirror.chain;
		},
		get reader() {
			return isTutorial() ? shown.reader : mirror.reader;
		},
		get tip() {
			const {tipIndex: index} = shown;
			return isTutorial() ? {index, hash: shown.hashAt(index) ?? ''} : mirror.tip;
		},
		get waiting() {
			return readings.size;
		},
		get reorgLimit() {
			return kept.hub?.kind === 'live' ? kept.hub.reorgLimit : 0;
		},
		get isFull() {
			return readings.isFull;
		},
		whenRoom: go => readings.whenRoom(go),
		submit: submission => readings.submit(submission),
	};
}
