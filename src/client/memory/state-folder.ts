import path from 'node:path';
import {sha256} from '../../core/hash-rule.ts';

/** The parts of a process that say where a user's state is kept. */
export interface Surroundings {
	readonly variables: Readonly<Record<string, string | undefined>>;
	/** `process.platform`. */
	readonly platform: string;
	/** `os.homedir()`. */
	readonly home: string;
}

/**
 * The folder for what a client remembers: `BCHAIN_STATE` where it is set, otherwise the platform's folder for
 * the state of programs. A relative XDG_STATE_HOME does not count, as its specification says.
 */
export function findStateFolder({variables, platform, home}: Surroundings): string {
	const {BCHAIN_STATE, LOCALAPPDATA, XDG_STATE_HOME} = variables;
	if (BCHAIN_STATE) return path.resolve(BCHAIN_STATE);
	if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'bchain');
	if (platform === 'win32') return path.join(LOCALAPPDATA || path.join(home, 'AppData', 'Local'), 'bchain');
	const isUsable = XDG_STATE_HOME !== undefined && path.isAbsolute(XDG_STATE_HOME);
	return path.join(isUsable ? XDG_STATE_HOME : path.join(home, '.local', 'state'), 'bchain');
}

/** File systems take names of 255 bytes. */
const nameCharactersMax = 200;

/** A host as it was typed, in lower case and without the dot at its end: what is remembered goes by that. */
export function nameHost(host: string): string {
	return host.toLowerCase().replace(/\.$/, '');
}

/**
 * The folder of one hub: its host as `nameHost` gives it, and its port.
 * `localhost` and `127.0.0.1` are two addresses, as for ssh. What a file name should not hold is escaped.
 */
export function findHubFolder(stateFolder: string, host: string, port: number): string {
	const name = nameHost(host).replace(
		/[^a-z0-9.-]/g,
		character => `%${character.codePointAt(0)!.toString(16).padStart(2, '0')}`,
	);
	const short = name.length > nameCharactersMax ? sha256(name) : name;
	return path.join(stateFolder, 'hubs', `${short}_${port}`);
}
