import {keyLabel} from '../../client/keys/key-label.ts';
import type {KeyToken} from '../../client/keys/key-tokenizer.ts';
import {printable} from '../../core/printable.ts';
import {type CommandName, findCommand, modeOf} from './command.ts';
import type {LabNetwork} from './network.ts';
import type {Heart} from './pulse.ts';
import {type Effect, effectsOf} from './reduce-command.ts';
import type {LabStore} from './store.ts';

/** What a key can reach besides the state. */
export interface Surface {
	readonly network: Pick<LabNetwork, 'cut' | 'heal' | 'kill' | 'start' | 'submit'>;
	readonly heart: Heart;
	/** Takes what the terminal reports by itself. */
	report(text: string): void;
	/** Draws the whole screen again. */
	redraw(): void;
	/** Stops until the shell goes on with us. */
	suspend(): void;
	leave(): void;
}

/** Does what a key, a paste or a report of the terminal asks for. */
export function routeToken(token: KeyToken, store: LabStore, surface: Surface): void {
	if (token.kind === 'report') surface.report(token.text);
	else if (token.kind === 'paste') store.dispatch({kind: 'pasted', text: token.text});
	else routeKey(token.kind === 'key' ? token.key : token.text, store, surface);
}

function routeKey(key: string, store: LabStore, surface: Surface): void {
	const mode = modeOf(store.state);
	const command = findCommand(key, mode);
	if (command) runCommand(command.name, key, store, surface);
	else if (mode === 'typing')
		store.dispatch({kind: 'remark', text: 'Enter adds the number first, Esc clears it.'});
	else if (mode === 'looking')
		store.dispatch({kind: 'remark', text: `${printable(keyLabel(key), 12)} is no key here: ? lists them.`});
}

/** Runs a command as if its key had been pressed. */
export function runCommand(name: CommandName, key: string, store: LabStore, surface: Surface): void {
	const effects = effectsOf(store.state, name, key);
	store.dispatch({kind: 'command', name, key});
	for (const effect of effects) perform(effect, surface);
}

function perform(effect: Effect, {network, heart, redraw, suspend, leave}: Surface): void {
	switch (effect.kind) {
		case 'submit':
			network.submit(effect.hub, effect.bpms);
			break;
		case 'burst':
			network.submit(
				effect.hub,
				Array.from({length: effect.count}, () => heart.beat()),
			);
			break;
		case 'cut':
			network.cut(effect.wire);
			break;
		case 'heal':
			network.heal(effect.wire);
			break;
		case 'kill':
			network.kill(effect.hub);
			break;
		case 'start':
			void network.start(effect.hub);
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
