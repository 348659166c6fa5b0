import type {LinkPhase} from '../link-event.ts';
import type {State} from './state.ts';

/** What a person did on the screen of an alarm. */
export interface AlarmState {
	/** What was typed of the word that accepts the new chain. */
	readonly consent: string;
	/** Whether both chains are shown side by side on all of the screen. */
	readonly looks: boolean;
}

/** The state before and after an alarm. */
export const calm: AlarmState = {consent: '', looks: false};

/** The word that accepts the new chain: nobody types it by accident. */
export const consentWord = 'accept';

/** Whether the word stands there, whole. */
export function isConsent({alarm}: Pick<State, 'alarm'>): boolean {
	return alarm.consent === consentWord;
}

/** The state after a letter of the word; what goes on otherwise than the word does is not taken. */
export function typeConsent(state: State, letter: string): State {
	const consent = state.alarm.consent + letter;
	if (!consentWord.startsWith(consent)) {
		const text = `Only the whole word ${consentWord} trusts the new chain.`;
		return {...state, remark: {tone: 'muted', text}};
	}
	return {...state, alarm: {...state.alarm, consent}};
}

/** The alarm that there is, with its facts; null while all is well. */
export function alarmOf({phase}: Pick<State, 'phase'>): Extract<LinkPhase, {kind: 'alarm'}> | null {
	return phase.kind === 'alarm' ? phase : null;
}
