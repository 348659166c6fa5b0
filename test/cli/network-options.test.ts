import {chmodSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {readNetwork} from '../../src/cli/network-options.ts';
import {makeFolder} from '../support/child-env.ts';
import {give, surround} from './surroundings.ts';

const read = (given: Record<string, string>, variables: Record<string, string> = {}) =>
	readNetwork(give(given), surround({variables}));

/** A file with a key, for its owner only. */
function writeKey(text: string, mode = 0o600): string {
	const file = path.join(makeFolder('key'), 'network.key');
	writeFileSync(file, text);
	chmodSync(file, mode);
	return file;
}

describe('the peers', () => {
	it('are none unless named', () => {
		expect(read({})).toEqual({peers: [], key: null, reorgLimit: 0});
	});

	it('are addresses with commas between them, with the usual port where none is named', () => {
		expect(read({peer: 'a:1, b,[::1]:2,'}).peers).toEqual([
			{host: 'a', port: 1},
			{host: 'b', port: 9_000},
			{host: '::1', port: 2},
		]);
		expect(read({}, {BCHAIN_PEER: 'a:1,b:2'}).peers).toHaveLength(2);
		expect(read({peer: 'c:3'}, {BCHAIN_PEER: 'a:1,b:2'}).peers).toEqual([{host: 'c', port: 3}]);
	});

	it('are refused when one of them is no address, or when they are too many', () => {
		expect(() => read({peer: 'a:1,9000'})).toThrow(
			'--peer is "a:1,9000": a port alone is written with a colon, as in :9000.',
		);
		expect(() => read({peer: 'a,'.repeat(65)})).toThrow('at most 64 addresses can be dialled.');
	});
});

describe('the reorg limit', () => {
	it('is 1000 in a network and 0 outside, unless it is given', () => {
		const key = writeKey('0123456789abcdef');
		expect(read({peer: 'a'}).reorgLimit).toBe(1_000);
		expect(read({'network-key-file': key}).reorgLimit).toBe(1_000);
		expect(read({peer: 'a', 'reorg-limit': '0'}).reorgLimit).toBe(0);
		expect(read({'reorg-limit': '7'}).reorgLimit).toBe(7);
		expect(read({}, {BCHAIN_REORG_LIMIT: '8'}).reorgLimit).toBe(8);
	});

	it('is a whole number', () => {
		expect(() => read({'reorg-limit': '-1'})).toThrow(
			'--reorg-limit is "-1": a number of blocks is a whole number from 0 to 1000000.',
		);
	});
});

describe('the network key', () => {
	it('is what the file holds, without white space around it', () => {
		expect(read({'network-key-file': writeKey('\n 0123456789abcdef \n')}).key).toEqual(
			Buffer.from('0123456789abcdef'),
		);
	});

	it.each([
		['0123456789abcde\n', 'has 15 bytes: it must have at least 16, as from "openssl rand -hex 32".'],
		['', 'has 0 bytes: it must have at least 16, as from "openssl rand -hex 32".'],
		['x'.repeat(70_000), 'cannot be read: it is longer than 65536 bytes.'],
	])('is refused where it can be guessed, or is no key: %j', (text, why) => {
		const file = writeKey(text);
		expect(() => read({'network-key-file': file})).toThrow(`" ${why}`);
	});

	it('is refused where there is none', () => {
		expect(() => read({'network-key-file': '/nowhere/key'})).toThrow(
			'The network key "/nowhere/key" cannot be read: there is no such file or folder.',
		);
		expect(() => read({'network-key-file': '/'})).toThrow('The network key "/" cannot be read: it is');
	});

	it.skipIf(process.platform === 'win32')('that others may read is used, and said to be so', () => {
		const file = writeKey('0123456789abcdef', 0o640);
		const surroundings = surround();
		expect(readNetwork(give({'network-key-file': file}), surroundings).key).toHaveLength(16);
		expect(surroundings.hints).toEqual([
			`Others on this machine may read the network key: chmod 600 ${file}`,
		]);
		chmodSync(file, 0o600);
		const quiet = surround();
		readNetwork(give({'network-key-file': file}), quiet);
		expect(quiet.hints).toEqual([]);
	});
});
