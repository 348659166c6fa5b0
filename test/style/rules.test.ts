import {describe, expect, it} from 'vitest';
import {checkGenerated} from '../../scripts/check/generated.ts';
import {checkStyle, formatProblem} from '../../scripts/check/style.ts';

/** What is said about a file with this text. */
function check(path: string, text: string): readonly string[] {
	return checkStyle([{path, text}]).map(formatProblem);
}

describe('layers', () => {
	it.each([
		["import {readFileSync} from 'node:fs';", 'node:fs'],
		["import pino from 'pino';", 'pino'],
		["export {x} from 'crypto';", 'crypto'],
		["export * from 'node:net';", 'node:net'],
		["import type {Socket} from 'node:net';", 'node:net'],
		["let socket: import('node:net').Socket;", 'node:net'],
		["const net = await import('node:net');", 'node:net'],
		["const net = require('node:net');", 'node:net'],
	])('core may not: %s', (text, name) => {
		expect(check('src/core/bad.ts', `// é 🫀\n${text}\n`)).toEqual([
			`src/core/bad.ts:2 imports ${name}: core is pure: pass in what is needed, or move this to server or client`,
		]);
	});

	it.each([
		['src/core/bad.ts', '../server/hub.ts', 'src/core/ may import only src/core/'],
		['src/core/bad.ts', '../cli.ts', 'src/core/ may import only src/core/'],
		['src/server/bad.ts', '../client/theme.ts', 'src/server/ may import only src/core/ and src/server/'],
		[
			'src/server/ledgers/bad.ts',
			'../../client/theme.ts',
			'src/server/ may import only src/core/ and src/server/',
		],
		[
			'src/client/views/Bad.tsx',
			'../../server/hub.ts',
			'src/client/ may import only src/core/ and src/client/',
		],
		[
			'src/lab/partition/bad.ts',
			'../../server/hub.ts',
			'src/lab/ may import only src/core/ and src/client/ and src/lab/',
		],
		[
			'src/relay/bad.ts',
			'../client/views/App.tsx',
			'src/relay/ may import only src/core/ and src/server/ and src/client/link/ and src/client/memory/ and src/client/chain-columns.ts and src/client/hub-link.ts and src/client/link-event.ts and src/client/reading-id.ts and src/relay/',
		],
		['src/server/bad.ts', '../relay/front.ts', 'src/server/ may import only src/core/ and src/server/'],
		['src/client/bad.ts', '../relay/front.ts', 'src/client/ may import only src/core/ and src/client/'],
		['src/client/bad.ts', '../lab/labs.ts', 'src/client/ may import only src/core/ and src/client/'],
	])('%s may not import %s', (path, specifier, reason) => {
		expect(check(path, `\nimport type {X} from '${specifier}';\n`)).toEqual([
			`${path}:2 imports ${specifier}: ${reason}: move what both need to src/core`,
		]);
	});

	it.each(['ink', 'ink-text-input', 'react', 'react/jsx-runtime', 'react-reconciler'])(
		'the hub may not load %s, not even later',
		name => {
			const message = 'the hub loads neither Ink nor React: move this to src/client';
			expect(check('src/server/bad.ts', `const x = () => import('${name}');`)).toEqual([
				`src/server/bad.ts:1 imports ${name}: ${message}`,
			]);
		},
	);

	it('a front may not use the screen', () => {
		expect(check('src/relay/bad.ts', "import 'ink';")).toEqual([
			'src/relay/bad.ts:1 imports ink: a front has no screen',
		]);
	});

	it('the page may load what browsers have, and nothing of Node by way of core either', () => {
		expect(check('src/page/bad.ts', "import 'node:fs'; import '../client/theme.ts'; import 'ink';")).toEqual([
			'src/page/bad.ts:1 imports node:fs: the page runs in browsers: only React and hashes are there',
			'src/page/bad.ts:1 imports ../client/theme.ts: src/page/ may import only src/core/ and src/page/: move what both need to src/core',
			'src/page/bad.ts:1 imports ink: the page runs in browsers: only React and hashes are there',
			'src/page/bad.ts:1 loads node:fs, which browsers do not have, and the page loads this (src/page/bad.ts): move what the page needs to a module of its own',
		]);
		const page = {
			path: 'src/page/main.ts',
			text: "import {x} from '../core/a.ts'; import 'react-dom/client';",
		};
		const core = {path: 'src/core/a.ts', text: "import type {Y} from './c.ts'; export {z} from './b.ts';"};
		const bad = {path: 'src/core/b.ts', text: "\nimport {hash} from 'node:crypto';"};
		const typesOnly = {path: 'src/core/c.ts', text: "import 'node:buffer';"};
		expect(checkStyle([page, core, bad, typesOnly]).map(formatProblem)).toEqual([
			'src/core/b.ts:2 loads node:crypto, which browsers do not have, and the page loads this (src/page/main.ts → src/core/a.ts → src/core/b.ts): move what the page needs to a module of its own',
		]);
	});

	it('no layer may hide what it imports', () => {
		expect(check('src/server/bad.ts', 'await import(name);')).toEqual([
			'src/server/bad.ts:1 a computed import: write the name as a literal, so that layers can be checked',
		]);
	});

	it('every layer may import what it is there for', () => {
		expect(
			check('src/core/good.ts', "import 'node:crypto'; import 'node:buffer'; import './block.ts';"),
		).toEqual([]);
		expect(
			check('src/server/good.ts', "import 'pino'; import './hub.ts'; import '../core/block.ts';"),
		).toEqual([]);
		expect(check('src/client/good.ts', "import 'ink'; import '../core/block.ts';")).toEqual([]);
		expect(
			check(
				'src/relay/good.ts',
				"import '../server/hub.ts'; import '../client/link/past.ts'; import './a.ts';",
			),
		).toEqual([]);
		expect(check('src/lab/partition/good.ts', "import '../labs.ts'; import '../../client/a.ts';")).toEqual(
			[],
		);
		expect(check('src/cli.ts', "import('./server/serve.ts'); import('./client/connect.ts');")).toEqual([]);
	});
});

describe('purity', () => {
	it.each([
		['Date.now()', 'Date.now'],
		['new Date()', 'new Date()'],
		['Date()', 'Date()'],
		['Math.random()', 'Math.random'],
		['setTimeout(f, 1)', 'setTimeout'],
		['const later = setImmediate', 'setImmediate'],
		['console.log(1)', 'console'],
		['process.env.PORT', 'process'],
		['globalThis.process', 'globalThis'],
		['({performance})', 'performance'],
		['({now: performance})', 'performance'],
	])('core may not use %s', (code, name) => {
		expect(check('src/core/bad.ts', `\n\n${code};\n`)).toEqual([
			`src/core/bad.ts:3 ${name} in core: take the value as an argument instead`,
		]);
		expect(check('src/server/good.ts', code)).toEqual([]);
	});

	it('core may use dates that it is given, and its own names', () => {
		const code =
			'new Date(ms); Date.parse(text); lines.process(); const x = {console: 1}; type T = {process: 1};';
		expect(check('src/core/good.ts', code)).toEqual([]);
	});

	it('only cli.ts may end the process', () => {
		const reason = 'return, or throw a BchainError, and let cli.ts end the process';
		expect(check('src/client/bad.ts', 'f();\nprocess.exit(1);')).toEqual([
			`src/client/bad.ts:2 process.exit outside src/cli.ts: ${reason}`,
		]);
		expect(check('src/cli.ts', 'process.exit(1);')).toEqual([]);
		expect(check('bench/run.ts', 'process.exit(1);')).toEqual([]);
	});
});

describe('sizes', () => {
	const statements = (count: number) => '\tf();\n'.repeat(count);

	it('a file may have 300 lines, and no more', () => {
		expect(check('bench/good.ts', 'f();\n'.repeat(300))).toEqual([]);
		expect(check('bench/bad.ts', 'f();\n'.repeat(301))).toEqual([
			'bench/bad.ts:1 the file has 301 lines, at most 300 are allowed: give a part of it a file of its own',
		]);
	});

	it.each([
		['function f() {', '}'],
		['const f = async () => {', '};'],
		['class C { f() {', '}}'],
		["it('does', () => {", '});'],
	])('a function may have 70 lines, and no more: %s', (head, tail) => {
		expect(check('test/good.test.tsx', `${head}\n${statements(68)}${tail}\n`)).toEqual([]);
		expect(check('test/bad.test.tsx', `\n${head}\n${statements(69)}${tail}\n`)).toEqual([
			'test/bad.test.tsx:2 the function has 71 lines, at most 70 are allowed: split it',
		]);
	});

	it('a list of tests is as long as it has tests', () => {
		expect(check('test/good.test.ts', `describe('x', () => {\n${statements(80)}});`)).toEqual([]);
		expect(check('test/good.test.ts', `describe.each([1])('x', () => {\n${statements(80)}});`)).toEqual([]);
	});
});

describe('generated documents', () => {
	const docs = [{path: 'docs/keys.md', generate: () => '# Keys\n\nq quit\n'}];

	it('are stale when they differ in one line, or are not there', async () => {
		const problems = [
			...(await checkGenerated(docs, () => '# Keys\n\nq leave\n')),
			...(await checkGenerated(docs, () => undefined)),
		];
		expect(problems.map(formatProblem)).toEqual([
			'docs/keys.md:3 is stale, it is made from the code: run "npm run docs"',
			'docs/keys.md:1 is stale, it is made from the code: run "npm run docs"',
		]);
	});

	it('are fresh when they are what the code makes', async () => {
		expect(await checkGenerated(docs, () => '# Keys\n\nq quit\n')).toEqual([]);
	});
});
