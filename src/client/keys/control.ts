import {printable} from '../../core/printable.ts';
import type {HubLink} from '../link-event.ts';
import {chosenEntry} from '../screen/help-rows.ts';
import type {Seeker} from '../seeker.ts';
import {type Effect, effectsOf} from '../state/effects.ts';
import {keysForInput} from '../state/input-keys.ts';
import type {Store} from '../state/store.ts';
import type {KeyToken} from './key-tokenizer.ts';
import type {Command} from './keymap.ts';
import {readMouse, wheelRows} from './mouse.ts';
import {isCharacter, resolveKey} from './resolve-key.ts';

/** What a key can reach besides the state. */
export interface Surface {
	readonly link: Pick<HubLink, 'submit' | 'withdraw' | 'resend' | 'trust' | 'retryNow'>;
	readonly seeker: Pick<Seeker, 'seek' | 'mark' | 'scroll'>;
	/** Sends something of the block at `index` to the terminal's clipboard, and says so. */
	copy(what: 'hash' | 'block' | 'proof', index: number): void;
	/** Asks the terminal to report the mouse, or not to. */
	mouse(on: boolean): void;
	/** Takes what the terminal reports besides keys and the mouse. */
	report(text: string): void;
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
			takeReport(token.text, store, surface);
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
		const {command} = resolved;
		const chosen = command.name === 'helpRun' ? chosenEntry(state) : undefined;
		const keys = runCommand(command, key, store, surface);
		return chosen?.kind === 'command' ? runChosen(chosen.command, store, surface) : keys;
	}
	if (resolved.kind === 'unavailable') {
		store.dispatch({kind: 'remark', remark: {tone: 'muted', text: resolved.reason}});
	} else if (isCharacter(key)) {
		const text = `${key === ' ' ? 'Space' : `"${printable(key, 1)}"`} is no key here: ? lists them.`;
		store.dispatch({kind: 'remark', remark: {tone: 'muted', text}});
	}
	return [];
}

function runCommand({name}: Command, key: string, store: Store, surface: Surface): readonly string[] {
	const {state} = store;
	store.dispatch({kind: 'command', name, key});
	for (const effect of effectsOf(state, name)) perform(effect, surface);
	return keysForInput(state, name, key);
}

/** Runs what was chosen in the help, which is closed now. Where one types, there is nothing to do but to type. */
function runChosen(command: Command, store: Store, surface: Surface): readonly string[] {
	const isTyping = command.takesText || command.name === 'type' || command.name === 'consent';
	return isTyping ? [] : runCommand(command, command.keys[0]!, store, surface);
}

function takeReport(text: string, store: Store, surface: Surface): void {
	const report = readMouse(text);
	if (!report) surface.report(text);
	// What is still on its way after the mouse was given back is nobody's.
	else if (!store.state.mouse) return;
	else if (report.kind === 'wheel' && store.state.panes.zoomed === 'detail')
		surface.seeker.scroll(report.by * wheelRows);
	else store.dispatch({kind: 'mouse', report});
}

function perform(effect: Effect, {link, seeker, copy, mouse, redraw, suspend, leave}: Surface): void {
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
		case 'seek':
			seeker.seek(effect.search);
			break;
		case 'scroll':
			seeker.scroll(effect.rows);
			break;
		case 'mark':
			seeker.mark(effect.index);
			break;
		case 'copy':
			copy(effect.what, effect.index);
			break;
		case 'trust':
			link.trust();
			break;
		case 'retry':
			link.retryNow();
			break;
		case 'mouse':
			mouse(effect.on);
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
