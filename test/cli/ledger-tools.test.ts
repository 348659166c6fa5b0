/** `bchain export`, `import` and `backup`, through the built program. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {type Block, formatBlock} from '../../src/core/block.ts';
import {chainFormats, formatChain} from '../../src/core/chain-format.ts';
import {Chain, makeLedger, openLedger, tamper} from '../server/ledgers/support/ledgers.ts';
import {makeChain, readVector} from '../support/chains.ts';
import {createChildEnv, makeFolder} from '../support/child-env.ts';
import {bin} from '../support/hub-process.ts';
import {requireProgram} from '../support/needs.ts';
import {within} from '../support/watch.ts';
import {run} from './run-program.ts';

function makeFile(text: string | Uint8Array, name = 'chain'): string {
	const file = path.join(makeFolder('place'), name);
	writeFileSync(file, text);
	return file;
}

const write = (format: (typeof chainFormats)[number], blocks: readonly Block[]) =>
	[...formatChain(format, [blocks])].join('');

describe('bchain export', () => {
	it.each(chainFormats)('writes the chain as %s, also while a hub runs on the folder', async format => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72, 80);
		const expected = write(format, chain.blocks);
		const args = ['export', '--data', folder, '--format', format];
		expect(await run(args)).toEqual({code: 0, stdout: expected, stderr: ''});
		const file = path.join(makeFolder(), 'out');
		expect(await run([...args, '-o', file])).toEqual({code: 0, stdout: '', stderr: ''});
		expect(readFileSync(file, 'utf8')).toBe(expected);
	});

	it('takes the folder from BCHAIN_DATA, or that of the user', async () => {
		const {folder, chain} = await makeLedger(3);
		const expected = {code: 0, stdout: write('ndjson', chain.blocks), stderr: ''};
		expect(await run(['export'], {env: {BCHAIN_DATA: folder}})).toEqual(expected);
		const home = makeFolder();
		mkdirSync(path.join(home, 'bchain'));
		copyFileSync(path.join(folder, 'chain.db'), path.join(home, 'bchain', 'chain.db'));
		expect(await run(['export'], {env: {XDG_DATA_HOME: home}})).toEqual(expected);
	});

	it('never writes over a file without --force', async () => {
		const {folder, chain} = await makeLedger(3);
		const file = makeFile('mine');
		const args = ['export', '--data', folder, '--output', file];
		expect(await run(args)).toEqual({
			code: 1,
			stdout: '',
			stderr: `${file} is there already: give another name, or --force to replace it.\n`,
		});
		expect(readFileSync(file, 'utf8')).toBe('mine');
		expect(await run([...args, '--force'])).toMatchObject({code: 0});
		expect(readFileSync(file, 'utf8')).toBe(write('ndjson', chain.blocks));
	});

	it('of a broken chain ends at its first bad block, and leaves no file', async () => {
		const {folder} = await makeLedger(10);
		tamper(folder, 'UPDATE blocks SET bpm = 99 WHERE idx = 5');
		const file = path.join(makeFolder(), 'out');
		const {code, stderr} = await run(['export', '--data', folder, '-o', file]);
		expect([code, existsSync(file), readdirSync(path.dirname(file))]).toEqual([1, false, []]);
		expect(stderr).toContain('is broken at block 5: its Hash is not the SHA-256 of its fields.');
	});

	it('is silent when its reader leaves, and waits for a slow one', async context => {
		requireProgram('bash', context);
		const {folder, chain} = await makeLedger(20_000);
		const env = createChildEnv({PROGRAM: bin, NODE: process.execPath, DATA: folder});
		const script = '"$NODE" "$PROGRAM" export --data "$DATA" | head -n 1; echo "$PIPESTATUS" >&2';
		const child = spawn('bash', ['-c', script], {env, stdio: ['ignore', 'pipe', 'pipe']});
		let [stdout, stderr] = ['', ''];
		child.stdout.setEncoding('utf8').on('data', text => (stdout += text));
		child.stderr.setEncoding('utf8').on('data', text => (stderr += text));
		await within('the end of the pipe', once(child, 'close'), 10_000);
		expect([stdout, stderr]).toEqual([`${formatBlock(chain.blocks[0]!)}\n`, '0\n']);
		expect((await run(['export', '--data', folder])).stdout).toBe(write('ndjson', chain.blocks));
	});

	it('of a folder without a ledger, or one without blocks, says so', async () => {
		const folder = makeFolder();
		const none = await run(['export', '--data', folder]);
		expect(none).toEqual({
			code: 1,
			stdout: '',
			stderr: `There is no ledger in ${folder}: it has no chain.db.\n`,
		});
		const {folder: empty} = await openLedger();
		const file = path.join(empty, 'chain.db');
		expect(await run(['export', '--data', empty])).toEqual({
			code: 1,
			stdout: '',
			stderr: `There is no block in ${file}.\n`,
		});
	});
});

describe('bchain import', () => {
	it('adds a chain to a new folder, says what, and has nothing to add the second time', async () => {
		const chain = makeChain([72, 80]);
		const folder = path.join(makeFolder(), 'new');
		const args = ['import', makeFile(write('ndjson', chain)), '--data', folder];
		const end = `the ledger in ${folder} holds blocks 0 to 2.\nTip: 2 ${chain[2]!.hash}\n`;
		expect(await run(args)).toEqual({code: 0, stdout: `Added 3 blocks: ${end}`, stderr: ''});
		expect(await run(args)).toEqual({code: 0, stdout: `Nothing to add: ${end}`, stderr: ''});
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(statSync(path.join(folder, 'chain.db')).mode & 0o777).toBe(0o600);
	});

	const good = makeChain([72, 80]);
	const text = write('json', good);
	it.each([
		[
			'a chain of the tutorial',
			readVector('tutorial-part1.chain.json'),
			1,
			"is valid only by the tutorial's rule (decimal), which leaves changes unnoticed, and a ledger takes only the strict shapes (block 0: Timestamp is not of the form 2026-11-20T05:01:37.390Z).",
		],
		[
			'a broken chain',
			text.replace(':80,', ':81,'),
			1,
			'is broken at block 2: its Hash is not the SHA-256 of its fields by the decimal rule.',
		],
		[
			'a part of a chain',
			write('json', good.slice(1)),
			1,
			'begins at block 1, and a chain is imported from its genesis block on.',
		],
		['what nc has shown', `${text}${text}`, 1, 'there are 2 arrays in'],
		['a text', 'hello', 2, 'there is no chain of blocks in it.'],
		[
			'a database',
			'SQLite format 3\0',
			2,
			'is a database: "bchain export" makes of it what can be imported.',
		],
	])('refuses %s, and makes no folder', async (_name, content, code, sentence) => {
		const folder = path.join(makeFolder(), 'new');
		const end = await run(['import', makeFile(content), '--data', folder]);
		expect([end.code, end.stdout, existsSync(folder)]).toEqual([code, '', false]);
		expect(end.stderr).toContain(sentence);
	});

	it('refuses a chain that is not that of the ledger, and names the first difference', async () => {
		const {folder, chain} = await makeLedger(10);
		const other = makeChain([...chain.blocks.slice(1, 5).map(({bpm}) => bpm), 999]);
		const {code, stderr} = await run(['import', makeFile(write('csv', other)), '--data', folder]);
		expect(code).toBe(1);
		expect(stderr).toBe(
			`The chain is another one than that of the ledger in ${folder}: block 5 is the first that differs (its BPM is 999, and ${chain.blocks[5]!.bpm} in the ledger).\n`,
		);
	});

	it('refuses while a hub runs on the folder, and names its process', async () => {
		const {folder} = await openLedger();
		const {code, stderr} = await run(['import', makeFile(text), '--data', folder]);
		expect(code).toBe(1);
		expect(stderr).toContain(`is in use by another bchain (process ${process.pid}, started `);
	});

	it('refuses what cannot be read twice', async () => {
		const {code, stderr} = await run(['import', '/dev/stdin', '--data', makeFolder()], {input: text});
		expect([code, stderr]).toEqual([
			2,
			'/dev/stdin is no file: it is read twice, so save it as one first.\n',
		]);
		expect((await run(['import', 'nowhere'])).stderr).toBe('There is no file nowhere.\n');
		expect((await run(['import'])).code).toBe(2);
	});
});

it.each(chainFormats)(
	'what is exported as %s verifies, is imported, and is exported as the same bytes',
	async format => {
		const file = makeFile(write(format, makeChain([72, -(2 ** 31), 2 ** 31 - 1])));
		const folder = path.join(makeFolder(), 'new');
		expect(await run(['verify', file])).toMatchObject({code: 0});
		expect(await run(['import', file, '--data', folder])).toMatchObject({code: 0});
		const {code, stdout} = await run(['export', '--data', folder, '--format', format]);
		expect([code, stdout]).toEqual([0, readFileSync(file, 'utf8')]);
	},
);

describe('bchain backup', () => {
	it('copies a ledger in use, says what it holds, and the copy verifies', async () => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72, [80, 'an-id-of-16-chars']);
		const file = path.join(makeFolder(), 'heart.db');
		const {code, stdout, stderr} = await run(['backup', file, '--data', folder]);
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout).toBe(
			`${file} holds blocks 0 to 2 and 2 readings of the ledger ${ledger.id}, all verified (${statSync(file).size} bytes).\nTip: 2 ${chain.tip!.hash}\n`,
		);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(await run(['verify', file])).toMatchObject({code: 0});
		expect(await run(['backup', file, '--data', folder])).toMatchObject({code: 1, stdout: ''});
		expect(await run(['backup', file, '--data', folder, '--force'])).toMatchObject({code: 0});
	});

	it('wants a file to go to', async () => {
		expect(await run(['backup'])).toEqual({
			code: 2,
			stdout: '',
			stderr: 'A backup needs a file to go to, as in "bchain backup heart.db".\n',
		});
	});
});
