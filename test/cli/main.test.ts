import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it, vi} from 'vitest';
import {commands} from '../../src/cli/program.ts';
import {makeLedger} from '../server/ledgers/support/ledgers.ts';
import {makeFolder} from '../support/child-env.ts';
import {startHub} from '../support/hub-process.ts';
import {run, start} from './run-program.ts';

describe('help', () => {
	it('without a command goes to standard error, with exit code 2', async () => {
		const {code, stdout, stderr} = await run([]);

		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		for (const {name, describe} of commands) {
			expect(stderr).toContain(`bchain ${name} `);
			expect(stderr).toContain(describe.split(' ').slice(0, 4).join(' '));
		}
	});

	it.each([[['--help']], [['-h']], [['help']]])('%j goes to standard output', async args => {
		const {code, stdout, stderr} = await run(args);

		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toContain('Usage: bchain COMMAND [OPTIONS]\n');
	});

	it.each(commands.map(({name}) => name))('of %s shows its options and examples', async name => {
		const {code, stdout, stderr} = await run([name, '--help'], {env: {LANG: 'de_DE.UTF-8'}});
		const command = commands.find(each => each.name === name);

		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout).toMatch(new RegExp(`\nUsage: bchain ${name}\\b`));
		expect(stdout).toMatch(/\nOptions:\n.*\nExamples:\n/s);
		const text = stdout.replaceAll(/\s+/g, ' ');
		for (const option of command?.options ?? [])
			expect(text).toContain(option.name.length > 1 ? ` --${option.name} ` : ` -${option.name} `);
		for (const [line] of command?.examples ?? []) expect(stdout).toContain(`\n  ${line}`);
	});

	it('comes also as "bchain help serve", and whatever else is wrong', async () => {
		const {stdout} = await run(['serve', '--help']);

		expect(await run(['help', 'serve'])).toEqual({code: 0, stdout, stderr: ''});
		expect(await run(['serve', '--prot', '-h'])).toEqual({code: 0, stdout, stderr: ''});
	});
});

it.each([[['--version']], [['serve', '--version']]])('%j prints the version', async args => {
	expect(await run(args)).toEqual({code: 0, stdout: `${__VERSION__}\n`, stderr: ''});
});

describe('wrong use is one sentence on standard error and exit code 2', () => {
	it.each([
		[['serv'], '"serv" is not a command of bchain; did you mean "serve"?\n'],
		[['help', 'serv'], '"serv" is not a command of bchain; did you mean "serve"?\n'],
		[['serve', '--prot', '1'], '"bchain serve" has no option --prot; did you mean --port?\n'],
		[['node', '--port'], '--port needs a value, as in --port 9000.\n'],
		[
			['serve', '--broadcast-interval', '30'],
			'--broadcast-interval is "30": a duration needs a unit, as in 30s or 30m.\n',
		],
	])('%j', async (args, stderr) => {
		expect(await run(args)).toEqual({code: 2, stdout: '', stderr});
	});

	it('with the program named as it was started', async () => {
		const {stderr} = await run(['send', '--to'], {env: {npm_command: 'exec'}});
		const unknown = await run(['send', '--nowhere'], {env: {npm_command: 'exec'}});

		expect(stderr).toBe('--to needs a value, as in --to localhost:9000.\n');
		expect(unknown.stderr).toMatch(/^"npx bchain send" has no option --nowhere/);
	});

	it('with the stack where BCHAIN_DEBUG=1 asks for it', async () => {
		const {code, stderr} = await run(['serv'], {env: {BCHAIN_DEBUG: '1'}});

		expect(code).toBe(2);
		expect(stderr).toMatch(/^BchainError: "serv" is not a command of bchain.*\n {4}at /s);
		expect(stderr).toContain("code: 'OPTION_INVALID'");
	});
});

describe('a fault of our own is one sentence and exit code 70', () => {
	const inject = (code: string) => ({
		nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(code)}`],
	});
	const sentence = `bchain ${__VERSION__} stopped because of a fault of its own (TypeError: boom?): please report it, with what BCHAIN_DEBUG=1 prints.\n`;
	const broken = inject(
		"import net from 'node:net'; net.Server.prototype.listen = () => { throw new TypeError('boom\\u0007'); }",
	);
	const brokenLater = inject(
		"import net from 'node:net'; net.Server.prototype.listen = () => { setTimeout(() => { throw new TypeError('boom\\u0007'); }); }",
	);
	const rejected = inject(
		"import net from 'node:net'; net.Server.prototype.listen = () => { Promise.reject(new TypeError('boom\\u0007')); }",
	);

	it.each([
		['thrown in a command', broken],
		['thrown where nobody awaits it', brokenLater],
		['rejected where nobody awaits it', rejected],
	])('%s', async (_, surroundings) => {
		expect(await run(['serve', '--ephemeral', '--port', '0'], surroundings)).toEqual({
			code: 70,
			stdout: '',
			stderr: sentence,
		});
	});

	it('with the stack where BCHAIN_DEBUG=1 asks for it', async () => {
		const {code, stderr} = await run(['serve', '--ephemeral', '--port', '0'], {
			...broken,
			env: {BCHAIN_DEBUG: '1'},
		});

		expect(code).toBe(70);
		expect(stderr).toMatch(/^TypeError: boom\u0007\n {4}at /);
	});
});

it('ends quietly when nobody reads its output any more', async () => {
	const {child, end} = start(['--help']);
	child.stdout.destroy();

	expect(await end).toEqual({code: 141, stdout: '', stderr: ''});
});

describe.skipIf(!existsSync('/dev/full'))('a full disk behind standard output', () => {
	const sentence = 'Standard output cannot be written: the disk is full.\n';

	it('is one sentence and exit code 1', async () => {
		await using hub = await startHub();
		const {folder} = await makeLedger(3);
		for (const args of [['--help'], ['log', '--from', hub.address], ['export', '--data', folder]]) {
			const {code, stderr} = await run(args, {stdout: '/dev/full'});
			expect([args[0], code, stderr.split('\n').slice(-2).join('\n')]).toEqual([args[0], 1, sentence]);
		}
	});

	it('stops no hub, and its end is as clean as any', async () => {
		const data = makeFolder('data');
		const hub = start(['serve', '--port', '0', '--data', data, '--log-format', 'json'], {
			stdout: '/dev/full',
		});
		const seen = path.join(data, 'hub.json');
		const address = await vi.waitFor(() => {
			const note = JSON.parse(readFileSync(seen, 'utf8')) as {address?: string};
			return note.address ?? expect.fail('it does not listen yet');
		}, 5_000);
		expect(await run(['send', '72', '--to', address])).toMatchObject({code: 0});
		hub.child.kill('SIGTERM');

		expect(await hub.end).toMatchObject({code: 0, stderr: ''});
	});
});

describe('serve', () => {
	it('takes the port from a .env file, and nothing else from it', async () => {
		const cwd = makeFolder('cloned');
		writeFileSync(
			path.join(cwd, '.env'),
			'PORT=0\nHOST=0.0.0.0\nBCHAIN_HOST=0.0.0.0\nBCHAIN_LOG_LEVEL=silent\n',
		);
		const hub = start(['serve'], {cwd});

		const line = await hub.until('a first line', () => hub.written.stdout.match(/^.*"listening".*$/m)?.[0]);
		hub.child.kill('SIGTERM');

		const {host, port} = JSON.parse(line) as {host: string; port: number};
		expect(host).toBe('127.0.0.1');
		expect(port).not.toBe(9000);
		expect(await hub.end).toMatchObject({code: 0, stderr: ''});
	});

	it('says that it ignores a .env that it cannot read', async () => {
		const cwd = makeFolder('cloned');
		mkdirSync(path.join(cwd, '.env'));
		// The default port may be taken on this machine, and which of the two comes next is not the point here.
		const hub = start(['serve', '--ephemeral', '--host', '192.0.2.1'], {cwd});

		expect(await hub.end).toEqual({
			code: 1,
			stdout: '',
			stderr:
				'Ignored .env in this folder: it is not a file.\n' +
				'192.0.2.1 is not an address of this machine: check --host; 0.0.0.0 stands for all of them.\n',
		});
	});

	it('says in one sentence that the port is in use, with exit code 1', async () => {
		await using hub = await startHub();
		const {code, stdout, stderr} = await run(['serve', '--ephemeral', '--port', String(hub.port)]);

		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toBe(
			`A hub already serves ${hub.address}: join it with "bchain connect ${hub.address}", or choose another port with --port.\n`,
		);
	});

	it.each([
		[{npm_command: 'exec'}, 'npx bchain'],
		[{npm_lifecycle_event: 'start'}, 'npx bchain'],
		[{}, 'bchain'],
	])('names commands as they are typed, with %j', async (env, program) => {
		await using hub = await startHub();
		const {stderr} = await run(['serve', '--ephemeral', '--port', String(hub.port)], {env});

		expect(stderr).toContain(`"${program} connect ${hub.address}"`);
	});
});

describe('send', () => {
	it('hands -5 to the range check', async () => {
		await using hub = await startHub();

		const sentence = '-5 is out of range: a BPM is a whole number from 1 to 999. Nothing was sent.\n';

		for (const args of [['-5'], ['72', '-5'], ['--', '-5']]) {
			const {code, stdout, stderr} = await run(['send', ...args], {env: {BCHAIN_TO: hub.address}});
			expect({code, stdout}).toEqual({code: 2, stdout: ''});
			expect(stderr.endsWith(sentence) ? sentence : stderr).toBe(sentence);
		}
	});

	it('finds the hub on the port that serve would take', async () => {
		await using hub = await startHub();

		expect(await run(['send', '72', '+88'], {env: {ADDR: `:${hub.port}`}})).toMatchObject({
			code: 0,
			stdout: '72 is in block 1\n88 is in block 2\n',
		});
	});

	it('says that there is no hub, within its timeout', async () => {
		const {code, stdout, stderr} = await run(['send', '72', '--to', 'localhost:1', '--timeout', '100ms']);

		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toMatch(/^There is no hub at localhost:1: [^\n]*\.\n$/);
	});
});

describe('log', () => {
	it('prints the newest blocks for other programs', async () => {
		await using hub = await startHub();
		await run(['send', '72', '88', '--to', hub.address]);
		const {code, stdout} = await run(['log', '-n2', '--json', '--from', hub.address]);

		const blocks = stdout
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line));
		expect(code).toBe(0);
		expect(blocks.map(({Index, BPM}) => [Index, BPM])).toEqual([
			[1, 72],
			[2, 88],
		]);
	});

	it('-f goes on until Ctrl+C, with exit code 0', async () => {
		await using hub = await startHub();
		const log = start(['log', '-f', '--json', '--from', hub.address]);
		await log.until('the genesis block', () => log.written.stdout.includes('"Index":0'));
		await run(['send', '72', '--to', hub.address]);
		await log.until('the new block', () => log.written.stdout.includes('"BPM":72'));
		log.child.kill('SIGINT');

		expect(await log.end).toMatchObject({code: 0});
	});
});

it('connect without a terminal points to what needs none', async () => {
	expect(await run(['connect'])).toEqual({
		code: 1,
		stdout: '',
		stderr:
			'The full-screen client needs a terminal: without one, "bchain log" prints the chain and "bchain send" adds readings.\n',
	});
});
