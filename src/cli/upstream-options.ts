import {BchainError} from '../core/errors.ts';
import {defaults} from '../core/limits.ts';
import {type Address, parseAddress} from './address.ts';
import type {Environment} from './environment.ts';
import {formatOption, type Given, type Option, readValue, type ValueOption} from './options.ts';
import {wholeNumberParser} from './units.ts';

const upstream: ValueOption<Address> = {
	kind: 'value',
	name: 'upstream',
	valueName: 'HOST:PORT',
	describe:
		"Be a front for the hub there, this program's or the tutorial's: show its chain, pass readings on",
	example: '192.168.1.20:9000',
	parse: parseAddress,
};

const queueLimit: ValueOption<number> = {
	kind: 'value',
	name: 'queue-limit',
	valueName: 'N',
	describe: 'Readings that a front keeps for the hub behind it',
	example: '1000',
	shownDefault: String(defaults.queuedReadingsMax),
	parse: wholeNumberParser('a number of readings', {min: 1, max: 1_000_000}),
};

/** What makes a hub a front for another one, in the order of the help. */
export const upstreamOptions: readonly Option[] = [upstream, queueLimit];

/** The hub behind a front. */
export interface UpstreamSettings {
	readonly host: string;
	readonly port: number;
	/** Readings that may wait for it. */
	readonly queueMax: number;
}

/**
 * The hub to be a front for, if any. `others` are options that have no meaning for a front, because the hub behind it
 * decides. Throws OPTION_INVALID, also when one of those is given.
 */
export function readUpstream(
	given: Given,
	environment: Environment,
	others: readonly ValueOption<unknown>[],
): {readonly upstream?: UpstreamSettings} {
	const read = <T>(option: ValueOption<T>) => readValue(option, given, environment);
	const address = read(upstream);
	const queueMax = read(queueLimit);
	if (address === undefined) {
		if (queueMax === undefined) return {};
		throw refuse('--queue-limit is for a front: give --upstream, too, or leave it out.');
	}
	const other = others.find(option => read(option) !== undefined);
	if (other) {
		const name = formatOption(other.name);
		throw refuse(`--upstream and ${name} exclude each other: a front leaves that to the hub behind it.`);
	}
	const {host, port = defaults.port} = address;
	return {upstream: {host, port, queueMax: queueMax ?? defaults.queuedReadingsMax}};
}

function refuse(sentence: string): BchainError {
	return new BchainError('OPTION_INVALID', sentence);
}
