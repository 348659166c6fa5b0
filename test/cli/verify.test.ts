import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {formatBlock} from '../../src/core/block.ts';
import {makeLedger, openLedger, tamper} from '../server/ledgers/support/ledgers.ts';
import {makeChain, readVector} from '../support/chains.ts';
import {makeFolder} from '../support/child-env.ts';
import {startHub} from '../support/hub-process.ts';
import {run} from './run-program.ts';

const chain = makeChain([72, 80, 65]);
const tip = {index: 3, hash: chain[3]!.hash};
const lines = chain.map(block => `${formatBlock(block)}\n`).join('');
const array = `[${chain.map(formatBlock).join(',')}]`;

/** A folder with these files in it, to run the program in. */
function makePlace(files: Readonly<Record<string, string | Uint8Array>>): {readonly cwd: string} {
	const cwd = makeFolder('place');
	for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cwd, name), text);
	return {cwd};
}

describe('bchain verify, of a file', () => {
	it('says by which rule it is valid, and where it ends', async () => {
		const place = makePlace({'chain.ndjson': lines});
		expect(await run(['verify', 'chain.ndjson'], place)).toEqual({
			code: 0,
			stdout: `chain.ndjson is valid by the decimal rule: 4 blocks, 0 to 3.\nTip: 3 ${tip.hash}\n`,
			stderr: '',
		});
	});

	it('says what the rule of a tutorial chain leaves unprotected', async () => {
		const place = makePlace({'part2.txt': readVector('tutorial-part2.session.txt')});
		const {code, stdout} = await run(['verify', 'part2.txt'], place);
		expect(code).toBe(0);
		expect(stdout.split('\n')).toEqual([
			"part2.txt is valid by the tutorial's rule (rune): 5 blocks, 0 to 4.",
			'Tip: 4 a7dba63c5b479cfe2a123662107ce91e263c88d7ad333dea9eba53eec3c3677b',
			'This rule leaves unprotected:',
			'- Times have no fixed length: a digit can move from one field to the next, and the hash stays the same.',
			'- Index and BPM are hashed as characters: all negative numbers, and others, hash alike.',
			'- The genesis block has no hash: nothing shows a change of it.',
			'',
		]);
	});

	it('names the first bad block, why, and what holds', async () => {
		const place = makePlace({'chain.json': array.replace(':80,', ':81,')});
		expect(await run(['verify', 'chain.json'], place)).toEqual({
			code: 1,
			stdout:
				'chain.json is broken at block 2: its Hash is not the SHA-256 of its fields by the decimal rule. The 2 blocks before it hold.\n',
			stderr: '',
		});
	});

	it('says on standard error which array of a session it took', async () => {
		const input = `Enter a new BPM:72\n\nEnter a new BPM:${array}${array.slice(0, -9)}`;
		expect(await run(['verify', '-'], {input})).toEqual({
			code: 0,
			stdout: `Standard input is valid by the decimal rule: 4 blocks, 0 to 3.\nTip: 3 ${tip.hash}\n`,
			stderr: 'Array 1 of 2 was taken: it is the newest that is complete, the one after it breaks off.\n',
		});
	});

	it('joins what a terminal wrapped, and says so', async () => {
		const input = `Enter a new BPM:${array}`.replaceAll(/.{100}/g, '$&\n');
		expect(await run(['verify', '-'], {input})).toEqual({
			code: 0,
			stdout: `Standard input is valid by the decimal rule: 4 blocks, 0 to 3.\nTip: 3 ${tip.hash}\n`,
			stderr: 'Lines that a terminal had wrapped were joined.\n',
		});
	});

	it('says that blocks before a part of a chain were not verified', async () => {
		const input = `[${chain.slice(2).map(formatBlock).join(',')}]`;
		const {code, stdout} = await run(['verify', '-'], {input});
		expect([code, stdout.split('\n')[0], stdout.split('\n')[2]]).toEqual([
			0,
			'Standard input is valid by the decimal rule: 2 blocks, 2 to 3.',
			'The blocks before them are not in it, and were not verified.',
		]);
	});

	it('prefers a file to an address of the same name', async () => {
		const {code, stdout} = await run(['verify', 'localhost:9000'], makePlace({'localhost:9000': lines}));
		expect([code, stdout.split(' is ')[0]]).toEqual([0, 'localhost:9000']);
	});

	it.each([
		['empty.json', 'empty.json: it is empty.\n'],
		['text.txt', 'text.txt: there is no chain of blocks in it.\n'],
		['nowhere.json', 'There is no file or folder "nowhere.json", and an address is written HOST:PORT.\n'],
		['a/b', 'There is no file or folder "a/b", and an address is written HOST:PORT.\n'],
		['place', 'There is no ledger in PLACE: it has no chain.db.\n'],
	])('%s is unreadable', async (name, stderr) => {
		const place = makePlace({'empty.json': '', 'text.txt': 'hello\n'});
		mkdirSync(path.join(place.cwd, 'place'));
		const end = await run(['verify', name], place);
		const shown = end.stderr.replace(path.join(place.cwd, 'place'), 'PLACE');
		expect({...end, stderr: shown}).toEqual({code: 2, stdout: '', stderr});
	});

	it('lets no text of a file reach the terminal as it is', async () => {
		const evil = '\u001b[2J\u009b\u202e';
		const place = makePlace({[`x${evil}`]: `${lines}{"Index":4,"Timestamp":"${evil}"}\n`});
		for (const options of [[], ['--json']]) {
			const {code, stdout, stderr} = await run(['verify', `x${evil}`, ...options], place);
			expect(code).toBe(1);
			expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
		}
	});
});

describe('bchain verify --json', () => {
	it.each([
		[
			'valid',
			lines,
			0,
			{ok: true, rule: 'decimal', strict: true, blocks: 4, first: 0, tip, unprotected: [], notes: []},
		],
		[
			'broken',
			lines.replace(':80,', ':81,'),
			1,
			{
				ok: false,
				index: 2,
				reason: 'hash',
				detail: 'its Hash is not the SHA-256 of its fields by the decimal rule',
				blocks: 2,
				notes: [],
			},
		],
		[
			'unreadable',
			'hello',
			2,
			{ok: false, index: null, reason: 'unreadable', detail: 'x: there is no chain of blocks in it.'},
		],
	])('gives one object for what is %s', async (_name, text, code, object) => {
		const end = await run(['verify', 'x', '--json'], makePlace({x: text}));
		expect({...end, stdout: JSON.parse(end.stdout)}).toEqual({
			code,
			stdout: {...object, source: {kind: 'file', name: 'x'}},
			stderr: '',
		});
		expect(end.stdout.match(/\n/g)).toHaveLength(1);
	});

	it('gives one object also for what is not there', async () => {
		const {code, stdout} = await run(['verify', '--json', '/nonexistent']);
		expect([code, JSON.parse(stdout)]).toEqual([
			2,
			{
				ok: false,
				index: null,
				reason: 'unreadable',
				detail: 'There is no file or folder "/nonexistent", and an address is written HOST:PORT.',
				source: {kind: 'file', name: '/nonexistent'},
			},
		]);
		expect(await run(['verify', '--json', 'localhost:1', '--timeout', 'soon'])).toMatchObject({
			code: 2,
			stdout: '',
		});
	});
});

describe('bchain verify, of a ledger', () => {
	it('verifies a folder while a hub runs on it, and a database by itself', async () => {
		const {folder} = await openLedger();
		const {folder: quiet, chain: stored} = await makeLedger(20);
		expect(await run(['verify', folder])).toMatchObject({
			code: 2,
			stderr: `${folder}: there is no block in it.\n`,
		});
		for (const name of [quiet, path.join(quiet, 'chain.db')])
			expect(await run(['verify', name])).toEqual({
				code: 0,
				stdout: `${name} is valid by the decimal rule: 21 blocks, 0 to 20.\nTip: 20 ${stored.tip!.hash}\n`,
				stderr: '',
			});
	});

	it('names the block that somebody changed, and a tail that is gone', async () => {
		const {folder} = await makeLedger(20);
		tamper(folder, 'DELETE FROM readings WHERE idx > 18; DELETE FROM blocks WHERE idx > 18');
		const lost = await run(['verify', folder, '--json']);
		expect([lost.code, JSON.parse(lost.stdout)]).toMatchObject([1, {ok: false, index: 19, reason: 'tail'}]);
		tamper(folder, 'UPDATE blocks SET bpm = 1 WHERE idx = 7');
		expect(await run(['verify', folder])).toMatchObject({
			code: 1,
			stdout: `${folder} is broken at block 7: its Hash is not the SHA-256 of its fields. The 7 blocks before it hold.\n`,
		});
	});
});

describe('bchain verify, of a running hub', () => {
	it('verifies its whole chain', async () => {
		await using hub = await startHub();
		await run(['send', '72', '80', '--to', hub.address]);
		const {code, stdout} = await run(['verify', hub.address]);
		expect([code, stdout.split('\n')[0]]).toEqual([
			0,
			`The chain of ${hub.address} is valid by the decimal rule: 3 blocks, 0 to 2.`,
		]);
	});

	it('names it with its host and port', async () => {
		await using hub = await startHub();
		const {stdout} = await run(['verify', `:${hub.port}`]);
		expect(stdout).toContain(`The chain of localhost:${hub.port} is valid`);
	});

	it('verifies a broadcast in plain mode', async () => {
		await using hub = await startHub({args: ['--broadcast-interval', '100ms']});
		const {code, stdout} = await run(['verify', hub.address, '--plain', '--json']);
		expect([code, JSON.parse(stdout)]).toMatchObject([0, {ok: true, blocks: 1, source: {kind: 'hub'}}]);
	});

	it('is unreadable where none listens', async () => {
		const hub = await startHub();
		await hub.stop();
		const {code, stdout, stderr} = await run(['verify', hub.address, '--timeout', '200ms']);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toContain(`There is no hub at ${hub.address}: `);
	});
});

it('bchain verify wants one thing to verify', async () => {
	expect(await run(['verify'])).toEqual({
		code: 2,
		stdout: '',
		stderr: 'There is nothing to verify: name a file, a folder or a hub, as in "bchain verify chain.json".\n',
	});
	expect((await run(['verify', 'a', 'b'])).stderr).toBe(
		'"bchain verify" takes one file, folder or address, and "b" is one word too many.\n',
	);
});
