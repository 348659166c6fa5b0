import path from 'node:path';
import {expect, test} from 'vitest';
import {findDataFolder} from '../../src/server/data-folder.ts';

const home = path.join(path.sep, 'home', 'ada');

test.each([
	['linux', {}, path.join(home, '.local', 'share', 'bchain')],
	['linux', {XDG_DATA_HOME: path.join(path.sep, 'data')}, path.join(path.sep, 'data', 'bchain')],
	['linux', {XDG_DATA_HOME: 'relative'}, path.join(home, '.local', 'share', 'bchain')],
	['linux', {XDG_DATA_HOME: ''}, path.join(home, '.local', 'share', 'bchain')],
	['darwin', {XDG_DATA_HOME: '/data'}, path.join(home, 'Library', 'Application Support', 'bchain')],
	['win32', {LOCALAPPDATA: path.join(path.sep, 'local')}, path.join(path.sep, 'local', 'bchain')],
	['win32', {}, path.join(home, 'AppData', 'Local', 'bchain')],
])('on %s with %j it is %s', (platform, variables, folder) => {
	expect(findDataFolder({platform, variables, home})).toBe(folder);
});
