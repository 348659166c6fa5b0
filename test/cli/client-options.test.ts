import {describe, expect, it} from 'vitest';
import {parseAddress} from '../../src/cli/address.ts';
import {hubOption, readHub, readStateFolder, readTimeout} from '../../src/cli/client-options.ts';
import {parseSourced, readValue} from '../../src/cli/options.ts';
import {give, surround} from './surroundings.ts';

function read(text: string | undefined, parts: Parameters<typeof surround>[0] = {}) {
	const address = text === undefined ? text : parseSourced({text, source: 'The address'}, parseAddress);
	return readHub(address, surround(parts));
}

describe('the hub to talk to', () => {
	it.each([
		[undefined, {host: 'localhost', port: 9000}],
		['localhost', {host: 'localhost', port: 9000}],
		[':9100', {host: 'localhost', port: 9100}],
		['example.org', {host: 'example.org', port: 9000}],
		['example.org:9100', {host: 'example.org', port: 9100}],
		['[::1]:9100', {host: '::1', port: 9100}],
	])('%s is %j', (text, hub) => {
		expect(read(text)).toEqual(hub);
	});

	it.each([
		[{variables: {BCHAIN_PORT: '9001', PORT: '9002', ADDR: '9003'}, dotEnv: {PORT: '9004'}}, 9001],
		[{variables: {PORT: '9002', ADDR: '9003'}, dotEnv: {PORT: '9004'}}, 9002],
		[{variables: {ADDR: ':9003'}, dotEnv: {PORT: '9004'}}, 9003],
		[{dotEnv: {PORT: '9004', ADDR: '9005'}}, 9004],
		[{dotEnv: {ADDR: '9005'}}, 9005],
	])('on this machine has the port that serve would take: %j', (parts, port) => {
		expect(read(undefined, parts)).toEqual({host: 'localhost', port});
		expect(read('127.0.0.1', parts)).toEqual({host: '127.0.0.1', port});
		expect(read('::1', parts)).toEqual({host: '::1', port});
	});

	it('keeps a port that is named, and elsewhere has 9000, whatever the surroundings say', () => {
		const variables = {BCHAIN_PORT: '9001', PORT: 'nonsense', ADDR: '9003'};

		expect(read(':9100', {variables})).toEqual({host: 'localhost', port: 9100});
		expect(read('example.org', {variables})).toEqual({host: 'example.org', port: 9000});
	});

	it('has no port 0, which only a hub can listen on', () => {
		expect(() => read(undefined, {variables: {BCHAIN_PORT: '0'}})).toThrow(
			'BCHAIN_PORT is "0": a port is a whole number from 1 to 65535.',
		);
		expect(() => read(undefined, {dotEnv: {ADDR: '0'}})).toThrow(
			'ADDR in .env is "0": it gives the port alone, and a port is a whole number from 1 to 65535.',
		);
	});

	it('comes from --to, then from BCHAIN_TO', () => {
		const to = hubOption('to', '');
		const environment = surround({variables: {BCHAIN_TO: 'a:1', BCHAIN_FROM: 'c:3'}});

		expect(readValue(to, give({to: 'b:2'}), environment)).toEqual({host: 'b', port: 2});
		expect(readValue(to, give(), environment)).toEqual({host: 'a', port: 1});
		expect(readValue(to, give(), surround())).toBeUndefined();
	});
});

it('the timeout is left to the client unless it is given', () => {
	expect(readTimeout(give(), surround())).toEqual({});
	expect(readTimeout(give(), surround({variables: {BCHAIN_TIMEOUT: '2m'}}))).toEqual({timeoutMs: 120_000});
	expect(readTimeout(give({timeout: '100ms'}), surround({variables: {BCHAIN_TIMEOUT: '2m'}}))).toEqual({
		timeoutMs: 100,
	});
});

describe.skipIf(process.platform !== 'linux')('the folder of what is remembered', () => {
	it("is the user's, unless a variable says otherwise", async () => {
		const variables = {HOME: '/home/ada'};
		expect(await readStateFolder(give(), surround({variables}))).toEqual({
			stateFolder: '/home/ada/.local/state/bchain',
		});
		expect(
			await readStateFolder(give(), surround({variables: {...variables, BCHAIN_STATE: '/here'}})),
		).toEqual({
			stateFolder: '/here',
		});
	});

	it('is none with --no-pin, or with its variable', async () => {
		expect(await readStateFolder(give({'no-pin': true}), surround())).toEqual({});
		expect(await readStateFolder(give(), surround({variables: {BCHAIN_NO_PIN: '1'}}))).toEqual({});
	});
});
