import {describe, expect, it} from 'vitest';
import {httpOptions} from '../../src/cli/http-options.ts';
import {hubOptions, readHubSettings, readLedgerFolder} from '../../src/cli/hub-options.ts';
import {metricsOptions} from '../../src/cli/metrics-options.ts';
import {networkOptions} from '../../src/cli/network-options.ts';
import {variableOf} from '../../src/cli/options.ts';
import {upstreamOptions} from '../../src/cli/upstream-options.ts';
import {give, surround} from './surroundings.ts';

describe('without any source', () => {
	const settings = {
		host: '127.0.0.1',
		port: 9000,
		ephemeral: false,
		broadcastIntervalMs: 30_000,
		broadcastBytesMax: 8_388_608,
		bpmRange: [1, 999],
		connectionsMax: 10_000,
		connectionsPerAddressMax: 1_000,
		readingsPerSecondMax: 1_000,
		waitingReadingsMax: 1_024,
		waitingReadingsTotalMax: 100_000,
		catchUpsMax: 64,
		lineBytesMax: 8_192,
		nonsenseBytesMax: 16_777_216,
		nonsenseTimeoutMs: 300_000,
		stallTimeoutMs: 60_000,
		network: {peers: [], key: null, reorgLimit: 0},
		logLevel: 'info',
	};

	it('the defaults hold, for programs where there is no terminal', () => {
		expect(readHubSettings(give(), surround())).toEqual({...settings, logFormat: 'json', color: false});
	});

	it('and for people where there is one', () => {
		expect(readHubSettings(give(), surround({terminal: true}))).toEqual({
			...settings,
			logFormat: 'pretty',
			color: true,
		});
	});
});

const values = {
	host: ['::1', '::1'],
	port: ['0', 0],
	'broadcast-interval': ['100ms', 100],
	'broadcast-limit': ['1KiB', 1_024],
	'bpm-range': ['-10-300', [-10, 300]],
	'max-connections': ['1', 1],
	'max-per-address': ['1', 1],
	'rate-limit': ['0', 0],
	'max-waiting': ['1', 1],
	'max-waiting-total': ['1', 1],
	'max-catch-ups': ['1', 1],
	'line-limit': ['8KiB', 8_192],
	'nonsense-limit': ['64KiB', 65_536],
	'nonsense-timeout': ['1s', 1_000],
	'stall-timeout': ['1s', 1_000],
	'log-format': ['pretty', 'pretty'],
	'log-level': ['silent', 'silent'],
} as const;

const fields = {
	host: 'host',
	port: 'port',
	'broadcast-interval': 'broadcastIntervalMs',
	'broadcast-limit': 'broadcastBytesMax',
	'bpm-range': 'bpmRange',
	'max-connections': 'connectionsMax',
	'max-per-address': 'connectionsPerAddressMax',
	'rate-limit': 'readingsPerSecondMax',
	'max-waiting': 'waitingReadingsMax',
	'max-waiting-total': 'waitingReadingsTotalMax',
	'max-catch-ups': 'catchUpsMax',
	'line-limit': 'lineBytesMax',
	'nonsense-limit': 'nonsenseBytesMax',
	'nonsense-timeout': 'nonsenseTimeoutMs',
	'stall-timeout': 'stallTimeoutMs',
	'log-format': 'logFormat',
	'log-level': 'logLevel',
} as const;

describe.each(Object.keys(values) as (keyof typeof values)[])('--%s', name => {
	const [text, value] = values[name];
	const variable = `BCHAIN_${name.toUpperCase().replaceAll('-', '_')}`;
	const read = (given: Record<string, string>, variables: Record<string, string>) =>
		readHubSettings(give(given), surround({variables}))[fields[name]];

	it('comes from the command line', () => {
		expect(read({[name]: text}, {})).toEqual(value);
	});

	it(`comes from ${variable}`, () => {
		expect(read({}, {[variable]: text})).toEqual(value);
	});

	it('is taken from the command line when both are there, and the other one is not looked at', () => {
		expect(read({[name]: text}, {[variable]: '*nonsense*'})).toEqual(value);
	});

	it(`does not come from an empty ${variable}`, () => {
		expect(read({}, {[variable]: ''})).toEqual(read({}, {}));
	});

	it('is named with its source where it is wrong', () => {
		const prefix = (source: string) => new RegExp(`^${source} is "\\*nonsense\\*": [a-z].*[a-zA-Z0-9]\\.$`);

		expect(() => read({[name]: '*nonsense*'}, {})).toThrow(prefix(`--${name}`));
		expect(() => read({}, {[variable]: '*nonsense*'})).toThrow(prefix(variable));
	});
});

describe('--ephemeral', () => {
	const read = (given: Record<string, string | true>, variables = {}) =>
		readHubSettings(give(given), surround({variables})).ephemeral;

	it.each(['1', 'true', 'yes', 'on', 'TRUE'])('is set by BCHAIN_EPHEMERAL=%s', text => {
		expect(read({}, {BCHAIN_EPHEMERAL: text})).toBe(true);
	});

	it.each(['0', 'false', 'no', 'off', ''])('is not set by BCHAIN_EPHEMERAL=%s', text => {
		expect(read({}, {BCHAIN_EPHEMERAL: text})).toBe(false);
	});

	it('is decided by the command line first', () => {
		expect(read({ephemeral: true}, {BCHAIN_EPHEMERAL: '0'})).toBe(true);
		expect(read({ephemeral: '0'}, {BCHAIN_EPHEMERAL: '1'})).toBe(false);
	});

	it('is 1 or 0', () => {
		expect(() => read({}, {BCHAIN_EPHEMERAL: 'maybe'})).toThrow(
			'BCHAIN_EPHEMERAL is "maybe": it must be 1 or 0.',
		);
		expect(() => read({ephemeral: 'yess'})).toThrow('--ephemeral is "yess": it must be 1 or 0.');
	});
});

describe('the port', () => {
	const sources = [
		['--port', 'given', 'port', '9001'],
		['BCHAIN_PORT', 'variables', 'BCHAIN_PORT', '9002'],
		['PORT', 'variables', 'PORT', '9003'],
		['ADDR', 'variables', 'ADDR', ':9004'],
		['PORT in .env', 'dotEnv', 'PORT', '9005'],
		['ADDR in .env', 'dotEnv', 'ADDR', '9006'],
	] as const;

	function read(from: readonly (readonly [string, string, string, string])[]) {
		const parts: Record<string, Record<string, string>> = {given: {}, variables: {}, dotEnv: {}};
		for (const [, part, name, text] of from) parts[part]![name] = text;
		return readHubSettings(give(parts.given), surround(parts)).port;
	}

	it.each(sources.map((source, index) => [source[0], index] as const))(
		'is taken from %s before every later source, which is not looked at',
		(_, index) => {
			const [wanted, ...later] = sources.slice(index);
			const broken = later.map(([source, part, name]) => [source, part, name, 'x'] as const);

			expect(read([wanted!, ...broken])).toBe(9001 + index);
		},
	);

	it('is 9000 where no source gives one, or only empty ones do', () => {
		expect(read([])).toBe(9000);
		expect(read(sources.slice(1).map(([source, part, name]) => [source, part, name, '']))).toBe(9000);
	});

	it('.env is not read where it is not needed', () => {
		const environment = {
			...surround({variables: {PORT: '9003'}}),
			readDotEnv: () => {
				throw new Error('read');
			},
		};

		expect(readHubSettings(give(), environment).port).toBe(9003);
	});

	it.each([
		['PORT', 'variables', 'PORT', 'tcp://10.0.0.1:9000'],
		['ADDR', 'variables', 'ADDR', 'localhost:9000'],
		['PORT in .env', 'dotEnv', 'PORT', '65536'],
		['ADDR in .env', 'dotEnv', 'ADDR', '::9000'],
	] as const)('%s names itself where it is wrong', (...source) => {
		expect(() => read([source])).toThrow(
			`${source[0]} is "${source[3]}": it gives the port alone, and a port is a whole number from 1 to 65535, or 0 for any free one.`,
		);
	});
});

describe('the folder of the ledger', () => {
	const read = (given: Record<string, string | true>, variables = {}) =>
		readLedgerFolder(give(given), surround({variables}));

	it('is --data, then BCHAIN_DATA, then the folder for data of this user', async () => {
		expect(await read({data: '/a'}, {BCHAIN_DATA: '/b', XDG_DATA_HOME: '/c'})).toBe('/a');
		expect(await read({}, {BCHAIN_DATA: '/b', XDG_DATA_HOME: '/c'})).toBe('/b');
		expect(await read({})).toMatch(/bchain$/);
	});

	it('is none with --ephemeral, which outweighs the variable but not the option', async () => {
		expect(await read({ephemeral: true}, {BCHAIN_DATA: '/b'})).toBeNull();
		await expect(read({ephemeral: true, data: '/a'})).rejects.toThrow(
			'--data and --ephemeral exclude each other: keep the chain in a folder, or in memory.',
		);
	});
});

it('every option of the hub has a test above, or in one of the files beside this one', () => {
	const elsewhere = [...httpOptions, ...metricsOptions, ...networkOptions, ...upstreamOptions].map(
		({name}) => name,
	);
	expect(hubOptions.map(({name}) => name).sort()).toEqual(
		[...Object.keys(values), 'data', 'ephemeral', ...elsewhere].sort(),
	);
});

it('an example in a sentence is a value that is accepted', () => {
	for (const option of hubOptions)
		if (option.kind === 'value') expect(option.parse(option.example)).toMatchObject({ok: true});
});

it('text from outside cannot reach the terminal in a sentence, nor fill it', () => {
	const read = (host: string) => () => readHubSettings(give({host}), surround());

	expect(read('\u001b]0;x\u0007')).toThrow('--host is "?]0;x?": a host is a name or an IP address');
	expect(read('x'.repeat(10_000))).toThrow(`--host is "${'x'.repeat(59)}…": a host is a name`);
});

it('a letter has no variable', () => {
	expect(variableOf({kind: 'flag', name: 'f', describe: ''})).toBeUndefined();
});
