/** The surroundings of a child process: the same on every machine, and never the home of whoever runs the tests. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

export type Env = {readonly [name: string]: string | undefined};

/** Variables of the machine that a child may see; PORT, CI, NO_COLOR, NODE_ENV and the rest stay outside. */
const inherited = ['PATH', 'SystemRoot', 'TMPDIR'];

const home = process.env.BCHAIN_TEST_FOLDER ?? createHome();

/** The folder for everything temporary, removed when this process ends. */
function createHome(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'bchain-test-'));
	process.once('exit', () => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** A new, empty folder, removed after the run. */
export function makeFolder(name = 'folder'): string {
	return mkdtempSync(path.join(home, `${name}-`));
}

/**
 * A clean environment in which every folder for data, state and configuration is empty and new: a program started
 * with it remembers nothing. Give one result to two programs where they shall share what they remember.
 */
export function createChildEnv(extra: Env = {}): Record<string, string> {
	const folder = makeFolder('home');
	const env: Env = {
		...Object.fromEntries(inherited.map(name => [name, process.env[name]])),
		HOME: folder,
		XDG_CACHE_HOME: path.join(folder, 'cache'),
		XDG_CONFIG_HOME: path.join(folder, 'config'),
		XDG_DATA_HOME: path.join(folder, 'data'),
		XDG_STATE_HOME: path.join(folder, 'state'),
		LANG: 'C.UTF-8',
		TZ: 'UTC',
		...extra,
	};
	const isSet = (entry: [string, string | undefined]): entry is [string, string] => entry[1] !== undefined;
	return Object.fromEntries(Object.entries(env).filter(isSet));
}
