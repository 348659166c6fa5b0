import {statSync} from 'node:fs';
import {BchainError} from '../core/errors.ts';
import {defaults} from '../core/limits.ts';
import {printable} from '../core/printable.ts';
import {describeSystemReason} from '../core/system-reason.ts';
import {type Address, parseAddress} from './address.ts';
import {type Environment, readBounded} from './environment.ts';
import {type Given, type Option, quote, readValue, type ValueOption} from './options.ts';
import {fileParser, type Parser, wholeNumberParser} from './units.ts';

/** A network is for tens of hubs; more addresses than that are a mistake. */
const peersMax = 64;
/** A key that can be guessed protects nothing; 16 random bytes cannot. */
const keyBytesMin = 16;
const keyFileBytesMax = 65_536;

/** Addresses with commas between them, as a variable holds them, and as an option given several times is read. */
const parsePeers: Parser<readonly Address[]> = text => {
	const addresses: Address[] = [];
	for (const each of text.split(',').map(part => part.trim())) {
		if (each === '') continue;
		const parsed = parseAddress(each);
		if (!parsed.ok) return parsed;
		addresses.push(parsed.value);
	}
	return addresses.length <= peersMax
		? {ok: true, value: addresses}
		: {ok: false, reason: `at most ${peersMax} addresses can be dialled`};
};

const peer: ValueOption<readonly Address[]> = {
	kind: 'value',
	name: 'peer',
	valueName: 'HOST:PORT',
	describe: 'Another hub to share the chain with; may be given several times',
	example: '192.168.1.20:9000',
	repeatable: true,
	parse: parsePeers,
};

const networkKeyFile: ValueOption<string> = {
	kind: 'value',
	name: 'network-key-file',
	valueName: 'FILE',
	describe: 'The key that all hubs of the network share; without it only hubs of this machine are linked',
	example: '~/network.key',
	parse: fileParser,
};

const reorgLimit: ValueOption<number> = {
	kind: 'value',
	name: 'reorg-limit',
	valueName: 'N',
	describe: 'How many of the newest blocks a better chain of another hub may replace',
	example: '100',
	shownDefault: `${defaults.reorgLimit} in a network, else 0`,
	parse: wholeNumberParser('a number of blocks', {min: 0, max: 1_000_000}),
};

/** What makes a hub a part of a network, in the order of the help. */
export const networkOptions: readonly Option[] = [peer, networkKeyFile, reorgLimit];

/** Of these, what has no meaning for a front. */
export const decidedUpstream: readonly ValueOption<unknown>[] = [peer, networkKeyFile, reorgLimit];

/** What a hub is told of its network; `key` is the content of the key file. */
export interface NetworkSettings {
	readonly peers: readonly {readonly host: string; readonly port: number}[];
	readonly key: Uint8Array | null;
	readonly reorgLimit: number;
}

/**
 * The network of a hub. A hub is part of one when it has peers or a network key. Hints where others may read the
 * key. Throws OPTION_INVALID, and FILE_UNAVAILABLE for a key that cannot be read or is too short.
 */
export function readNetwork(given: Given, environment: Environment): NetworkSettings {
	const read = <T>(option: ValueOption<T>) => readValue(option, given, environment);
	const peers = (read(peer) ?? []).map(({host, port = defaults.port}) => ({host, port}));
	const file = read(networkKeyFile);
	const key = file === undefined ? null : readKey(file, environment);
	const isPart = peers.length > 0 || key !== null;
	return {peers, key, reorgLimit: read(reorgLimit) ?? (isPart ? defaults.reorgLimit : 0)};
}

function readKey(file: string, environment: Environment): Uint8Array {
	const refuse = (why: string, cause?: unknown): BchainError =>
		new BchainError('FILE_UNAVAILABLE', `The network key ${quote(file)} ${why}.`, {file}, cause);
	let key: Uint8Array;
	try {
		key = Buffer.from(readBounded(file, keyFileBytesMax).trim());
		warnOfReaders(file, environment);
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		throw refuse(`cannot be read: ${code === undefined ? message : describeSystemReason(code)}`, error);
	}
	if (key.length >= keyBytesMin) return key;
	throw refuse(
		`has ${key.length === 1 ? '1 byte' : `${key.length} bytes`}: it must have at least ${keyBytesMin}, as from "openssl rand -hex 32"`,
	);
}

/** The rights of a file mean this only where they are those of POSIX. */
function warnOfReaders(file: string, {hint}: Environment): void {
	if (process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return;
	hint(`Others on this machine may read the network key: chmod 600 ${printable(file)}`);
}
