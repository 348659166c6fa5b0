import {BchainError} from '../core/errors.ts';
import {defaults, limits} from '../core/limits.ts';
import type {Bounds} from '../server/bounds.ts';
import type {HttpOptions} from '../server/http/http-options.ts';
import {parseHost} from './address.ts';
import {dataOption, readDataFolder} from './data-option.ts';
import {type Environment, wantsColor} from './environment.ts';
import {httpOptions, httpPort, readHttp} from './http-options.ts';
import {boundOptions, readBounds} from './hub-bounds.ts';
import {metricsOptions, readMetricsAddress} from './metrics-options.ts';
import {decidedUpstream, type NetworkSettings, networkOptions, readNetwork} from './network-options.ts';
import {type FlagOption, type Given, type Option, readFlag, readValue, type ValueOption} from './options.ts';
import {portOption, readListeningPort} from './ports.ts';
import {
	durationParser,
	formatDuration,
	formatSize,
	rangeParser,
	sizeParser,
	wholeNumberParser,
	wordParser,
} from './units.ts';
import {readUpstream, type UpstreamSettings, upstreamOptions} from './upstream-options.ts';

/** What an operator may choose. */
const ranges = {
	broadcastIntervalMs: {min: 100, max: 24 * 3_600_000},
	stallTimeoutMs: {min: 1_000, max: 24 * 3_600_000},
	broadcastBytes: {min: 1_024, max: 1_024 ** 3},
	bpm: {min: limits.bpmMin, max: limits.bpmMax},
} as const;

const logFormats = ['pretty', 'json'] as const;
const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

const host: ValueOption<string> = {
	kind: 'value',
	name: 'host',
	valueName: 'HOST',
	describe: 'Address to listen on; 0.0.0.0 opens the hub to the network',
	example: '0.0.0.0',
	shownDefault: defaults.host,
	parse: parseHost,
};

const ephemeral: FlagOption = {
	kind: 'flag',
	name: 'ephemeral',
	describe: 'Keep the chain in memory only, until the hub stops',
};

/** Only of `serve`: what it does is to be read on a screen of its own. */
export const truncateAtOption: ValueOption<number> = {
	kind: 'value',
	name: 'truncate-at',
	valueName: 'INDEX',
	describe: 'Move the blocks from this one on aside, then serve what is left',
	example: '1234',
	parse: wholeNumberParser('the index of a block', {min: 0, max: Number.MAX_SAFE_INTEGER}),
};

const broadcastInterval: ValueOption<number> = {
	kind: 'value',
	name: 'broadcast-interval',
	valueName: 'TIME',
	describe: 'How often a plain connection gets the whole chain',
	example: '1s',
	shownDefault: formatDuration(defaults.broadcastIntervalMs),
	parse: durationParser(ranges.broadcastIntervalMs),
};

const broadcastLimit: ValueOption<number> = {
	kind: 'value',
	name: 'broadcast-limit',
	valueName: 'SIZE',
	describe: 'Largest broadcast; of a longer chain the newest blocks are sent',
	example: '1MiB',
	shownDefault: formatSize(defaults.broadcastBytesMax),
	parse: sizeParser(ranges.broadcastBytes),
};

const bpmRange: ValueOption<readonly [number, number]> = {
	kind: 'value',
	name: 'bpm-range',
	valueName: 'MIN-MAX',
	describe: 'Readings that the hub accepts',
	example: '30-250',
	shownDefault: defaults.bpmRange.join('-'),
	parse: rangeParser(ranges.bpm),
};

const stallTimeout: ValueOption<number> = {
	kind: 'value',
	name: 'stall-timeout',
	valueName: 'TIME',
	describe: 'How long nothing may move on a connection before it is closed',
	example: '30s',
	shownDefault: formatDuration(defaults.stallTimeoutMs),
	parse: durationParser(ranges.stallTimeoutMs),
};

const logFormat: ValueOption<(typeof logFormats)[number]> = {
	kind: 'value',
	name: 'log-format',
	valueName: 'FORMAT',
	describe: 'How events are printed',
	example: 'json',
	shownDefault: 'pretty on a terminal, else json',
	words: logFormats,
	parse: wordParser(logFormats),
};

const logLevel: ValueOption<(typeof logLevels)[number]> = {
	kind: 'value',
	name: 'log-level',
	valueName: 'LEVEL',
	describe: 'Which events are printed: debug, info, warn, error or silent',
	example: 'debug',
	shownDefault: 'info',
	words: logLevels,
	parse: wordParser(logLevels),
};

/** The options of `bchain serve` and `bchain node`, in the order of the help. */
export const hubOptions: readonly Option[] = [
	host,
	portOption,
	dataOption,
	ephemeral,
	broadcastInterval,
	broadcastLimit,
	bpmRange,
	...boundOptions,
	stallTimeout,
	...networkOptions,
	...upstreamOptions,
	...httpOptions,
	...metricsOptions,
	logFormat,
	logLevel,
];

/** What the hub is started with; the unit of a number is the last word of its name. */
export interface HubSettings extends Bounds {
	readonly host: string;
	readonly port: number;
	readonly ephemeral: boolean;
	readonly broadcastIntervalMs: number;
	readonly broadcastBytesMax: number;
	readonly bpmRange: readonly [number, number];
	readonly stallTimeoutMs: number;
	readonly logFormat: (typeof logFormats)[number];
	readonly logLevel: (typeof logLevels)[number];
	readonly color: boolean;
	readonly network: NetworkSettings;
	/** The hub that this one is a front for; none unless given. */
	readonly upstream?: UpstreamSettings;
	/** What is served over HTTP; nothing unless given. */
	readonly http?: HttpOptions;
	/** Where metrics are served; nowhere unless given. */
	readonly metrics?: {readonly host: string; readonly port: number};
}

/** Every setting of a hub, each from the first source that has it. Throws OPTION_INVALID. */
export function readHubSettings(given: Given, environment: Environment): HubSettings {
	const read = <T>(option: ValueOption<T>) => readValue(option, given, environment);
	const {variables, stdoutIsTerminal} = environment;
	const address = {
		host: read(host) ?? defaults.host,
		port: readListeningPort(given, environment),
	};
	const metrics = readMetricsAddress(given, environment, address);
	return {
		...readUpstream(given, environment, [...decidedUpstream, bpmRange, truncateAtOption, httpPort]),
		...readBounds(given, environment),
		...address,
		ephemeral: readFlag(ephemeral, given, environment),
		broadcastIntervalMs: read(broadcastInterval) ?? defaults.broadcastIntervalMs,
		broadcastBytesMax: read(broadcastLimit) ?? defaults.broadcastBytesMax,
		bpmRange: read(bpmRange) ?? defaults.bpmRange,
		stallTimeoutMs: read(stallTimeout) ?? defaults.stallTimeoutMs,
		network: readNetwork(given, environment),
		logFormat: read(logFormat) ?? (stdoutIsTerminal ? 'pretty' : 'json'),
		logLevel: read(logLevel) ?? 'info',
		color: wantsColor(variables, stdoutIsTerminal),
		...metrics,
		...readHttp(given, environment, [address, metrics.metrics]),
	};
}

/**
 * The folder in which a hub keeps its chain, or null for memory. --ephemeral outweighs BCHAIN_DATA, but not a
 * --data beside it. A front has a folder of its own for each hub, unless one is given. Throws OPTION_INVALID.
 */
export async function readLedgerFolder(
	given: Given,
	environment: Environment,
	upstream?: UpstreamSettings,
): Promise<string | null> {
	if (!readFlag(ephemeral, given, environment)) {
		const folder = await readDataFolder(given, environment);
		return upstream && readValue(dataOption, given, environment) === undefined
			? findFrontFolder(folder, upstream)
			: folder;
	}
	if (given.options.has(dataOption.name)) {
		throw new BchainError(
			'OPTION_INVALID',
			'--data and --ephemeral exclude each other: keep the chain in a folder, or in memory.',
		);
	}
	return null;
}

async function findFrontFolder(folder: string, {host, port}: UpstreamSettings): Promise<string> {
	const [path, {findHubFolder}] = await Promise.all([
		import('node:path'),
		import('../client/memory/state-folder.ts'),
	]);
	return path.join(folder, 'fronts', path.basename(findHubFolder(folder, host, port)));
}
