import {describe, expect, test} from 'vitest';
import {ChainColumns} from '../../../../src/client/chain-columns.ts';
import {createTheme, rowWidth} from '../../../../src/client/screen/theme.ts';
import type {Block} from '../../../../src/core/block.ts';
import {labRows} from '../../../../src/lab/partition/rows/lab-rows.ts';
import {createLabState, type LabState} from '../../../../src/lab/partition/state.ts';
import {perHub} from '../../../../src/lab/partition/topology.ts';
import {
	linkAction,
	makeChains,
	press,
	readingAction,
	replacedAction,
	runningLab,
	screenOf,
	stateAfter,
} from '../support/lab.ts';

const many = Array.from({length: 60}, (_, at) => 60 + at);
const parted = makeChains([71, 72], {A: [74, 92], B: [74, 92], C: [66]});

describe('three hubs beside each other', () => {
	const screen = screenOf(runningLab(parted, ['BC', 'AC']), parted);

	test('have the same block in the same line, and say who has it', () => {
		const row = screen.find(line => line.includes(' 3  '))!;
		expect(row).toMatch(
			/^ {3}3 {2}74 ▐▌[0-9a-f]{8} A\+B +│ {3}3 {2}74 ▐▌[0-9a-f]{8} A\+B +│▸ {2}3 {2}66 ▐▌[0-9a-f]{8} only C/,
		);
		expect(screen.find(line => line.includes(' 2  '))!.match(/ all /g)).toHaveLength(3);
	});

	test('have a line where their chains part, after the newest block of all', () => {
		const at = screen.findIndex(line => line.startsWith('╌╌ fork: up to block 2 the chains are the same'));
		expect(screen[at - 1]).toContain(' 2  72 ');
		expect(screen[at + 1]).toContain(' 3  74 ');
	});

	test('are joined by links that show their keys and how they are', () => {
		const joined = {address: '127.0.0.1:40001', roundTripMs: 0.42};
		const peer = {
			node: null,
			dialled: true,
			state: 'same',
			height: 1,
			shared: 1,
			branch: 0,
			own: 0,
			reason: null,
			...joined,
		} as const;
		const state = stateAfter(
			runningLab(parted, ['BC', 'AC']),
			linkAction('A', {kind: 'peers', peers: [peer]}),
		);
		const [, arc, line] = screenOf(state, parted);
		expect(arc).toMatch(/^ +╭╌+ z ✗ cut ╌+╮$/);
		expect(line).toMatch(/^ +\[A\]─+ x joined 0\.4 ms ─+\[B\]╌+ y ✗ cut ╌+\[C\]$/);
	});

	test('a hub that was killed says so, and what is typed stands where it will be', () => {
		const state = stateAfter(
			runningLab(parted),
			{kind: 'process', hub: 'C', process: 'killed'},
			{kind: 'wire', wire: 'BC', state: 'idle'},
			press('c', 'select'),
			press('8', 'type'),
			press('8', 'type'),
		);
		const text = screenOf(state, parted).join('\n');
		expect(text).toContain('✗C✗');
		expect(text).toContain('y waits for C');
		expect(text).toContain('▸✗ killed');
		expect(text).toMatch(/│ {3}4 {2}88 Enter adds it/);
		expect(text).toContain(' hub C BPM 88▏');
	});

	test('a fork above what is seen is named at the top, and so is a chain that ends there', () => {
		const chains = makeChains([71], {A: many, B: many, C: [66]});
		const text = screenOf(runningLab(chains, ['BC', 'AC']), chains);
		expect(text[5]).toMatch(/^╌╌ fork: up to block 1 the chains are the same, above what is seen ╌+$/);
		expect(text[6]).toMatch(/│ newest is 2, above *$/);
		expect(text.join('\n')).toContain('▸ 61 119 ');
	});
});

test('a replaced block says where its reading is now', () => {
	const lost = parted.C.blockAt(3) as Block;
	const chains = {...parted, C: parted.A};
	const state = stateAfter(
		runningLab(parted),
		readingAction('C', 'reading-of-hub-c', 66, 'accepted', 3),
		{kind: 'placed', id: 'reading-of-hub-c', hash: lost.hash},
		replacedAction('C', chains, [lost], [parted.A.blockAt(3) as Block]),
		readingAction('C', 'reading-of-hub-c', 66, 'moved', 5),
	);
	expect(screenOf(state, chains).join('\n')).toMatch(/│╌ {2}3 {2}66 ▐▌[0-9a-f]{8} now 5/);
});

test('that every reading is on every chain is said only when its blocks were found there', () => {
	const added = stateAfter(
		runningLab(makeChains([71])),
		readingAction('A', 'reading-of-a-test', 71, 'accepted', 1),
	);
	const header = (state: LabState): string => screenOf(state, makeChains([71]))[0]!;
	expect(header(added)).toContain(' 1 reading added ');
	expect(header(stateAfter(added, {kind: 'confirmed', confirmed: 0}))).toContain(
		'1 reading added, 0 on the chain',
	);
	expect(header(stateAfter(added, {kind: 'confirmed', confirmed: 1}))).toContain(
		'✓ 1 reading, once on every chain',
	);
	const many = stateAfter(
		runningLab(makeChains([71])),
		...Array.from({length: 2_010}, (_, at) => readingAction('A', `reading-${at}`, 72, 'waiting')),
		...Array.from({length: 2_010}, (_, at) => readingAction('A', `reading-${at}`, 72, 'accepted', at + 2)),
	);
	expect(header(many)).toContain(' 2,010 readings added ');
	// The others are in the chain, and not looked after any more.
	expect(header(stateAfter(many, {kind: 'confirmed', confirmed: 2_000}))).toContain(
		'✓ the newest 2,000 readings, each once',
	);
});

test('a narrow screen shows the selected hub, and the others in one line', () => {
	const [header, network, title] = screenOf(
		stateAfter(runningLab(parted, ['BC'], 40, 10), press('b', 'select')),
		parted,
	);
	expect(header).toContain('fork after #2');
	expect(network).toBe(' A#4 ─x─ B#4 ✗y✗ C#3 ─z─ A');
	expect(title).toMatch(/^▸B .*● live .*#4/);
});

test('a narrow screen still says that every reading is there once when they have become many', () => {
	const all = makeChains(many.slice(0, 20));
	const state = stateAfter(
		runningLab(all, [], 40, 10),
		...many.slice(0, 20).map((bpm, at) => readingAction('A', `reading-${at}`, bpm, 'accepted', at + 1)),
		{kind: 'confirmed', confirmed: 20},
	);
	expect(screenOf(state, all)[0]).toMatch(/^ +✓ each once {3}✓ 21 blocks *$/);
});

describe('the screen is exactly as large as the terminal', () => {
	const states: readonly [string, (columns: number, rows: number) => LabState][] = [
		['nothing there yet', (columns, rows) => createLabState({columns, rows})],
		['one chain', (columns, rows) => runningLab(parted, [], columns, rows)],
		[
			'a fork, and much to tell',
			(columns, rows) =>
				stateAfter(
					runningLab(parted, ['BC', 'AC'], columns, rows),
					...[1, 2, 3, 4, 5].map(() =>
						replacedAction('C', parted, [parted.C.blockAt(3) as Block], [parted.A.blockAt(3) as Block]),
					),
					{kind: 'process', hub: 'A', process: 'failed', reason: 'the disk says no '.repeat(20)},
					{kind: 'remark', text: 'a remark that is far too long for its place '.repeat(5)},
				),
		],
		[
			'the help',
			(columns, rows) =>
				stateAfter(runningLab(parted, [], columns, rows), press('?', 'help'), press('down', 'helpDown')),
		],
	];

	test.each(states)('%s', (_, make) => {
		for (const [columns, rows] of [
			[40, 10],
			[71, 13],
			[72, 14],
			[80, 24],
			[100, 30],
			[120, 36],
			[200, 50],
			[39, 9],
			[1, 1],
		] as const) {
			const state = make(columns, rows);
			const chains = Object.values(state.hubs).some(({chain}) => chain.length === 0)
				? perHub(() => new ChainColumns())
				: parted;
			const drawn = labRows(state, chains);
			expect(drawn, `${columns}x${rows}`).toHaveLength(rows);
			for (const row of drawn)
				expect(rowWidth(row), `${columns}x${rows}`).toBeLessThanOrEqual(Math.max(columns, 1));
		}
	});

	test('in ASCII and without colours, too', () => {
		const theme = createTheme(1, false);
		const state = stateAfter({...runningLab(parted, ['BC'], 80, 24), chips: false});
		for (const row of labRows(state, parted)) expect(theme.paint(row, 80)).toMatch(/^[\x20-\x7e]{80}$/);
	});
});
