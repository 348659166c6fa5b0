import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {findHubFolder, findStateFolder} from '../../../src/client/memory/state-folder.ts';

describe.skipIf(process.platform === 'win32')('the folder of what is remembered', () => {
	const find = (platform: string, variables: Record<string, string> = {}) =>
		findStateFolder({platform, variables, home: '/home/ada'});

	it('is where the platform keeps the state of programs', () => {
		expect(find('linux')).toBe('/home/ada/.local/state/bchain');
		expect(find('linux', {XDG_STATE_HOME: '/state'})).toBe('/state/bchain');
		expect(find('linux', {XDG_STATE_HOME: 'state'})).toBe('/home/ada/.local/state/bchain');
		expect(find('darwin', {XDG_STATE_HOME: '/state'})).toBe('/home/ada/Library/Application Support/bchain');
		expect(find('win32', {LOCALAPPDATA: '/local'})).toBe('/local/bchain');
		expect(find('win32')).toBe('/home/ada/AppData/Local/bchain');
	});

	it('is where BCHAIN_STATE says, first of all', () => {
		expect(find('linux', {BCHAIN_STATE: '/here', XDG_STATE_HOME: '/state'})).toBe('/here');
		expect(find('darwin', {BCHAIN_STATE: 'here'})).toBe(path.resolve('here'));
	});
});

describe('the folder of a hub', () => {
	it.each([
		['localhost', 9000, 'localhost_9000'],
		['Lab-Hub.Example.', 9000, 'lab-hub.example_9000'],
		['127.0.0.1', 80, '127.0.0.1_80'],
		['::1', 9000, '%3a%3a1_9000'],
		['fe80::1%eth0', 9000, 'fe80%3a%3a1%25eth0_9000'],
		['a_b', 1, 'a%5fb_1'],
		['../..', 1, '..%2f._1'],
	])('of %s, port %j, is %s', (host, port, name) => {
		expect(findHubFolder('/state', host, port)).toBe(path.join('/state', 'hubs', name));
	});

	it('has a name that every file system takes', () => {
		const name = path.basename(findHubFolder('/state', 'a'.repeat(253), 65_535));
		expect(name).toMatch(/^[0-9a-f]{64}_65535$/);
	});
});
