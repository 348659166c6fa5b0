import {spawnSync} from 'node:child_process';
import {symlinkSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {TutorialBlock} from '../../src/core/block.ts';
import {explainHash} from '../../src/core/explanation.ts';
import {type HashRule, hashBlock} from '../../src/core/hash-rule.ts';
import {shellLine} from '../../src/core/shell-line.ts';
import {factsOfLong, longChain, refusedFacts} from '../client/support/details.ts';
import {makeFolder} from '../support/child-env.ts';
import {needs, requireProgram, type Skippable} from '../support/needs.ts';

const line = shellLine(1_284, factsOfLong(1_284).explanation);

/** What a shell prints that reads these lines. */
function run(shell: string, lines: readonly string[], env = process.env): {out: string; errors: string} {
	const {stdout, stderr} = spawnSync(shell, [], {input: `${lines.join('\n')}\n`, encoding: 'utf8', env});
	return {out: stdout, errors: stderr};
}

function requireShell(shell: string, context: Skippable): void {
	requireProgram(shell, context);
	requireProgram('sha256sum', context);
}

test('The line is one that people can read', () => {
	expect(line).toBe(
		`printf %s '12842026-11-20T05:23:01.390Z65${longChain[1_283]!.hash}'` +
			' | { sha256sum 2>/dev/null || shasum -a 256; }' +
			` | { read -r hash rest; echo "$hash"; [ "$hash" = ${longChain[1_284]!.hash} ]` +
			" && echo 'OK: this is the Hash of block 1284' || echo 'This is not the Hash of block 1284'; }",
	);
});

describe.each(['sh', 'bash'])('in %s', shell => {
	test('a block that holds is OK, one that was changed is not', context => {
		requireShell(shell, context);
		expect(run(shell, [line])).toEqual({
			out: `${longChain[1_284]!.hash}\nOK: this is the Hash of block 1284\n`,
			errors: '',
		});
		const {explanation} = refusedFacts({bpm: 71}, 'hash');
		expect(run(shell, [shellLine(3, explanation)])).toEqual({
			out: `${explanation.computed}\nThis is not the Hash of block 3\n`,
			errors: '',
		});
	});

	test('a machine that has only shasum does too', context => {
		requireProgram(shell, context);
		requireProgram('shasum', context);
		const folder = makeFolder('bin');
		const find = (program: string): string =>
			process.env
				.PATH!.split(path.delimiter)
				.map(each => path.join(each, program))
				.find(file => spawnSync('test', ['-x', file]).status === 0)!;
		for (const program of [shell, 'shasum', 'perl']) {
			if (needs(program)) symlinkSync(find(program), path.join(folder, program));
		}
		expect(run(path.join(folder, shell), [line], {PATH: folder}).out).toContain('OK: this is the Hash');
	});

	test('nothing that stands in a block is a command', context => {
		requireShell(shell, context);
		const cases = sampleHostile();
		const lines = cases.map(([rule, block]) => shellLine(block.index, explainHash(rule, block)));
		for (const each of lines) expect(each).toMatch(/^[\x20-\x7e]+$/);
		const {out, errors} = run(shell, lines);
		expect(errors).toBe('');
		expect(out).toBe(
			cases
				.map(([rule, block]) => {
					const hash = hashBlock(rule, block);
					const verdict = block.hash === hash ? 'OK: this is the Hash of' : verdictOf(block);
					return `${hash}\n${verdict.replace(/of$/, `of block ${block.index}`)}\n`;
				})
				.join(''),
		);
	});
});

function verdictOf({hash, index}: TutorialBlock): string {
	return /^[0-9a-f]{64}$/.test(hash)
		? 'This is not the Hash of'
		: `Block ${index} states no SHA-256 as its Hash`;
}

/** Blocks of both rules with text that would do something in a shell, of which some hold. */
function sampleHostile(): readonly (readonly [HashRule, TutorialBlock])[] {
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
		'\ud800',
		'-n',
		'!!',
	];
	const text = fc.array(fc.constantFrom(...nasty, '2026', ' '), {maxLength: 8}).map(parts => parts.join(''));
	const block = fc.record({
		index: fc.oneof(fc.constant(45), fc.integer({min: 1, max: 70_000})),
		timestamp: text,
		bpm: fc.bigInt({min: -5n, max: 2n ** 63n}),
		hash: fc.oneof(text, fc.constant('ab'.repeat(32))),
		prevHash: text,
	});
	const cases = fc.sample(fc.tuple(fc.constantFrom<HashRule>('decimal', 'rune'), block, fc.boolean()), {
		numRuns: 100,
		seed: 5,
	});
	return cases.map(([rule, each, holds]) => [rule, holds ? {...each, hash: hashBlock(rule, each)} : each]);
}
