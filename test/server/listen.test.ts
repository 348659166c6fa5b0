import {existsSync} from 'node:fs';
import {createServer, type Socket} from 'node:net';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {BchainError} from '../../src/core/errors.ts';
import {listen, remoteAddress as nameOf} from '../../src/server/listen.ts';
import {startHub} from '../../src/server/serve.ts';
import {makeFolder} from '../support/child-env.ts';
import {quietOptions} from './support/hub.ts';

async function tryToListen(host: string, port: number): Promise<unknown> {
	const server = createServer();
	onTestFinished(() => void server.close());
	return listen(server, host, port).catch(error => error);
}

function expectError(error: unknown, code: string, message: string): void {
	expect(error).toBeInstanceOf(BchainError);
	expect(error).toMatchObject({code, message, exitCode: 1});
}

it('gives the address and the free port that it took', async () => {
	const address = (await tryToListen('127.0.0.1', 0)) as {host: string; port: number};
	expect(address.host).toBe('127.0.0.1');
	expect(address.port).toBeGreaterThan(0);
});

it('says when the port is in use, and leaves nothing behind', async () => {
	const {port} = (await tryToListen('127.0.0.1', 0)) as {port: number};
	const sentence = `Port ${port} on 127.0.0.1 is in use by another program: stop it, or choose another port with --port (0 takes a free one).`;
	expectError(await tryToListen('127.0.0.1', port), 'PORT_IN_USE', sentence);
	const error = await startHub({...quietOptions, port, data: null}).catch(caught => caught);
	expectError(error, 'PORT_IN_USE', sentence);
	expect(error.details).toEqual({host: '127.0.0.1', port});
});

it('makes no ledger for a hub whose port is in use', async () => {
	const {port} = (await tryToListen('127.0.0.1', 0)) as {port: number};
	const data = path.join(makeFolder('data'), 'new');
	const error = await startHub({...quietOptions, port, data}).catch(caught => caught);
	expect(error).toMatchObject({code: 'PORT_IN_USE'});
	expect(existsSync(data)).toBe(false);
});

it('says when the port is not for this user', async () => {
	const server = createServer();
	// Root may listen on every port, so the system's refusal is put in its mouth.
	server.listen = () => {
		process.nextTick(() => server.emit('error', Object.assign(new Error('listen EACCES'), {code: 'EACCES'})));
		return server;
	};
	expectError(
		await listen(server, '127.0.0.1', 80).catch(error => error),
		'PORT_FORBIDDEN',
		'The system does not let you listen on port 80: choose one above 1023 with --port.',
	);
});

it('says when the host name has no address', async () => {
	expectError(
		await tryToListen('no-such-host.invalid', 0),
		'ADDRESS_UNRESOLVED',
		'The host name no-such-host.invalid has no address: check --host, or leave it out to serve this machine only.',
	);
});

it('says when the address is not one of this machine', async () => {
	// From the block for documentation (RFC 5737): no machine has it.
	expectError(
		await tryToListen('192.0.2.1', 0),
		'ADDRESS_UNAVAILABLE',
		'192.0.2.1 is not an address of this machine: check --host; 0.0.0.0 stands for all of them.',
	);
});

it('names the other side of a connection so that the port can be told', () => {
	const name = (remoteAddress: string | undefined, remotePort: number | undefined): string =>
		nameOf({remoteAddress, remotePort} as Socket);
	expect(name('127.0.0.1', 54_321)).toBe('127.0.0.1:54321');
	expect(name('::1', 54_321)).toBe('[::1]:54321');
	expect(name(undefined, undefined)).toBe('unknown:0');
});
