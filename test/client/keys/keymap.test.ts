import {describe, expect, test} from 'vitest';
import {keyLabel, keyList} from '../../../src/client/keys/key-label.ts';
import {type Command, type CommandName, commandTable, groups} from '../../../src/client/keys/keymap.ts';
import {hintsOf, resolveKey} from '../../../src/client/keys/resolve-key.ts';
import {statusRow} from '../../../src/client/screen/status-row.ts';
import {rowText, rowWidth} from '../../../src/client/screen/theme.ts';
import {effectsOf} from '../../../src/client/state/effects.ts';
import {keysForInput} from '../../../src/client/state/input-keys.ts';
import {reduceCommand} from '../../../src/client/state/reduce-command.ts';
import {modeOf, type State} from '../../../src/client/state/state.ts';
import {alarmEvent, makeFacts} from '../support/alarm.ts';
import {makeColumns, readingEvent, stateAfter} from '../support/screen.ts';
import {live, states} from '../support/screen-states.ts';

/** What to press for a command: a letter where it takes any. */
function keysOf({keys, takesText}: Command): readonly string[] {
	return takesText ? ['>'] : keys;
}

/** What `key` does in this state: the name of the command, or why not. */
function meaning(key: string, state: State): string {
	const resolved = resolveKey(key, state);
	if (resolved.kind === 'command') return resolved.command.name;
	return resolved.kind === 'unavailable' ? resolved.reason : resolved.kind;
}

describe('the command table', () => {
	test('names every command once, with a key, a mode, a group and what it does', () => {
		const names = commandTable.map(({name}) => name);
		expect(new Set(names).size).toBe(names.length);
		for (const {keys, modes, group, help, hint, priority} of commandTable) {
			expect(keys.length).toBeGreaterThan(0);
			expect(modes.length).toBeGreaterThan(0);
			expect(groups).toContain(group);
			expect(help).toMatch(/^[a-z].*[^.]$/);
			expect(priority !== undefined).toBe(hint !== undefined);
		}
	});

	test('has no key and no mode in which a command cannot be reached', () => {
		for (const command of commandTable) {
			const {name, modes} = command;
			const keys = keysOf(command);
			const reached = Object.values(states).flatMap(state =>
				keys.filter(key => meaning(key, state) === name).map(key => ({key, mode: modeOf(state)})),
			);
			expect(new Set(reached.map(({key}) => key)), name).toEqual(new Set(keys));
			expect(new Set(reached.map(({mode}) => mode)), name).toEqual(new Set(modes));
		}
	});

	test('has no command that does nothing', () => {
		for (const command of commandTable) {
			const {name} = command;
			const keys = keysOf(command);
			const does = Object.values(states).some(state => {
				if (meaning(keys[0]!, state) !== name) return false;
				return (
					reduceCommand(state, name, keys[0]!) !== state ||
					effectsOf(state, name).length > 0 ||
					keysForInput(state, name, keys[0]!).length > 0
				);
			});
			expect(does, name).toBe(true);
		}
	});
});

describe('a key', () => {
	test('means something else while there is text in the box', () => {
		expect(meaning('up', states.live!)).toBe('up');
		expect(meaning('up', states.typing!)).toBe('earlierReading');
		expect(meaning('home', states.live!)).toBe('first');
		expect(meaning('home', states.typing!)).toBe('caretStart');
		expect(meaning('escape', states.typing!)).toBe('clear');
		expect(meaning('delete', states.typing!)).toBe('eraseForward');
		expect(meaning('delete', states.asking!)).toBe('withdraw');
	});

	test('that is a letter belongs to the number that is being typed', () => {
		for (const key of ['e', 'm', 'x', 'q', 'y', 's', 'r', 'n', 'f', ' ', '.'])
			expect(meaning(key, states.typing!), key).toBe('typeOn');
		expect(meaning('/', states.typing!)).toBe('find');
		expect(meaning('g', states.typing!)).toBe('goTo');
		expect(meaning('?', states.typing!)).toBe('help');
		const typing = stateAfter(live, {kind: 'typed', text: '7'});
		expect(keysForInput(typing, 'typeOn', 'e')).toEqual(['e']);
		// A wide digit, and a mark that joins the digit before it.
		for (const key of ['８', '\u0301']) {
			expect(meaning(key, typing)).toBe('typeOn');
			expect(keysForInput(typing, 'typeOn', key)).toEqual(['?']);
		}
		const wrong = reduceCommand(stateAfter(live, {kind: 'typed', text: '1e2'}), 'add');
		expect(wrong.remark?.text).toBe('"1e2" is not a whole number.');
		expect(wrong.box.text).toBe('1e2');
		expect(hintsOf(wrong).map(({name}) => name)).not.toContain('add');
	});

	test('in a question does not leave, unless that is what is asked', () => {
		expect(meaning('q', states.question!)).toBe('Enter or Esc answers first.');
		expect(meaning('q', states.leaving!)).toBe('quit');
	});

	test('that makes no sense now says why', () => {
		expect(meaning('r', states.live!)).toBe('There is no waiting attempt to connect.');
		expect(meaning('s', states.live!)).toBe('No reading waits for your decision.');
		expect(meaning('delete', states.live!)).toBe('There is no reading that could be withdrawn.');
		expect(meaning('n', states.live!)).toBe('Nothing was looked for yet: / finds.');
		expect(meaning(']', states.live!)).toBe('No block here holds a reading of yours yet.');
		expect(meaning("'", states.live!)).toBe('No block is marked: m marks one.');
		expect(meaning('end', states.live!)).toBe('The newest block is being followed.');
		expect(meaning('f', states.live!)).toBe('No fork was seen yet.');
		expect(meaning('p', states.live!)).toBe('The hub has told of no other hubs.');
		expect(meaning(']', states.fork!)).toBe(
			'These keys go through the forks now: Esc goes back to the chain.',
		);
		expect(meaning(']', states.forks!)).toContain('These keys go through the forks');
		expect(meaning('r', states.waiting!)).toBe('retry');
	});

	test('without a meaning is unknown; a question and the help take no readings', () => {
		expect(meaning('w', states.live!)).toBe('unknown');
		expect(meaning('7', states.question!)).toBe('unknown');
		expect(meaning('7', states.help!)).toBe('helpType');
		expect(meaning('ctrl+c', states.question!)).toBe('leaveNow');
	});
});

describe('in an alarm', () => {
	test('only the whole word and Enter trust the new chain', () => {
		expect(meaning('enter', states.alarm!)).toContain('Enter alone does nothing here');
		expect(meaning('enter', states.consenting!)).toBe('Not yet: the word is accept.');
		expect(meaning('enter', states.consented!)).toBe('trust');
		expect(effectsOf(states.consented!, 'trust')).toEqual([{kind: 'trust'}]);
		const typed = [...'accept'].reduce((state, key) => reduceCommand(state, 'consent', key), states.alarm!);
		expect(meaning('enter', typed)).toBe('trust');
		for (const wrong of ['c', 'e', 'p', 't']) {
			expect(reduceCommand(states.alarm!, 'consent', wrong).alarm.consent).toBe('');
		}
		expect(reduceCommand(states.consented!, 'consent', 't').alarm.consent).toBe('accept');
		expect(reduceCommand(states.consented!, 'consentBack').alarm.consent).toBe('accep');
		expect(reduceCommand(states.consented!, 'consentClear').alarm.consent).toBe('');
	});

	test('the keys of a list say where it is while there is none', () => {
		for (const key of ['up', 'down', 'pageup', 'pagedown', 'home', 'end']) {
			expect(meaning(key, states.alarm!)).toBe('There is no list here: l shows both chains.');
			expect(meaning(key, states.alarmLooking!)).not.toContain('no list');
		}
	});

	test('a paste accepts nothing', () => {
		const pasted = stateAfter(states.alarm!, {kind: 'pasted', text: 'accept', cut: false});
		expect(pasted.alarm.consent).toBe('');
		expect(pasted.remark?.text).toContain('"accept" is not a whole number');
	});

	test('another alarm begins with nothing typed', () => {
		const again = stateAfter(states.consented!, alarmEvent(makeFacts(makeColumns(), 0)));
		expect(again.alarm.consent).toBe('');
		const calm = stateAfter(states.consented!, {kind: 'phase', phase: {kind: 'connecting', attempt: 1}});
		expect(calm.alarm).toEqual({consent: '', looks: false});
		expect(calm.view.following).toBe(true);
	});

	test('readings can be typed, and nothing is sent again', () => {
		expect(meaning('7', states.alarm!)).toBe('type');
		expect(meaning('s', states.alarm!)).toBe('unknown');
		expect(meaning('r', states.alarm!)).toBe('unknown');
		expect(meaning('q', states.alarm!)).toBe('quit');
	});
});

describe('what a command asks of the hub', () => {
	const kinds = (state: State, name: CommandName) => effectsOf(state, name);

	test('is one reading, or those that were pasted, in their order', () => {
		expect(kinds(states.typing!, 'add')).toEqual([{kind: 'submit', bpm: 721}]);
		expect(kinds(states.question!, 'confirm')).toEqual([
			{kind: 'submit', bpm: 72},
			{kind: 'submit', bpm: 88},
		]);
		expect(kinds(states.question!, 'decline')).toEqual([]);
	});

	test('is nothing where the reading is out of range', () => {
		const wrong = stateAfter(live, {kind: 'typed', text: '1200'});
		expect(kinds(wrong, 'add')).toEqual([]);
		const told = reduceCommand(wrong, 'add');
		expect(told.remark?.text).toBe('1200 is out of range: a BPM is a whole number from 1 to 999.');
		expect(told.box.text).toBe('1200');
	});

	test('is to send or to withdraw a reading that asks', () => {
		expect(kinds(states.asking!, 'resend')).toEqual([{kind: 'resend', id: 'reading-64'}]);
		expect(kinds(states.asking!, 'withdraw')).toEqual([{kind: 'withdraw', id: 'reading-64'}]);
		const two = stateAfter(states.asking!, readingEvent(88, 'asking'), readingEvent(99, 'waiting'));
		expect(kinds(two, 'withdraw')).toEqual([]);
		const asked = reduceCommand(two, 'withdraw');
		expect(asked.question).toEqual({kind: 'drop', ids: ['reading-64', 'reading-88']});
		expect(kinds(asked, 'confirm')).toEqual([
			{kind: 'withdraw', id: 'reading-64'},
			{kind: 'withdraw', id: 'reading-88'},
		]);
		const sent = stateAfter(asked, readingEvent(64, 'sent'), readingEvent(88, 'sent'));
		expect(sent.question).toBeNull();
	});

	test('is to ask about several readings that were typed', () => {
		const typed = stateAfter(live, {kind: 'typed', text: '7 80'});
		expect(kinds(typed, 'add')).toEqual([]);
		expect(reduceCommand(typed, 'add').question).toEqual({kind: 'several', bpms: [7, 80]});
	});

	test('is to leave, which asks once while a reading is not delivered', () => {
		expect(kinds(live, 'quit')).toEqual([{kind: 'leave'}]);
		const sending = stateAfter(live, readingEvent(72, 'sent'));
		expect(kinds(sending, 'quit')).toEqual([]);
		const asked = reduceCommand(sending, 'quit');
		expect(asked.question).toEqual({kind: 'leave'});
		expect(kinds(asked, 'quit')).toEqual([{kind: 'leave'}]);
		expect(kinds(asked, 'confirm')).toEqual([{kind: 'leave'}]);
		expect(kinds(sending, 'leaveNow')).toEqual([{kind: 'leave'}]);
	});
});

describe('the status line', () => {
	test('shows whole hints only, the important ones longest', () => {
		for (const state of Object.values(states)) {
			for (let columns = 1; columns <= 220; columns++) {
				const row = statusRow({...state, columns}, columns);
				if (columns >= 40) expect(rowWidth(row)).toBeLessThanOrEqual(columns);
				const all = hintsOf(state).map(({hint, hintKeys, keys, keyAlone}) =>
					keyAlone ? (hintKeys ?? keyLabel(keys[0]!)) : ` ${hint}`,
				);
				for (const part of rowText(row).trim().split(/ {2}/).filter(Boolean)) {
					expect(
						all.some(hint => part.endsWith(hint) || part.startsWith(hint)),
						part,
					).toBe(true);
				}
			}
		}
		expect(rowText(statusRow({...live, columns: 40}, 40))).toBe(' 0-9 add  ↑↓  / find  ? help  q quit');
		expect(rowText(statusRow(states.asking!, 80))).toMatch(/^ s send {2}Del withdraw /);
		expect(rowText(statusRow(states.zoomed!, 40))).toMatch(/^ Esc back /);
		expect(rowText(statusRow(states.waiting!, 40))).toContain('r retry now');
	});
});

test('Keys are written as people write them', () => {
	expect(['up', 'ctrl+u', 'escape', 'q', ' ', 'pageup', '?'].map(keyLabel)).toEqual([
		'↑',
		'Ctrl+U',
		'Esc',
		'q',
		'Space',
		'PgUp',
		'?',
	]);
	expect(keyList([...'0123456789', '+'])).toBe('0-9 +');
});
