/** The lab in a real terminal, with its real hubs: a fork is made and settled, and nothing is left of it. */
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {run} from '../cli/run-program.ts';
import {createChildEnv, type Env, makeFolder} from '../support/child-env.ts';
import {bin} from '../support/hub-process.ts';
import {openTerminal, type Terminal} from '../support/terminal.ts';
import {within} from '../support/watch.ts';

/** Hubs start, and find each other again, within seconds. */
const settleMs = 20_000;

type Lab = Terminal & {
	/** The temporary folder in which the lab makes its own. */
	readonly folder: string;
	/** Variables and folders of the person. */
	readonly env: Env;
	/** Waits until a sentence is on the screen, wherever it is broken into lines; gives the screen without breaks. */
	readonly untilTold: (sentence: string, deadlineMs?: number) => Promise<string>;
};

async function openLab(
	options: readonly string[] = [],
	{cols = 80, rows = 24, env: extra = {}} = {},
): Promise<Lab> {
	const folder = makeFolder('labs');
	const env = createChildEnv({TMPDIR: folder, ...extra});
	const terminal = openTerminal(process.execPath, [bin, 'lab', 'partition', ...options], {cols, rows, env});
	await terminal.until(/ 1 block$/m, settleMs);
	return {
		...terminal,
		folder,
		env,
		untilTold: (sentence, deadlineMs) => untilTold(terminal, sentence, deadlineMs),
	};
}

async function untilTold(terminal: Terminal, sentence: string, deadlineMs?: number): Promise<string> {
	const join = (screen: string): string => screen.replace(/\s+/g, ' ');
	const isTold = Object.assign((screen: string) => join(screen).includes(sentence), {
		toString: () => sentence,
	});
	return join(await terminal.until(isTold, deadlineMs));
}

/** The processes that have the folder in their command line: the hubs. */
function hubsOf({folder}: Pick<Lab, 'folder'>): readonly number[] {
	return readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.map(Number)
		.filter(pid => {
			try {
				return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${folder}${path.sep}`);
			} catch {
				return false;
			}
		});
}

/** Neither a hub nor a file is there any more. */
async function expectNothingLeft(lab: Pick<Lab, 'folder'>): Promise<void> {
	await expect.poll(() => hubsOf(lab), {timeout: 5_000}).toEqual([]);
	expect(readdirSync(lab.folder)).toEqual([]);
}

test('hubs whose links are cut go on alone; healed, they have one chain with every reading once', async () => {
	await using lab = await openLab();
	expect(hubsOf(lab)).toHaveLength(3);
	lab.write('71\r');
	await lab.until('✓ 1 reading, once on every chain', settleMs);
	lab.write('cs');
	await lab.untilTold('C cannot hear A and B. Their chains are still the same.');
	lab.write('66\r');
	await lab.untilTold('C has added 1 block that A and B do not have.');
	lab.write('a74\r');
	await lab.untilTold('a fork after block 1.');
	lab.write('b92\r');
	await lab.untilTold('A and B have added 2 blocks that C does not have, and C has 1 that A and B do not');
	expect(lab.screen()).toMatch(/^ {3}2 {2}74 .* A\+B +│ {3}2 {2}74 .* A\+B +│▸ {2}2 {2}66 .* only C$/m);
	expect(lab.screen()).toContain('╌╌ fork: up to block 1 the chains are the same');

	lab.write('h');
	await lab.until('✓ 4 readings, each once on every chain   ✓ one chain of 5 blocks', settleMs);
	const told = await lab.untilTold(
		'The chain of A and B was longer (2 new against 1): C replaced 1 block, and its reading 66 is now block 4. No reading is lost.',
		settleMs,
	);
	expect(told).toMatch(/╌ 2 66 ▐▌[0-9a-f]+ now 4/);
	const tips = [...lab.screen().matchAll(/● live {2}#4 {2}▐▌([0-9a-f]{6})/g)].map(match => match[1]);
	expect(tips).toHaveLength(3);
	expect(new Set(tips).size).toBe(1);
	const rows = ['1  71', '2  74', '3  92', '4  66'];
	for (const row of rows) expect(lab.screen().split(`  ${row} ▐▌`)).toHaveLength(4);

	lab.write('q');
	expect((await lab.exited()).exitCode).toBe(0);
	expect(lab.screen().trim()).toBe(
		'The lab had 4 readings and 5 blocks; its hubs and their folder are gone.',
	);
	await expectNothingLeft(lab);
}, 60_000);

test('a hub that is killed with readings nobody else has brings them back, and gets what was typed meanwhile', async () => {
	await using lab = await openLab([], {rows: 50});
	lab.write('cs70\r');
	await lab.until('C has added 1 block', settleMs);
	lab.write('k');
	await lab.until('✗ killed', settleMs);
	expect(hubsOf(lab)).toHaveLength(2);
	lab.write('88\ra71\r');
	await lab.untilTold('C does not run, and 1 reading waits for it.');
	lab.write('hck');
	await lab.until('✓ 3 readings, each once on every chain   ✓ one chain of 4 blocks', settleMs);
	await lab.untilTold('Hub C runs again, with every block that it had acknowledged.');
	lab.write('q');
	await lab.exited();
	await expectNothingLeft(lab);
}, 60_000);

describe('ending', () => {
	for (const [how, end, exitCode] of [
		['Ctrl+C', (lab: Lab) => lab.write('\x03'), 0],
		['SIGTERM', (lab: Lab) => lab.kill('SIGTERM'), 143],
		['SIGHUP', (lab: Lab) => lab.kill('SIGHUP'), 129],
	] as const) {
		test(`with ${how} leaves no process and no folder, and gives the terminal back`, async () => {
			await using lab = await openLab();
			end(lab);
			expect((await lab.exited()).exitCode).toBe(exitCode);
			expect(lab.emulator.buffer.active.type).toBe('normal');
			expect(lab.cursor()).toBeDefined();
			await expectNothingLeft(lab);
		}, 30_000);
	}

	test('while the hubs still start leaves nothing either', async () => {
		const folder = makeFolder('labs');
		const env = createChildEnv({TMPDIR: folder});
		await using terminal = openTerminal(process.execPath, [bin, 'lab', 'partition'], {env});
		await terminal.until('◌ starting', settleMs);
		terminal.write('q');
		await terminal.exited();
		await expectNothingLeft({folder});
	}, 30_000);

	test('by kill -9 ends the hubs, too, and the next lab removes their folder', async () => {
		const lab = await openLab();
		expect(hubsOf(lab)).toHaveLength(3);
		lab.kill('SIGKILL');
		await within('the end of the lab', lab.exit, settleMs);
		await expect.poll(() => hubsOf(lab), {timeout: settleMs}).toEqual([]);
		expect(readdirSync(lab.folder)).toHaveLength(1);
		await using next = openTerminal(process.execPath, [bin, 'lab', 'partition'], {env: lab.env});
		await next.until('one chain of 1 block', settleMs);
		next.write('q');
		await next.exited();
		await expectNothingLeft(lab);
	}, 60_000);
});

test('it keeps to itself: no option, state or data of the person is read or written', async () => {
	const home = createChildEnv();
	await using lab = await openLab([], {
		env: {
			...home,
			BCHAIN_EPHEMERAL: '1',
			BCHAIN_PORT: '1',
			BCHAIN_BPM_RANGE: '5-6',
			PORT: '1',
			BCHAIN_PEER: 'localhost:1',
		},
	});
	lab.write('71\r');
	await lab.until('✓ 1 reading, once on every chain', settleMs);
	lab.write('q');
	await lab.exited();
	expect(readdirSync(home.HOME!)).toEqual([]);
	await expectNothingLeft(lab);
}, 30_000);

test('--demo plays a fork by itself, and hands over at a key', async () => {
	await using lab = await openLab(['--demo'], {cols: 120, rows: 36});
	await lab.until('✓ 1 reading, once on every chain', settleMs);
	lab.write('a');
	lab.write('99\r');
	await lab.until('✓ 2 readings, each once on every chain', settleMs);
	expect(lab.screen()).toMatch(/2 {2}\d\d:\d\d:\d\d {2}99 /);
}, 60_000);

test('it fits small terminals, and is plain where there is neither colour nor more than ASCII', async () => {
	await using lab = await openLab(['--ascii'], {cols: 40, rows: 10, env: {NO_COLOR: '1'}});
	lab.write('71\r');
	await lab.until('ok 1 reading, once', settleMs);
	expect(lab.screen()).toMatch(/^[\x20-\x7e\n]*$/);
	expect(lab.raw()).not.toMatch(/\x1b\[\d[\d;]*m/);
	lab.resize(120, 36);
	await lab.until('[A]--');
	lab.resize(30, 8);
	await lab.untilTold('at least 40x10');
}, 30_000);

test('without a terminal, or with a name that is none, one sentence says what to do', async () => {
	const {status, stdout, stderr} = spawnSync(process.execPath, [bin, 'lab', 'partition'], {
		env: createChildEnv(),
		input: '',
		encoding: 'utf8',
	});
	expect([status, stdout]).toEqual([1, '']);
	expect(stderr).toBe(
		'"bchain lab partition" draws on a whole terminal, and there is none here: start it in one, without pipes.\n',
	);
	expect(await run(['lab', 'partitoin'])).toMatchObject({
		...{code: 2, stdout: '', stderr: '"partitoin" is no lab; did you mean "partition"?\n'},
	});
	expect(await run(['lab'])).toMatchObject({
		code: 0,
		stdout: expect.stringContaining('bchain lab partition'),
	});
});
