import {expect, it} from 'vitest';
import {readHttp} from '../../src/cli/http-options.ts';
import {readHubSettings} from '../../src/cli/hub-options.ts';
import {give, surround} from './surroundings.ts';

const hub = {host: '127.0.0.1', port: 9_000};
const read = (given: Record<string, string>, variables: Record<string, string> = {}) =>
	readHttp(give(given), surround({variables}), [hub, {host: '127.0.0.1', port: 9_464}]);

it('serves no HTTP unless asked to', () => {
	expect(read({})).toEqual({});
	expect(read({}, {BCHAIN_HTTP_HOST: '0.0.0.0', BCHAIN_HTTP_MAX_STREAMS: '7'})).toEqual({});
});

it('serves it on this machine, or where and how it is told to', () => {
	expect(read({'http-port': '8080'})).toEqual({
		http: {host: '127.0.0.1', port: 8_080, allowHosts: [], streamsMax: 2_000},
	});
	const all = {
		'http-port': '0',
		'http-host': '0.0.0.0',
		'http-allow-host': 'lab.example, school.example,',
		'http-max-streams': '100',
	};
	const http = {host: '0.0.0.0', port: 0, allowHosts: ['lab.example', 'school.example'], streamsMax: 100};
	expect(read(all)).toEqual({http});
	const variables = Object.entries(all).map(([name, value]) => [
		`BCHAIN_${name.toUpperCase().replaceAll('-', '_')}`,
		value,
	]);
	expect(read({}, Object.fromEntries(variables))).toEqual({http});
});

it.each([
	['http-host', '::1'],
	['http-allow-host', 'lab.example'],
	['http-max-streams', '7'],
])('does not take --%s alone', (name, value) => {
	expect(() => read({[name]: value})).toThrow(`--${name} is of use only beside --http-port: add that.`);
});

it('does not take the port of the hub or of its metrics, unless that is elsewhere', () => {
	expect(() => read({'http-port': '9000'})).toThrow(
		'Something else of the hub listens on 127.0.0.1:9000: choose another port with --http-port.',
	);
	expect(() => read({'http-port': '9464'})).toThrow('127.0.0.1:9464');
	expect(read({'http-port': '9000', 'http-host': '127.0.0.2'}).http?.port).toBe(9_000);
	const settings = {'metrics-port': '8080', 'http-port': '8080'};
	expect(() => readHubSettings(give(settings), surround())).toThrow('--http-port');
	const free = readHubSettings(give({port: '0', 'metrics-port': '0', 'http-port': '0'}), surround());
	expect(free.http?.port).toBe(0);
});

it('names what is wrong, and where it came from', () => {
	expect(() => read({'http-port': '-1'})).toThrow(/^--http-port is "-1": a port is a whole number /);
	expect(() => read({}, {BCHAIN_HTTP_PORT: 'x'})).toThrow(/^BCHAIN_HTTP_PORT is "x": a port is /);
	expect(() => read({'http-port': '1', 'http-host': '*'})).toThrow(/^--http-host is "\*": write 0\.0\.0\.0 /);
	expect(() => read({'http-port': '1', 'http-allow-host': 'a b'})).toThrow(
		/^--http-allow-host is "a b": a host is a name or an IP address/,
	);
	const many = Array.from({length: 65}, (_, i) => `host-${i}`).join(',');
	expect(() => read({'http-port': '1', 'http-allow-host': many})).toThrow('at most 64 names can be allowed');
	expect(() => read({'http-port': '1', 'http-max-streams': '0'})).toThrow(/^--http-max-streams is "0": /);
});
