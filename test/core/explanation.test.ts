import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {TutorialBlock} from '../../src/core/block.ts';
import {explainHash} from '../../src/core/explanation.ts';
import {type HashRule, hashBlock, sha256} from '../../src/core/hash-rule.ts';
import {hashedText} from '../../src/core/hashed-text.ts';
import {makeChain, readVectorChain} from '../support/chains.ts';
import {requireProgram} from '../support/needs.ts';

const chain = makeChain([72]);

/** What bash prints for each of these commands. */
function runInBash(commands: readonly string[]): readonly string[] {
	const {stdout} = spawnSync('bash', ['--norc'], {input: `${commands.join('\n')}\n`, encoding: 'utf8'});
	return stdout.trimEnd().split('\n');
}

describe('the hash of a block', () => {
	test('is explained by its parts, its text and a line for a shell', () => {
		const [genesis, one] = chain;
		const text = `12026-11-20T05:01:38.390Z72${genesis!.hash}`;
		expect(explainHash('decimal', one!)).toEqual({
			parts: [
				{name: 'Index', text: '1'},
				{name: 'Timestamp', text: '2026-11-20T05:01:38.390Z'},
				{name: 'BPM', text: '72'},
				{name: 'PrevHash', text: genesis!.hash},
			],
			text,
			computed: one!.hash,
			stated: one!.hash,
			holds: true,
			command: `printf %s '${text}' | sha256sum`,
			exception: null,
		});
	});

	test('that was changed is shown beside the one that was computed', () => {
		const changed = {...chain[1]!, bpm: 73};
		expect(explainHash('decimal', changed)).toMatchObject({
			holds: false,
			stated: chain[1]!.hash,
			computed: hashBlock('decimal', changed),
		});
	});

	test('of proof of work ends in the nonce', () => {
		const work = readVectorChain('tutorial-proof-of-work.chain.json')[1]!;
		const {parts, holds} = explainHash('decimal', work);
		expect([parts.at(-1), holds]).toEqual([{name: 'Nonce', text: '16'}, true]);
	});

	test('of the genesis blocks of the tutorial is told as what it is', () => {
		const first = explainHash('decimal', readVectorChain('tutorial-part1.chain.json')[0]!);
		expect([first.text, first.holds]).toEqual(['00', true]);
		expect(first.exception).toContain('before it sets the time');
		const second: TutorialBlock = {index: 0, timestamp: 't', bpm: 0n, hash: '', prevHash: ''};
		const bare = explainHash('rune', second);
		expect([bare.text, bare.holds]).toEqual(['\0t\0', true]);
		expect(bare.exception).toContain('no hash');
		expect(explainHash('rune', {...second, index: 1}).holds).toBe(false);
	});
});

test('bash prints the hash of the tutorial’s chains, of both rules', context => {
	requireProgram('bash', context);
	requireProgram('sha256sum', context);
	const blocks: [HashRule, TutorialBlock][] = [
		...readVectorChain('tutorial-part1.chain.json').map(
			block => ['decimal', block] as [HashRule, TutorialBlock],
		),
		...readVectorChain('tutorial-proof-of-work.chain.json').map(
			block => ['decimal', block] as [HashRule, TutorialBlock],
		),
		['rune', runeBlock(4, 55_297n)],
		['rune', runeBlock(10, 39n)],
		// The text begins with a hyphen.
		['rune', runeBlock(45, 200n)],
	];
	const printed = runInBash(blocks.map(([rule, block]) => explainHash(rule, block).command));
	expect(printed).toEqual(blocks.map(([, {hash}]) => `${hash}  -`));
});

function runeBlock(index: number, bpm: bigint): TutorialBlock {
	const fields = {
		index,
		timestamp: '2026-11-20 04:25:52 +0000 UTC',
		bpm,
		hash: '',
		prevHash: 'ab'.repeat(32),
	};
	return {...fields, hash: hashBlock('rune', fields)};
}

test('whatever stands in a block, bash hashes the same text, and no part of it is a command', context => {
	requireProgram('bash', context);
	requireProgram('sha256sum', context);
	const nasty = [
		"'",
		"'; exit 1; '",
		'%s%n',
		'\\',
		'\\n',
		'$(exit 1)',
		'`exit`',
		'\n',
		'\0',
		'é',
		'🫀',
		'\ud800',
		'-n',
	];
	const texts = fc.array(fc.constantFrom(...nasty, '2026', ' '), {maxLength: 8}).map(parts => parts.join(''));
	const block = fc.record({
		index: fc.nat(70_000),
		timestamp: texts,
		bpm: fc.bigInt({min: -5n, max: 2n ** 63n}),
		hash: fc.constant(''),
		prevHash: texts,
	});
	const cases = fc.sample(fc.tuple(fc.constantFrom<HashRule>('decimal', 'rune'), block), {
		numRuns: 200,
		seed: 3,
	});
	const explained = cases.map(([rule, each]) => explainHash(rule, each));
	expect(runInBash(explained.map(({command}) => command))).toEqual(
		explained.map(({computed}) => `${computed}  -`),
	);
	for (const [at, [rule, each]] of cases.entries()) {
		expect(explained[at]!.text).toBe(hashedText(rule, each));
		expect(explained[at]!.computed).toBe(sha256(hashedText(rule, each)));
		expect(explained[at]!.command).toMatch(/^[\x20-\x7e]+$/);
	}
});
