import {expect, it} from 'vitest';
import {readMetricsAddress} from '../../src/cli/metrics-options.ts';
import {give, surround} from './surroundings.ts';

const hub = {host: '127.0.0.1', port: 9_000};
const read = (given: Record<string, string>, variables: Record<string, string> = {}) =>
	readMetricsAddress(give(given), surround({variables}), hub);

it('serves no metrics unless asked to', () => {
	expect(read({})).toEqual({});
	expect(read({}, {BCHAIN_METRICS_HOST: '0.0.0.0'})).toEqual({});
});

it('serves them on this machine, or where it is told to', () => {
	expect(read({'metrics-port': '9464'})).toEqual({metrics: {host: '127.0.0.1', port: 9_464}});
	expect(read({'metrics-port': '0', 'metrics-host': '::1'})).toEqual({metrics: {host: '::1', port: 0}});
	expect(read({}, {BCHAIN_METRICS_PORT: '9464', BCHAIN_METRICS_HOST: '0.0.0.0'})).toEqual({
		metrics: {host: '0.0.0.0', port: 9_464},
	});
});

it('does not take a host alone', () => {
	expect(() => read({'metrics-host': '0.0.0.0'})).toThrow(
		'--metrics-host is of use only beside --metrics-port: add that.',
	);
});

it('does not take the port of the hub itself, unless that is elsewhere', () => {
	expect(() => read({'metrics-port': '9000'})).toThrow(
		'The hub itself listens on 127.0.0.1:9000: choose another port with --metrics-port.',
	);
	expect(read({'metrics-port': '9000', 'metrics-host': '127.0.0.2'})).toEqual({
		metrics: {host: '127.0.0.2', port: 9_000},
	});
	expect(readMetricsAddress(give({'metrics-port': '0'}), surround(), {...hub, port: 0})).toEqual({
		metrics: {host: '127.0.0.1', port: 0},
	});
});

it('names what is wrong, and where it came from', () => {
	expect(() => read({'metrics-port': '-1'})).toThrow(/^--metrics-port is "-1": a port is a whole number /);
	expect(() => read({}, {BCHAIN_METRICS_PORT: 'x'})).toThrow(/^BCHAIN_METRICS_PORT is "x": a port is /);
	expect(() => read({'metrics-port': '1', 'metrics-host': '*'})).toThrow(
		/^--metrics-host is "\*": write 0\.0\.0\.0 /,
	);
});
