import {describe, expect, it} from 'vitest';
import {keyList} from '../../../src/client/keys/key-label.ts';
import {commandTable} from '../../../src/client/keys/keymap.ts';
import {resolveKey} from '../../../src/client/keys/resolve-key.ts';
import {chosenEntry, helpFrame, helpRows, listHelp} from '../../../src/client/screen/help-rows.ts';
import {layoutOf} from '../../../src/client/screen/layout.ts';
import {rowText, rowWidth} from '../../../src/client/screen/theme.ts';
import {reduceCommand} from '../../../src/client/state/reduce-command.ts';
import {createState, type State} from '../../../src/client/state/state.ts';
import {liveEvents, liveState, makeColumns, screenLines, stateAfter} from '../support/screen.ts';

const blocks = makeColumns();

function openHelp(columns: number, rows: number, filter = '', chosen = 0): State {
	return {...liveState(columns, rows, blocks), help: {filter, chosen}};
}

function textOf(state: State): string {
	return helpRows(state)
		.map(row => rowText(row).trimEnd())
		.join('\n');
}

/** The help with that key pressed so often. */
function press(state: State, name: 'helpDown' | 'helpUp' | 'helpPageDown', times: number): State {
	return Array.from({length: times}).reduce<State>(before => reduceCommand(before, name), state);
}

describe('the help', () => {
	it('lists every command outside of it, whole, on every width', () => {
		const commands = commandTable.filter(({group}) => group !== 'help');
		for (const columns of [40, 60, 80, 100, 120, 200]) {
			const text = textOf(openHelp(columns, 250)).replace(/[│\s]+/g, ' ');
			expect(text).not.toContain('…');
			for (const {help, keys, helpKeys} of commands) {
				if (columns <= 100) expect(text).toContain(help);
				expect(text).toContain(helpKeys ?? keyList(keys));
			}
		}
	});

	it('fits every screen', () => {
		for (let columns = 40; columns <= 220; columns += 12) {
			for (const rows of [10, 16, 24, 36, 50]) {
				const state = openHelp(columns, rows);
				const lines = helpRows(state);
				const {top} = helpFrame(state);
				expect(top + lines.length).toBeLessThanOrEqual(layoutOf(state).boxTop);
				for (const line of lines) expect(rowWidth(line)).toBe(helpFrame(state).width);
			}
		}
	});

	it('takes whole rows of the screen, and leaves the box and the header', () => {
		for (const [columns, rows] of [
			[40, 10],
			[80, 24],
			[120, 36],
			[200, 50],
		] as const) {
			const state = openHelp(columns, rows);
			const lines = screenLines(state, blocks);
			const {left, top, lines: listed} = helpFrame(state);
			for (let y = top; y < top + listed + 3; y++) {
				expect(lines[y]!.slice(0, left).trim()).toBe('');
				expect(lines[y]!.trim()).toMatch(/^[╭│╰].*[╮│╯]$/);
			}
			const {boxTop, messageLine} = layoutOf(state);
			expect(lines[boxTop]).toMatch(/^ BPM /);
			if (messageLine) expect(lines[0]).toMatch(/^ bchain /);
			expect(lines.length).toBe(rows);
		}
	});

	it('shows the entry that is chosen, wherever it is, on the smallest screen too', () => {
		for (const [columns, rows] of [
			[40, 10],
			[80, 24],
			[120, 36],
		] as const) {
			const count = listHelp(openHelp(columns, rows)).length;
			for (let chosen = 0; chosen < count; chosen++) {
				const state = openHelp(columns, rows, '', chosen);
				const entry = listHelp(state)[chosen]!;
				const front = entry.kind === 'command' ? entry.keys : rowText(entry.sign);
				expect(textOf(state)).toContain(`▸ ${front}`);
				// To its end, also where it takes several lines.
				expect(textOf(state)).toContain(entry.text.split(' ').at(-1)!);
				expect(textOf(state)).toContain(`${chosen + 1} of ${count}`);
			}
		}
	});

	it('is gone through from its first entry to its last and no further', () => {
		const state = openHelp(40, 10);
		const last = listHelp(state).length - 1;
		expect(press(state, 'helpUp', 3).help?.chosen).toBe(0);
		expect(press(state, 'helpDown', 3).help?.chosen).toBe(3);
		expect(press(state, 'helpDown', 500).help?.chosen).toBe(last);
		expect(press(state, 'helpPageDown', 100).help?.chosen).toBe(last);
	});

	it('keeps what is chosen where what can be done now, and so the order, changes', () => {
		const nothing = createState({address: 'lab-hub:9000', columns: 80, rows: 24});
		const count = listHelp({...nothing, help: {filter: '', chosen: 0}}).length;
		const orders = new Set<string>();
		for (let times = 1; times < count; times++) {
			const before = press({...nothing, help: {filter: '', chosen: 0}}, 'helpDown', times);
			const after = stateAfter(before, ...liveEvents(blocks));
			expect(chosenEntry(after)?.text).toBe(chosenEntry(before)?.text);
			orders.add(`${listHelp(after)[times]?.text === listHelp(before)[times]?.text}`);
		}
		expect(orders.has('false')).toBe(true);
	});

	it('is filtered by every word that is typed, in keys, phrases and titles', () => {
		const listed = (filter: string) =>
			listHelp(openHelp(80, 24, filter)).map(entry =>
				entry.kind === 'command' ? entry.command.name : 'sign',
			);
		expect(listed('quit')).toEqual(['quit']);
		expect(listed('quit connect')).toEqual([]);
		expect(listed('leave asks')).toEqual(['quit']);
		expect(listed('Ctrl+C')).toContain('leaveNow');
		expect(listed('THEME')).toEqual(['theme']);
		expect(listed('take away')).toEqual(expect.arrayContaining(['copyHash', 'copyBlock', 'copyProof']));
		expect(textOf(openHelp(80, 24, 'xyzzy'))).toContain('Nothing here has that in it.');
		expect(listed('').length).toBeGreaterThan(40);
	});

	it('lists first what can be done and begins with what was typed', () => {
		const first = (filter: string, state = openHelp(80, 24, filter)): string | undefined => {
			const [entry] = listHelp(state);
			return entry?.kind === 'command' ? entry.command.name : entry?.kind;
		};
		expect(first('go to a')).toBe('goTo');
		expect(first('y')).toBe('copyHash');
		expect(first('your readings')).toBe('own');
		const own = listHelp(openHelp(80, 24, 'go to the block')).find(entry => entry.text.startsWith('in your'));
		expect(own?.kind === 'command' && own.reason).toBe('Only with your readings in focus: Tab, or o.');
	});

	it('goes to its ends with Home and End, and to the whole list with Esc before it closes', () => {
		const state = openHelp(80, 24, '', 7);
		const last = listHelp(state).length - 1;
		expect(reduceCommand(state, 'helpFirst').help?.chosen).toBe(0);
		expect(reduceCommand(state, 'helpLast').help?.chosen).toBe(last);
		const filtered = openHelp(80, 24, 'theme');
		expect(resolveKey('escape', filtered)).toMatchObject({command: {name: 'helpUnfilter'}});
		const whole = reduceCommand(filtered, 'helpUnfilter');
		expect(whole.help?.filter).toBe('');
		expect(resolveKey('escape', whole)).toMatchObject({command: {name: 'helpClose'}});
		expect(textOf(filtered)).toContain('Esc whole list');
	});

	it('takes what is typed and gives it back', () => {
		const typed = [...'qui'].reduce(
			(state, key) => reduceCommand(state, 'helpType', key),
			openHelp(80, 24, '', 7),
		);
		expect(typed.help).toEqual({filter: 'qui', chosen: 0});
		expect(reduceCommand(typed, 'helpErase').help?.filter).toBe('qu');
		expect(reduceCommand(typed, 'helpClear').help?.filter).toBe('');
		const long = [...'a'.repeat(99)].reduce((state, key) => reduceCommand(state, 'helpType', key), typed);
		expect(long.help?.filter).toHaveLength(30);
		for (const row of helpRows({...long, columns: 40, rows: 10})) expect(rowWidth(row)).toBe(38);
	});

	it('begins with what can be done now', () => {
		const titles = [...textOf(openHelp(80, 200)).matchAll(/│ ([A-Z][A-Z :]+?) +│/g)].map(match => match[1]);
		expect(titles.slice(0, 3)).toEqual(['ADD', 'LOOK', 'FIND']);
		expect(titles.slice(-3)).toEqual([
			'ANOTHER PAST: THE ALARM',
			'OTHER HUBS AND FORKS',
			'ANSWER A QUESTION',
		]);
	});

	it('says why a command is not possible now', () => {
		const reasonOf = (state: State, filter: string) => {
			const [entry] = listHelp({...state, help: {filter, chosen: 0}});
			return entry?.kind === 'command' ? entry.reason : undefined;
		};
		const live = liveState(80, 24, blocks);
		expect(reasonOf(live, 'try to connect')).toBe('There is no waiting attempt to connect.');
		expect(reasonOf(live, 'clear the box')).toBe('Only while there is a number in the box.');
		expect(reasonOf(live, 'side by side')).toBe('Only in an alarm.');
		expect(reasonOf(live, 'theme')).toBeNull();
		const typing = stateAfter(live, {kind: 'typed', text: '7'});
		expect(reasonOf(typing, 'clear the box')).toBeNull();
		const shown = textOf(openHelp(80, 24, 'try to connect'));
		expect(shown).toContain('try to connect now (not now)');
		expect(shown).toContain('not now: There is no waiting attempt to connect.');
		for (const columns of [40, 60, 80, 100, 104, 110, 120, 160, 200]) {
			const state = openHelp(columns, 250);
			const text = textOf(state).replace(/[│\s]+/g, ' ');
			for (const entry of listHelp(state)) {
				if (entry.kind === 'command' && entry.reason !== null && columns <= 100)
					expect(text).toContain(`${entry.text} (not now)`);
			}
			const marked = textOf(state).match(/\(not/g)?.length;
			const impossible = listHelp(state).filter(entry => entry.kind === 'command' && entry.reason !== null);
			expect(marked, `${columns}`).toBe(impossible.length);
		}
		const narrow = textOf(openHelp(40, 10, 'try to connect')).replace(/[│\s]+/g, ' ');
		expect(narrow).toContain('not now: There is no waiting attempt to connect.');
	});

	it('looks like a list with a place to type', () => {
		expect(textOf(openHelp(60, 14, 'theme'))).toMatchInlineSnapshot(`
			"╭── keys for this screen ────────────────────────────────╮
			│ type to filter: theme▏                          1 of 1 │
			│ SHOW                                                   │
			│ ▸ t              theme: auto, dark, light, contrast    │
			│                                                        │
			│                                                        │
			│                                                        │
			│                                                        │
			│                                                        │
			╰───────────── ↑↓ choose  Enter run it  Esc whole list ──╯"
		`);
		expect(textOf(openHelp(40, 10))).toMatchInlineSnapshot(`
			"╭── keys for this screen ────────────╮
			│ type to filter: ▏          1 of 71 │
			│ ADD                                │
			│ ▸ 0-9 + - .                        │
			│       type a BPM, from anywhere    │
			│   letters                          │
			│       the rest of it; Enter says   │
			╰─ ↓ more  Enter run it  Esc close ──╯"
		`);
	});
});
