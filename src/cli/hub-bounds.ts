import {defaults, limits} from '../core/limits.ts';
import type {Bounds} from '../server/bounds.ts';
import type {Environment} from './environment.ts';
import {type Given, type Option, readValue, type ValueOption} from './options.ts';
import {durationParser, formatDuration, formatSize, sizeParser, wholeNumberParser} from './units.ts';

/** What an operator may choose. */
const ranges = {
	/** The protocol promises clients that lines of 8 KiB are taken. */
	lineBytes: {min: limits.lineBytesMax, max: 1_024 ** 2},
	connections: {min: 1, max: 1_000_000},
	readingsPerSecond: {min: 0, max: 1_000_000},
	nonsenseBytes: {min: 64 * 1_024, max: 1_024 ** 3},
	nonsenseTimeoutMs: {min: 1_000, max: 24 * 3_600_000},
	catchUps: {min: 1, max: 10_000},
	waitingReadings: {min: 1, max: 1_000_000},
} as const;

const lineLimit: ValueOption<number> = {
	kind: 'value',
	name: 'line-limit',
	valueName: 'SIZE',
	describe: 'Longest line that is taken from a client',
	example: '64KiB',
	shownDefault: formatSize(defaults.lineBytesMax),
	parse: sizeParser(ranges.lineBytes),
};

const maxConnections: ValueOption<number> = {
	kind: 'value',
	name: 'max-connections',
	valueName: 'N',
	describe: 'Connections served at the same time',
	example: '100',
	shownDefault: String(defaults.connectionsMax),
	parse: wholeNumberParser('a number of connections', ranges.connections),
};

const maxPerAddress: ValueOption<number> = {
	kind: 'value',
	name: 'max-per-address',
	valueName: 'N',
	describe: 'Of these, from one address that is not this machine',
	example: '10',
	shownDefault: String(defaults.connectionsPerAddressMax),
	parse: wholeNumberParser('a number of connections', ranges.connections),
};

const rateLimit: ValueOption<number> = {
	kind: 'value',
	name: 'rate-limit',
	valueName: 'N',
	describe: 'Readings a second from one connection of another machine; 0: no limit',
	example: '10',
	shownDefault: String(defaults.readingsPerSecondMax),
	parse: wholeNumberParser('a number of readings a second', ranges.readingsPerSecond),
};

const nonsenseLimit: ValueOption<number> = {
	kind: 'value',
	name: 'nonsense-limit',
	valueName: 'SIZE',
	describe: 'Close a connection after so much without a reading or command in it',
	example: '1MiB',
	shownDefault: formatSize(defaults.nonsenseBytesMax),
	parse: sizeParser(ranges.nonsenseBytes),
};

const nonsenseTimeout: ValueOption<number> = {
	kind: 'value',
	name: 'nonsense-timeout',
	valueName: 'TIME',
	describe: 'Close a connection whose line has begun so long ago and has not ended',
	example: '30s',
	shownDefault: formatDuration(defaults.nonsenseTimeoutMs),
	parse: durationParser(ranges.nonsenseTimeoutMs),
};

const maxCatchUps: ValueOption<number> = {
	kind: 'value',
	name: 'max-catch-ups',
	valueName: 'N',
	describe: 'Pieces of old blocks fetched from the disk at the same time',
	example: '16',
	shownDefault: String(defaults.catchUpsMax),
	parse: wholeNumberParser('a number of catch-ups', ranges.catchUps),
};

const maxWaiting: ValueOption<number> = {
	kind: 'value',
	name: 'max-waiting',
	valueName: 'N',
	describe: 'Readings of one connection that wait for the disk before no more are read',
	example: '64',
	shownDefault: String(defaults.waitingReadingsMax),
	parse: wholeNumberParser('a number of readings', ranges.waitingReadings),
};

const maxWaitingTotal: ValueOption<number> = {
	kind: 'value',
	name: 'max-waiting-total',
	valueName: 'N',
	describe: 'The same for all connections together',
	example: '10000',
	shownDefault: String(defaults.waitingReadingsTotalMax),
	parse: wholeNumberParser('a number of readings', ranges.waitingReadings),
};

/** The options that bound what a hub takes from outside, in the order of the help. */
export const boundOptions: readonly Option[] = [
	maxConnections,
	maxPerAddress,
	rateLimit,
	maxWaiting,
	maxWaitingTotal,
	maxCatchUps,
	lineLimit,
	nonsenseLimit,
	nonsenseTimeout,
];

/** Every bound, each from the first source that has it. Throws OPTION_INVALID. */
export function readBounds(given: Given, environment: Environment): Bounds {
	const read = (option: ValueOption<number>) => readValue(option, given, environment);
	return {
		lineBytesMax: read(lineLimit) ?? defaults.lineBytesMax,
		connectionsMax: read(maxConnections) ?? defaults.connectionsMax,
		connectionsPerAddressMax: read(maxPerAddress) ?? defaults.connectionsPerAddressMax,
		readingsPerSecondMax: read(rateLimit) ?? defaults.readingsPerSecondMax,
		nonsenseBytesMax: read(nonsenseLimit) ?? defaults.nonsenseBytesMax,
		nonsenseTimeoutMs: read(nonsenseTimeout) ?? defaults.nonsenseTimeoutMs,
		catchUpsMax: read(maxCatchUps) ?? defaults.catchUpsMax,
		waitingReadingsMax: read(maxWaiting) ?? defaults.waitingReadingsMax,
		waitingReadingsTotalMax: read(maxWaitingTotal) ?? defaults.waitingReadingsTotalMax,
	};
}
