import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {findSource, lookAt} from '../../src/cli/chain-source.ts';
import {makeFolder} from '../support/child-env.ts';

const folder = makeFolder('place');
const at = (name: string) => path.join(folder, name);
mkdirSync(at('data'));
writeFileSync(at('chain.json'), '[]');
writeFileSync(at('backup.db'), 'SQLite format 3\0…');
writeFileSync(at('short'), 'SQLite');

describe('an argument', () => {
	it.each([
		['chain.json', 'file', 'file'],
		['short', 'file', 'file'],
		['data', 'folder', 'ledger'],
		['backup.db', 'database', 'ledger'],
	])('%s is a %s', (name, found, kind) => {
		expect(lookAt(at(name))).toBe(found);
		expect(findSource(at(name))).toEqual({kind, path: at(name)});
	});

	it('is standard input when it is a hyphen, and a device is read like a file', () => {
		expect(findSource('-')).toEqual({kind: 'input'});
		expect(findSource('/dev/null')).toEqual({kind: 'file', path: '/dev/null'});
	});

	it.each([
		['localhost:9000', 'localhost', 9000],
		[':9100', 'localhost', 9100],
		['hub.example:1', 'hub.example', 1],
		['[::1]:9000', '::1', 9000],
		['192.168.1.20', '192.168.1.20', undefined],
		['localhost', 'localhost', undefined],
	])('%s is a hub', (text, host, port) => {
		expect(findSource(text)).toEqual({kind: 'hub', address: {host, port}});
	});

	it.each(['nowhere.json', 'hub.example', 'a/b:9000', at('chain.json/inner'), '', 'x\0', 'x'.repeat(5_000)])(
		'%j is nothing',
		text => {
			expect(() => findSource(text)).toThrow(expect.objectContaining({code: 'OPTION_INVALID'}));
		},
	);
});
