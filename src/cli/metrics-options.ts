import {formatAddress} from '../core/address.ts';
import {BchainError} from '../core/errors.ts';
import {defaults} from '../core/limits.ts';
import type {ListenAddress} from '../server/listen.ts';
import {parseHost} from './address.ts';
import type {Environment} from './environment.ts';
import {type Given, type Option, readValue, type ValueOption} from './options.ts';
import {parseListeningPort} from './units.ts';

const port: ValueOption<number> = {
	kind: 'value',
	name: 'metrics-port',
	valueName: 'PORT',
	describe: 'Serve metrics for Prometheus on this port; 0 picks a free one',
	example: '9464',
	shownDefault: 'no metrics',
	parse: parseListeningPort,
};

const host: ValueOption<string> = {
	kind: 'value',
	name: 'metrics-host',
	valueName: 'HOST',
	describe: 'Address to serve metrics on',
	example: '0.0.0.0',
	shownDefault: defaults.host,
	parse: parseHost,
};

/** Where a hub serves its metrics, in the order of the help. */
export const metricsOptions: readonly Option[] = [port, host];

/**
 * Where to serve metrics, in a shape to spread into the settings of a hub that listens at `hub`; empty when
 * nobody asked for them. Throws OPTION_INVALID, also where the hub itself would be in the way.
 */
export function readMetricsAddress(
	given: Given,
	environment: Environment,
	hub: ListenAddress,
): {readonly metrics?: ListenAddress} {
	const chosen = {
		host: readValue(host, given, environment) ?? defaults.host,
		port: readValue(port, given, environment),
	};
	if (chosen.port === undefined) {
		if (given.options.has(host.name))
			throw new BchainError(
				'OPTION_INVALID',
				'--metrics-host is of use only beside --metrics-port: add that.',
			);
		return {};
	}
	if (chosen.port !== 0 && chosen.port === hub.port && chosen.host === hub.host) {
		const address = formatAddress(hub.host, hub.port);
		throw new BchainError(
			'OPTION_INVALID',
			`The hub itself listens on ${address}: choose another port with --metrics-port.`,
			{source: '--metrics-port', value: String(chosen.port)},
		);
	}
	return {metrics: {host: chosen.host, port: chosen.port}};
}
