import path from 'node:path';

/** The parts of a process that say where a user's data is kept. */
export interface DataSurroundings {
	readonly variables: Readonly<Record<string, string | undefined>>;
	/** `process.platform`. */
	readonly platform: string;
	/** `os.homedir()`. */
	readonly home: string;
}

/**
 * The folder of the ledger unless `--data` or BCHAIN_DATA names one: the platform's folder for the data of
 * programs. A relative XDG_DATA_HOME does not count, as its specification says.
 */
export function findDataFolder({variables, platform, home}: DataSurroundings): string {
	const {LOCALAPPDATA, XDG_DATA_HOME} = variables;
	if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'bchain');
	if (platform === 'win32') return path.join(LOCALAPPDATA || path.join(home, 'AppData', 'Local'), 'bchain');
	const isUsable = XDG_DATA_HOME !== undefined && path.isAbsolute(XDG_DATA_HOME);
	return path.join(isUsable ? XDG_DATA_HOME : path.join(home, '.local', 'share'), 'bchain');
}
