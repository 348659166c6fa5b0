import {printable} from '../../core/printable.ts';
import type {HubLink} from '../link-event.ts';
import {type Effect, effectsOf, keysForInput} from '../state/reduce-command.ts';
import type {Store} from '../state/store.ts';
import type {KeyToken} from './key-tokenizer.ts';
import {resolveKey} from './resolve-key.ts';

/** What a key can reach besides the state. */
export interface Surface {
	readonly link: Pick<HubLink, 'submit' | 'withdraw' | 'resend' | 'trust' | 'retryNow'>;
	/** Draws the whole screen again. */
	redraw(): void;
	/** Stops until the shell goes on with us. */
	suspend(): void;
	leave(): void;
}

/**
 * Does what a key, a paste or a report of the terminal asks for, and returns the keys that the text input
 * shall get instead, in its own bytes.
 */
export function routeToken(token: KeyToken, store: Store, surface: Surface): readonly string[] {
	switch (token.kind) {
		case 'report':
			return [];
		case 'paste':
			store.dispatch({kind: 'pasted', text: token.text, cut: token.cut});
			return [];
		case 'key':
			return routeKey(token.key, store, surface);
		case 'text':
			return routeKey(token.text, store, surface);
	}
}

function routeKey(key: string, store: Store, surface: Surface): readonly string[] {
	const {state} = store;
	const resolved = resolveKey(key, state);
	if (resolved.kind === 'command') {
		const {name} = resolved.command;
		for (const effect of effectsOf(state, name)) perform(effect, surface);
		store.dispatch({kind: 'command', name, key});
		return keysForInput(state, name, key);
	}
	if (resolved.kind === 'unavailable') {
		store.dispatch({kind: 'remark', remark: {tone: 'muted', text: resolved.reason}});
	} else if (isCharacter(key)) {
		const text = `"${printable(key, 1)}" is no key here: ? lists them.`;
		store.dispatch({kind: 'remark', remark: {tone: 'muted', text}});
	}
	return [];
}

function isCharacter(key: string): boolean {
	return key !== ' ' && Array.from(key).length === 1;
}

function perform(effect: Effect, {link, redraw, suspend, leave}: Surface): void {
	switch (effect.kind) {
		case 'submit':
			link.submit(effect.bpm);
			break;
		case 'withdraw':
			link.withdraw(effect.id);
			break;
		case 'resend':
			link.resend(effect.id);
			break;
		case 'trust':
			link.trust();
			break;
		case 'retry':
			link.retryNow();
			break;
		case 'redraw':
			redraw();
			break;
		case 'suspend':
			suspend();
			break;
		case 'leave':
			leave();
	}
}
