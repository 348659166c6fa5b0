import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {fileURLToPath} from 'node:url';
import {describe, expect, it, onTestFinished} from 'vitest';
import {createSqliteLedger} from '../../../src/server/ledgers/sqlite.ts';
import {schemaSteps} from '../../../src/server/ledgers/sqlite-schema-steps.ts';
import {makeFolder} from '../../support/child-env.ts';
import {requireProgram} from '../../support/needs.ts';
import {createWatch} from '../../support/watch.ts';
import {readLedger} from './support/in-thread.ts';
import {Chain, makeLedger, openLedger, refusalOf} from './support/ledgers.ts';

const script = fileURLToPath(new URL('support/ledger-process.ts', import.meta.url));

/** Starts ledger-process.ts; `until` waits for what it has printed. */
function startProcess(mode: string, folder: string, ids: readonly string[] = []) {
	const child: ChildProcess = spawn(process.execPath, [script, mode, folder, ...ids], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	let output = '';
	let errors = '';
	const watch = createWatch(() => (output + errors).slice(-2_000));
	child.stdout!.setEncoding('utf8').on('data', piece => {
		output += piece;
		watch.changed();
	});
	child.stderr!.setEncoding('utf8').on('data', piece => {
		errors += piece;
	});
	const exit = once(child, 'close').then(([code, signal]) => {
		watch.end('the process has ended');
		return {code, signal};
	});
	const lines = (): readonly string[] => output.split('\n').slice(0, -1);
	return {
		child,
		exit,
		errors: () => errors,
		lines,
		until: (count: number, word: string) =>
			watch.until(
				`${count} times ${word}`,
				() => lines().filter(line => line.startsWith(word)).length >= count,
				15_000,
			),
	};
}

describe('a process that is killed', () => {
	it('at any moment loses nothing that was acknowledged, and nothing is stored twice', async () => {
		const folder = makeFolder('ledger');
		const sent = new Set<string>();
		const stored = new Map<string, string>();
		const rounds = 10;
		for (let round = 0; round < rounds; round++) {
			const unanswered = [...sent].filter(id => !stored.has(id));
			const {child, exit, lines, until} = startProcess('append', folder, unanswered);
			// Between the acknowledgements of a batch, before the first one of all, and after hundreds.
			await until(round === 0 ? 1 : 1 + ((round * 37) % 300), round % 3 === 2 ? 'sent' : 'stored');
			child.kill('SIGKILL');
			expect(await exit).toEqual({code: null, signal: 'SIGKILL'});
			for (const line of lines()) {
				const [word, id, ...where] = line.split(' ');
				if (word === 'sent') sent.add(id!);
				if (word !== 'stored') continue;
				expect(stored.get(id!) ?? where.join(' ')).toBe(where.join(' '));
				stored.set(id!, where.join(' '));
			}
			const {blocks, found, opened} = await readLedger(folder, [...sent]);
			expect(opened.notes).toEqual([]);
			for (const [id, where] of stored) {
				const {index, hash} = found.get(id)!;
				expect(`${index} ${hash}`).toBe(where);
				expect(blocks[index]!.hash).toBe(hash);
			}
			expect(new Set([...found.values()].map(({index}) => index)).size).toBe(found.size);
			// Every block but the genesis block is that of one reading that was sent.
			expect(found.size).toBe(blocks.length - 1);
		}
		expect(stored.size).toBeGreaterThan(rounds);
	}, 120_000);

	it('while blocks are replaced has every reading in one block, or it is to be put again', async () => {
		const folder = makeFolder('ledger');
		const accepted = new Set<number>();
		for (let round = 0; round < 8; round++) {
			const {child, exit, lines, until} = startProcess('replace', folder, [String(1 + round * 100_000)]);
			await until(1 + ((round * 37) % 120), 'accepted');
			child.kill('SIGKILL');
			await exit;
			for (const line of lines()) if (line.startsWith('accepted')) accepted.add(Number(line.split(' ')[1]));
			const {blocks, opened} = await readLedger(folder);
			expect(opened.notes).toEqual([]);
			const onChain = blocks.map(({bpm}) => bpm).filter(bpm => bpm > 0);
			const all = [...onChain, ...opened.displaced.map(({bpm}) => bpm)];
			expect(new Set(all).size).toBe(all.length);
			expect([...accepted].filter(bpm => !all.includes(bpm))).toEqual([]);
		}
		expect(accepted.size).toBeGreaterThan(100);
	}, 120_000);

	it('leaves its folder free at once, and until then it is named to whoever wants it', async () => {
		const folder = makeFolder('ledger');
		const {child, exit, until} = startProcess('append', folder);
		await until(1, 'open');
		const refusal = await refusalOf(folder);
		expect(refusal.code).toBe('LEDGER_LOCKED');
		expect(refusal.message.replace(/started \S+,/, 'started T,')).toBe(
			`The ledger in ${folder} is in use by another bchain (process ${child.pid}, started T, on 127.0.0.1:9000): ` +
				'join it with "bchain connect 127.0.0.1:9000", stop that one, or choose another folder with --data.',
		);
		expect(child.exitCode).toBe(null);
		child.kill('SIGKILL');
		const {opened} = await openLedger({folder});
		expect(opened.tip!.index).toBeGreaterThanOrEqual(0);
		await exit;
	});
});

it('a fault of our own in a thread of the ledger ends the process, loudly', async () => {
	const folder = makeFolder('ledger');
	const {exit, errors, lines} = startProcess('crash', folder);
	expect(await exit).toEqual({code: 1, signal: null});
	expect(errors()).toContain('a reading is in one block');
	expect(lines().filter(line => line.startsWith('stored'))).toEqual([]);
	expect((await readLedger(folder)).opened.tip!.index).toBe(0);
});

describe('a folder that is in use', () => {
	it('is refused to another ledger of the same process', async () => {
		const {ledger, folder} = await openLedger();
		expect((await refusalOf(folder)).message).toContain(`(process ${process.pid}, started `);
		await new Chain(ledger).add(72);
		await ledger.close();
		const again = createSqliteLedger({folder});
		onTestFinished(() => again.close());
		expect((await again.open()).tip).toMatchObject({index: 1});
	});

	it('can be read by other programs, while it is written to', async ({skip}) => {
		const {ledger, folder} = await openLedger();
		const chain = new Chain(ledger);
		await chain.add(72, 80);
		const file = path.join(folder, 'chain.db');
		const database = new DatabaseSync(file, {readOnly: true});
		onTestFinished(() => database.close());
		const bpms = database.prepare('SELECT bpm FROM blocks ORDER BY idx');
		expect(bpms.all().map(({bpm}) => bpm)).toEqual([0, 72, 80]);
		await chain.add(65);
		expect(bpms.all().map(({bpm}) => bpm)).toEqual([0, 72, 80, 65]);

		requireProgram('sqlite3', {skip});
		const shell = spawn('sqlite3', [file, 'SELECT bpm FROM blocks ORDER BY idx; UPDATE blocks SET bpm = 99']);
		const output: string[] = [];
		for (const stream of [shell.stdout, shell.stderr])
			stream.setEncoding('utf8').on('data', p => output.push(p));
		await once(shell, 'close');
		expect(output.join('')).toContain('0\n72\n80\n65\n');
		expect(output.join('')).toContain('a block never changes');
		await chain.add(66);
	});

	it('is free when its ledger could not be opened', async () => {
		const {folder} = await makeLedger(3);
		const other = await makeLedger(3);
		const broken = path.join(folder, 'chain.db');
		new DatabaseSync(broken).exec('PRAGMA user_version = 99');
		expect((await refusalOf(folder)).code).toBe('LEDGER_NEWER');
		new DatabaseSync(broken).exec(`PRAGMA user_version = ${schemaSteps.length}`);
		expect((await openLedger({folder})).opened.tip).toMatchObject({index: 3});
		expect((await openLedger({folder: other.folder})).opened.tip).toMatchObject({index: 3});
	});
});
