import {describe, expect, it} from 'vitest';
import {commands, runProgram} from '../../src/cli/program.ts';
import {surround} from './surroundings.ts';

/** The sentence with which the program refuses these arguments. */
async function refuse(args: readonly string[], variables = {}): Promise<unknown> {
	return runProgram(args, surround({variables})).then(
		exitCode => `no refusal, but exit code ${exitCode}`,
		error => ({says: error.message, code: error.code, exitCode: error.exitCode}),
	);
}

function wrong(says: string) {
	return {says, code: 'OPTION_INVALID', exitCode: 2};
}

describe('an unknown command', () => {
	it.each([
		['serv', '"serv" is not a command of bchain; did you mean "serve"?'],
		['conect', '"conect" is not a command of bchain; did you mean "connect"?'],
		['verfy', '"verfy" is not a command of bchain; did you mean "verify"?'],
		['restore', '"restore" is not a command of bchain: "bchain --help" lists them.'],
		['', '"" is not a command of bchain: "bchain --help" lists them.'],
		['9000', '"9000" is not a command of bchain: "bchain --help" lists them.'],
		['-x', '"-x" is not a command of bchain: "bchain --help" lists them.'],
		['--', '"--" is not a command of bchain: "bchain --help" lists them.'],
		['--prot', '"--prot" is not a command of bchain: "bchain --help" lists them.'],
		['__proto__', '"__proto__" is not a command of bchain: "bchain --help" lists them.'],
		['\u001b[31m', '"?[31m" is not a command of bchain: "bchain --help" lists them.'],
	])('%j', async (command, sentence) => {
		expect(await refuse([command])).toEqual(wrong(sentence));
		expect(await refuse([command, '--help', '--port'])).toEqual(wrong(sentence));
	});

	it('an option that stands before its command is told where it goes', async () => {
		expect(await refuse(['--port', '9000', 'serve'])).toEqual(
			wrong('--port comes after the command, as in "bchain serve --port".'),
		);
		expect(await refuse(['--from=x', 'log'])).toEqual(
			wrong('--from comes after the command, as in "bchain log --from".'),
		);
	});
});

describe('an unknown option', () => {
	it.each([
		[['serve', '--prot', '9000'], '"bchain serve" has no option --prot; did you mean --port?'],
		[['serve', '--prot=9000'], '"bchain serve" has no option --prot; did you mean --port?'],
		[['serve', '--PORT', '9000'], '"bchain serve" has no option --PORT; did you mean --port?'],
		[
			['serve', '--broadcast', '1s'],
			'"bchain serve" has no option --broadcast: "bchain serve --help" lists them.',
		],
		[
			['serve', '--broadcast-int', '1s'],
			'"bchain serve" has no option --broadcast-int; did you mean --broadcast-interval?',
		],
		[['serve', '--dat', 'x'], '"bchain serve" has no option --dat; did you mean --data?'],
		[['serve', '-p', '9000'], '"bchain serve" has no option -p: "bchain serve --help" lists them.'],
		[
			['serve', '--no-ephemeral'],
			'"bchain serve" has no option --no-ephemeral: "bchain serve --help" lists them.',
		],
		[
			['serve', '--__proto__', 'x'],
			'"bchain serve" has no option --__proto__: "bchain serve --help" lists them.',
		],
		[
			['serve', '--constructor=x'],
			'"bchain serve" has no option --constructor: "bchain serve --help" lists them.',
		],
		[['serve', '--port.x=1'], '"bchain serve" has no option --port.x: "bchain serve --help" lists them.'],
		[['serve', '--\u001b[31m'], '"bchain serve" has no option --?[31m: "bchain serve --help" lists them.'],
		[['connect', '--plian'], '"bchain connect" has no option --plian; did you mean --plain?'],
		[['connect', '-5'], '"bchain connect" has no option -5: "bchain connect --help" lists them.'],
		[['node', '--plain'], '"bchain node" has no option --plain: "bchain node --help" lists them.'],
		[['log', '--hub', 'a:1'], '"bchain log" has no option --hub; did you mean --from?'],
		[['send', '72', '--hub=a:1'], '"bchain send" has no option --hub; did you mean --to?'],
		[['peers', '--from', 'a:1'], '"bchain peers" has no option --from; did you mean --hub?'],
		[['status', '--to', 'a:1'], '"bchain status" has no option --to; did you mean --hub?'],
		[
			['connect', '--hub', 'a:1'],
			'"bchain connect" has no option --hub; write the address alone, as in "bchain connect localhost:9000".',
		],
		[['serve', '--hub', 'a:1'], '"bchain serve" has no option --hub: "bchain serve --help" lists them.'],
		[['send', '72', '--form', 'x'], '"bchain send" has no option --form: "bchain send --help" lists them.'],
		[['log', '-f--'], '"bchain log" has no option -f--: "bchain log --help" lists them.'],
		[['send', '72', '-x'], '"bchain send" has no option -x: "bchain send --help" lists them.'],
		[['log', '-fx'], '"bchain log" has no option -x: "bchain log --help" lists them.'],
		[['log', '--jso'], '"bchain log" has no option --jso; did you mean --json?'],
		[
			['completion', '--port', '1'],
			'"bchain completion" has no option --port: "bchain completion --help" lists them.',
		],
	])('%j', async (args, sentence) => {
		expect(await refuse(args)).toEqual(wrong(sentence));
	});
});

describe('a missing value', () => {
	it.each([
		[['serve', '--port'], '--port needs a value, as in --port 9000.'],
		[['serve', '--port='], '--port needs a value, as in --port 9000.'],
		[['serve', '--port', ''], '--port needs a value, as in --port 9000.'],
		[['serve', '--port', '--ephemeral'], '--port needs a value, as in --port 9000.'],
		[['serve', '--bpm-range', '--port', '1'], '--bpm-range needs a value, as in --bpm-range 30-250.'],
		[['send', '72', '--to'], '--to needs a value, as in --to localhost:9000.'],
		[['log', '-n'], '-n needs a value, as in -n 20.'],
		[['log', '-n', '-f'], '-n needs a value, as in -n 20.'],
	])('%j', async (args, sentence) => {
		expect(await refuse(args)).toEqual(wrong(sentence));
	});
});

describe('a value that cannot be', () => {
	it.each([
		[
			['serve', '--port', '65536'],
			'--port is "65536": a port is a whole number from 1 to 65535, or 0 for any free one.',
		],
		[
			['serve', '--port=-1'],
			'--port is "-1": a port is a whole number from 1 to 65535, or 0 for any free one.',
		],
		[
			['serve', '--port', '-1'],
			'--port is "-1": a port is a whole number from 1 to 65535, or 0 for any free one.',
		],
		[['serve', '--host', 'a b'], '--host is "a b": a host is a name or an IP address, as in 127.0.0.1.'],
		[
			['serve', '--broadcast-interval', '30'],
			'--broadcast-interval is "30": a duration needs a unit, as in 30s or 30m.',
		],
		[
			['serve', '--broadcast-interval', 'soon'],
			'--broadcast-interval is "soon": a duration is a whole number and a unit, as in 500ms, 30s, 2m or 1h.',
		],
		[
			['serve', '--broadcast-interval', '99ms'],
			'--broadcast-interval is "99ms": it must be from 100ms to 24h.',
		],
		[['serve', '--stall-timeout', '999ms'], '--stall-timeout is "999ms": it must be from 1s to 24h.'],
		[['serve', '--stall-timeout', '25h'], '--stall-timeout is "25h": it must be from 1s to 24h.'],
		[
			['serve', '--broadcast-limit', '8'],
			'--broadcast-limit is "8": a size needs a unit, as in 8MiB or 8KiB.',
		],
		[['serve', '--bpm-range', '999-1'], '--bpm-range is "999-1": the lower number comes first, as in 1-999.'],
		[
			['serve', '--bpm-range', '-2147483649-1'],
			'--bpm-range is "-2147483649-1": both numbers must be from -2147483648 to 2147483647.',
		],
		[
			['serve', '--max-connections', '0'],
			'--max-connections is "0": a number of connections is a whole number from 1 to 1000000.',
		],
		[['serve', '--log-format', 'xml'], '--log-format is "xml": it must be pretty or json.'],
		[
			['serve', '--log-level', 'trace'],
			'--log-level is "trace": it must be debug, info, warn, error or silent.',
		],
		[
			['node', '--port', 'x'],
			'--port is "x": a port is a whole number from 1 to 65535, or 0 for any free one.',
		],
		[['log', '-nf'], '-n is "f": a number of blocks is a whole number from 0 to 1000000000.'],
		[
			['connect', 'tcp://localhost:9000'],
			'The address is "tcp://localhost:9000": it is no URL, so write localhost:9000.',
		],
		[['connect', '9000'], 'The address is "9000": a port alone is written with a colon, as in :9000.'],
		[['connect', 'localhost:0'], 'The address is "localhost:0": a port is a whole number from 1 to 65535.'],
		[
			['connect', ''],
			'The address is "": an address is HOST, HOST:PORT or [IPv6]:PORT, as in localhost:9000.',
		],
		[
			['send', '72', '--to', '[::1'],
			'--to is "[::1": an IPv6 address with a port stands in brackets, as in [::1]:9000.',
		],
		[['send', '72', '--timeout', '10'], '--timeout is "10": a duration needs a unit, as in 10s or 10m.'],
		[
			['log', '--from', '::x'],
			'--from is "::x": an IPv6 address with a port stands in brackets, as in [::1]:9000.',
		],
		[['log', '--timeout', '1ms'], '--timeout is "1ms": it must be from 100ms to 24h.'],
	])('%j', async (args, sentence) => {
		expect(await refuse(args)).toEqual(wrong(sentence));
	});

	it.each([
		[
			'serve',
			{BCHAIN_PORT: '99999'},
			'BCHAIN_PORT is "99999": a port is a whole number from 1 to 65535, or 0 for any free one.',
		],
		[
			'serve',
			{PORT: 'web'},
			'PORT is "web": it gives the port alone, and a port is a whole number from 1 to 65535, or 0 for any free one.',
		],
		[
			'connect',
			{PORT: '0'},
			'PORT is "0": it gives the port alone, and a port is a whole number from 1 to 65535.',
		],
		['connect', {BCHAIN_PLAIN: 'x'}, 'BCHAIN_PLAIN is "x": it must be 1 or 0.'],
		[
			'log',
			{BCHAIN_FROM: 'a b'},
			'BCHAIN_FROM is "a b": an address is HOST, HOST:PORT or [IPv6]:PORT, as in localhost:9000.',
		],
		[
			'log',
			{BCHAIN_TIMEOUT: 'x'},
			'BCHAIN_TIMEOUT is "x": a duration is a whole number and a unit, as in 500ms, 30s, 2m or 1h.',
		],
	])('%s with %j', async (command, variables, sentence) => {
		expect(await refuse([command], variables)).toEqual(wrong(sentence));
	});
});

describe('a command line that does not add up', () => {
	it.each([
		[['serve', '--port', '1', '--port', '2'], '--port was given more than once: give it once.'],
		[['log', '-n', '1', '-n2'], '-n was given more than once: give it once.'],
		[['serve', '--ephemeral=yess'], '--ephemeral is "yess": it must be 1 or 0.'],
		[['serve', '--ephemeral='], '--ephemeral is "": it must be 1 or 0.'],
		[['log', '-f=1'], '-f takes no value: leave out what follows it.'],
		[['serve', '-port', '9000'], '-port needs two hyphens: write --port.'],
		[['serve', '-port=9000'], '-port needs two hyphens: write --port.'],
		[['log', '-json'], '-json needs two hyphens: write --json.'],
		[['serve', '9000'], '"bchain serve" takes only options, and "9000" is one word too many.'],
		[['serve', '--', '--port'], '"bchain serve" takes only options, and "--port" is one word too many.'],
		[['connect', 'a', 'b'], '"bchain connect" takes one address, and "b" is one word too many.'],
		[['log', 'a', 'b'], '"bchain log" takes one address, and "b" is one word too many.'],
		[['log', 'a:1', '--from', 'b:2'], '"a:1" and --from both name a hub: give one of them.'],
		[['status', 'a:1', '--hub', 'b:2'], '"a:1" and --hub both name a hub: give one of them.'],
		[['send', '72', 'localhost:9000'], '"localhost:9000" is no BPM; did you mean --to localhost:9000?'],
		[['send', ':9100', '72'], '":9100" is no BPM; did you mean --to :9100?'],
		[['explain', '1', '::1'], '"::1" is one word too many; did you mean --from ::1?'],
		[['peers', 'accept', 'a:1', 'b:2'], '"b:2" is one word too many; did you mean --hub b:2?'],
		[['completion', 'bash'], '"bchain completion" takes only options, and "bash" is one word too many.'],
	])('%j', async (args, sentence) => {
		expect(await refuse(args)).toEqual(wrong(sentence));
	});
});

it('every command has a describing line and at least two examples that begin with it', () => {
	for (const {name, describe, examples} of commands) {
		expect(describe).toMatch(/^[A-Z].*[a-z]$/);
		expect(examples.length).toBeGreaterThanOrEqual(2);
		for (const [line] of examples) expect(line).toContain(`bchain ${name}`);
	}
});
