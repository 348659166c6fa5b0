/** What may come in over HTTP, and what every answer says (protocol section 11). */
import {describe, expect, it} from 'vitest';
import {openHttpHub, post, problemOf} from './support/http-hub.ts';

describe('what may not come in', () => {
	it('is a request for another host, which is told what to do, and logged once', async () => {
		const hub = await openHttpHub({web: {allowHosts: ['lab.example']}});
		for (let i = 0; i < 3; i++) {
			const answer = await hub.ask('/', {headers: {host: 'evil.example'}});
			expect([answer.status, problemOf(answer).code]).toEqual([421, 'HOST_UNKNOWN']);
		}
		expect((await hub.ask('/tip', {headers: {host: 'lab.example:8080'}})).status).toBe(200);
		const logged = hub.events.filter(({event}) => event === 'httpRefused');
		expect(logged).toHaveLength(1);
		expect(logged[0]).toMatchObject({reason: expect.stringContaining('--http-allow-host evil.example')});
	});

	it.each([{origin: 'http://evil.example'}, {origin: 'null'}, {'sec-fetch-site': 'cross-site'}])(
		'is a reading that another page sends (%j)',
		async headers => {
			const hub = await openHttpHub();
			const answer = await post(hub, '{"BPM":50}', headers);
			expect([answer.status, problemOf(answer).code]).toEqual([403, 'ORIGIN_FOREIGN']);
			expect((await hub.ask('/tip')).json()).toMatchObject({height: 0});
		},
	);

	it('is a method that the path does not take', async () => {
		const hub = await openHttpHub();
		for (const [method, path, allow] of [
			['PUT', '/', 'GET, HEAD, POST'],
			['OPTIONS', '/', 'GET, HEAD, POST'],
			['PROPFIND', '/', 'GET, HEAD, POST'],
			['QUERY', '/tip', 'GET, HEAD'],
			['POST', '/blocks?from=1', 'GET, HEAD'],
			['DELETE', '/blocks/1', 'GET, HEAD'],
		] as const) {
			const answer = await hub.ask(path, {method});
			expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, allow]);
			expect(problemOf(answer).code).toBe('METHOD_NOT_ALLOWED');
		}
	});

	it.each([
		'/x',
		'/blocks/1/2',
		'/page/x',
		'/page/../package.json',
		'/page/%2e%2e%2fpackage.json',
		'//',
		'/tip/',
	])('is %s, where nothing is', async path => {
		const hub = await openHttpHub();
		const answer = await hub.ask(path);
		expect([answer.status, problemOf(answer).code]).toEqual([404, 'NOT_FOUND']);
	});

	it('is an address that cannot be read', async () => {
		const hub = await openHttpHub();
		const answer = await hub.ask('/%zz');
		expect([answer.status, problemOf(answer).code]).toEqual([400, 'REQUEST_INVALID']);
	});

	it('is what is no HTTP', async () => {
		const hub = await openHttpHub();
		await using client = await hub.open();
		client.write('72\n73\n');
		const text = await client.closed();
		expect(text).toMatch(/^HTTP\/1\.1 400 REQUEST_INVALID\r\n/);
		expect(text).toContain('"code":"REQUEST_INVALID"');
	});
});

describe('every answer', () => {
	it('says how it is to be taken, whatever it is', async () => {
		const hub = await openHttpHub();
		const answers = [
			await hub.ask('/'),
			await hub.ask('/', {headers: {accept: 'text/html'}}),
			await hub.ask('/x'),
			await hub.ask('/', {headers: {host: 'x'}}),
			await hub.ask('/%zz'),
			await post(hub, '{"BPM":50}'),
		];
		for (const {headers} of answers) {
			expect(headers).toMatchObject({
				'x-content-type-options': 'nosniff',
				'cross-origin-resource-policy': 'same-origin',
			});
			expect(headers['access-control-allow-origin']).toBeUndefined();
			expect(headers['cache-control']).toBeDefined();
		}
	});
});

describe('the port of the hub itself', () => {
	it('says where the page is', async () => {
		const hub = await openHttpHub();
		await using client = await hub.connect();
		client.write('GET / HTTP/1.1\r\n');
		const [head, body] = (await client.closed()).split('\r\n\r\n');
		expect([head!.slice(0, 12), body]).toEqual([
			'HTTP/1.1 400',
			`This port is a bchain hub. It speaks a line protocol, not HTTP.\nIts page is at http://127.0.0.1:${hub.httpPort}/\nJoin it with: nc 127.0.0.1 ${hub.port}\n`,
		]);
	});
});
