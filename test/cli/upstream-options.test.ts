import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {readHubSettings, readLedgerFolder} from '../../src/cli/hub-options.ts';
import {give, surround} from './surroundings.ts';

const read = (given: Record<string, string>, variables: Record<string, string> = {}) =>
	readHubSettings(give(given), surround({variables})).upstream;

describe('the hub to be a front for', () => {
	it('is none unless named', () => {
		expect(read({})).toBeUndefined();
	});

	it('is an address, with the usual port where none is named, and keeps ten thousand readings', () => {
		expect(read({upstream: 'lab-hub:9100'})).toEqual({host: 'lab-hub', port: 9_100, queueMax: 10_000});
		expect(read({upstream: '::1'})).toEqual({host: '::1', port: 9_000, queueMax: 10_000});
		expect(read({upstream: 'a', 'queue-limit': '5'})).toMatchObject({queueMax: 5});
		expect(read({}, {BCHAIN_UPSTREAM: 'a:1', BCHAIN_QUEUE_LIMIT: '7'})).toEqual({
			...{host: 'a', port: 1, queueMax: 7},
		});
	});

	it('is refused when it is no address, or keeps nothing', () => {
		expect(() => read({upstream: '9000'})).toThrow(
			'--upstream is "9000": a port alone is written with a colon',
		);
		expect(() => read({upstream: 'a', 'queue-limit': '0'})).toThrow('--queue-limit is "0": ');
	});

	it.each([
		['peer', 'b:1'],
		['network-key-file', '/key'],
		['reorg-limit', '5'],
		['bpm-range', '1-9'],
		['truncate-at', '5'],
		['http-port', '8080'],
	])('decides what --%s is about', (name, value) => {
		expect(() => readHubSettings(give({upstream: 'a', [name]: value}), surround())).toThrow(
			`--upstream and --${name} exclude each other: a front leaves that to the hub behind it.`,
		);
	});

	it('--queue-limit alone is a mistake', () => {
		expect(() => read({'queue-limit': '5'})).toThrow(
			'--queue-limit is for a front: give --upstream, too, or leave it out.',
		);
	});
});

describe('the data folder of a front', () => {
	const folder = (given: Record<string, string | true>) =>
		readLedgerFolder(give(given), surround({variables: {XDG_DATA_HOME: '/d'}}), {
			...{host: 'Lab-Hub', port: 9_100, queueMax: 1},
		});

	it('is one of its own for each hub, unless it is named', async () => {
		expect(path.basename((await folder({}))!)).toBe('lab-hub_9100');
		expect(path.basename(path.dirname((await folder({}))!))).toBe('fronts');
		expect(await folder({data: '/f'})).toBe('/f');
		expect(await folder({ephemeral: true})).toBeNull();
	});
});
