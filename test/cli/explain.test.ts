import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {formatBlock} from '../../src/core/block.ts';
import {makeLedger, tamper} from '../server/ledgers/support/ledgers.ts';
import {makeChain, readVector} from '../support/chains.ts';
import {makeFolder} from '../support/child-env.ts';
import {startHub} from '../support/hub-process.ts';
import {requireProgram} from '../support/needs.ts';
import {run} from './run-program.ts';

const chain = makeChain([72, 80]);
const text = `12026-11-20T05:01:38.390Z72${chain[0]!.hash}`;

function makeFile(content: string | Uint8Array): string {
	const file = path.join(makeFolder('place'), 'chain.json');
	writeFileSync(file, content);
	return file;
}

const array = `[${chain.map(formatBlock).join(',')}]`;

describe('bchain explain', () => {
	it('shows the text that is hashed, its parts, a line for a shell, and the verdict', async () => {
		const file = makeFile(array);
		const {code, stdout, stderr} = await run(['explain', '1', '--file', file]);
		expect([code, stderr]).toEqual([0, '']);
		expect(stdout).toBe(`Block 1 of ${file}

  Index       1
  Timestamp   2026-11-20T05:01:38.390Z
  BPM         72
  PrevHash    ${chain[0]!.hash}

The text that is hashed by the decimal rule, with its parts marked below:

${text}
I${'T'.repeat(24)}BB${'P'.repeat(64)}
I Index, T Timestamp, B BPM, P PrevHash

In a shell, without bchain (macOS: shasum -a 256 instead of sha256sum):

printf %s '${text}' | sha256sum

  SHA-256 of the text  ${chain[1]!.hash}
  Hash of block 1      ${chain[1]!.hash}  the same
  PrevHash of block 1  ${chain[0]!.hash}
  Hash of block 0      ${chain[0]!.hash}  the same

Block 1 holds.
`);
	});

	it.for([
		['tutorial-part1.chain.json', 4],
		['tutorial-part2.session.txt', 4],
		['tutorial-proof-of-work.chain.json', 2],
	] as const)('gives a line that bash agrees with, for %s', async ([name, index], context) => {
		requireProgram('bash', context);
		requireProgram('sha256sum', context);
		const file = makeFile(readVector(name));
		const {stdout} = await run(['explain', String(index), '--file', file]);
		const command = stdout.split('\n').find(line => line.startsWith('printf '))!;
		const stated = /Hash of block \d+ +([0-9a-f]{64}) {2}the same/.exec(stdout)![1];
		expect(spawnSync('bash', ['-c', command], {encoding: 'utf8'}).stdout).toBe(`${stated}  -\n`);
	});

	it('shows a changed block with both hashes, and a broken link', async () => {
		const changed = await run(['explain', '1', '--file', makeFile(array.replace(':72,', ':73,'))]);
		expect(changed.code).toBe(1);
		expect(changed.stdout).toContain(`${chain[1]!.hash}  another one: the block was changed`);
		expect(changed.stdout).toMatch(/\n\nBlock 1 does not hold\.\n$/);
		expect(changed.stderr).toContain('is broken at block 1');
		const linked = await run([
			'explain',
			'2',
			'--file',
			makeFile(array.replace(chain[0]!.hash, 'ab'.repeat(32)).replace(chain[1]!.hash, 'cd'.repeat(32))),
		]);
		expect(linked.code).toBe(1);
		expect(linked.stdout).toContain(`${'cd'.repeat(32)}  another one: the link is broken`);
	});

	it('says that the block before is not there to compare with', async () => {
		const {code, stdout} = await run(['explain', '2', '--file', makeFile(`[${formatBlock(chain[2]!)}]`)]);
		expect(code).toBe(0);
		expect(stdout).toMatch(/Hash of block 1 +\(empty\) +not there to compare with/);
	});

	it('gives one JSON object with --json', async () => {
		const {code, stdout} = await run(['explain', '1', '--json', '--file', '-'], {input: array});
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toEqual({
			ok: true,
			index: 1,
			rule: 'decimal',
			text,
			parts: [
				{name: 'Index', text: '1'},
				{name: 'Timestamp', text: '2026-11-20T05:01:38.390Z'},
				{name: 'BPM', text: '72'},
				{name: 'PrevHash', text: chain[0]!.hash},
			],
			command: `printf %s '${text}' | sha256sum`,
			computed: chain[1]!.hash,
			hash: chain[1]!.hash,
			prevHash: chain[0]!.hash,
			previous: {index: 0, hash: chain[0]!.hash},
			link: 'holds',
			fault: null,
			notes: [],
			source: {kind: 'input', name: 'standard input'},
		});
	});

	it('reads from a data folder, also a block that somebody changed', async () => {
		const {folder, chain: stored} = await makeLedger(20);
		const good = await run(['explain', '20', '--data', folder, '--json']);
		expect([good.code, JSON.parse(good.stdout)]).toMatchObject([
			0,
			{ok: true, hash: stored.tip!.hash, link: 'holds'},
		]);
		tamper(folder, 'UPDATE blocks SET bpm = 1 WHERE idx = 7');
		expect(await run(['explain', '7', '--data', folder])).toMatchObject({code: 1});
		const none = await run(['explain', '21', '--data', folder]);
		expect(none).toEqual({
			code: 2,
			stdout: '',
			stderr: `There is no block 21 in ${folder}: the newest is 20.\n`,
		});
	});

	it('reads from the hub on this machine unless it is told otherwise', async () => {
		await using hub = await startHub();
		const env = {BCHAIN_PORT: String(hub.port), BCHAIN_DATA: '/nowhere'};
		const {code, stdout} = await run(['explain', '0'], {env});
		expect([code, stdout.split('\n')[0]]).toEqual([0, `Block 0 of localhost:${hub.port}`]);
		const none = await run(['explain', '5', '--from', hub.address]);
		expect(none).toEqual({
			code: 2,
			stdout: '',
			stderr: `There is no block 5 in ${hub.address}: the newest is 0.\n`,
		});
	});

	it.each([
		[[], 'Which block? Give its index, as in "bchain explain 1".\n'],
		[['x'], 'The index is "x": the index of a block is a whole number from 0 to 9007199254740991.\n'],
		[['1', '--file', 'a', '--data', 'b'], '--data and --file were both given: give one of them.\n'],
		[['1', '2'], '"bchain explain" takes one index, and "2" is one word too many.\n'],
	])('with %j is wrong use', async (args, stderr) => {
		expect(await run(['explain', ...args])).toEqual({code: 2, stdout: '', stderr});
	});

	it('of a file that is not there says so, also in JSON', async () => {
		const file = path.join(makeFolder(), 'nowhere');
		const sentence = `${file} cannot be read: there is no such file or folder.`;
		expect(await run(['explain', '1', '--file', file])).toEqual({
			code: 2,
			stdout: '',
			stderr: `${sentence}\n`,
		});
		const {code, stdout} = await run(['explain', '1', '--file', file, '--json']);
		expect([code, JSON.parse(stdout)]).toMatchObject([
			2,
			{ok: false, reason: 'unreadable', detail: sentence},
		]);
	});
});
