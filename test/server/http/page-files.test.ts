import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {makeFolder} from '../../support/child-env.ts';
import {type HttpHub, openHttpHub} from './support/http-hub.ts';

const html = {accept: 'text/html,application/xhtml+xml,*/*;q=0.8'};
const script = 'console.log("bchain");\n';
const longScript = script.repeat(100);

async function openWithPage(): Promise<HttpHub> {
	const pageFolder = makeFolder('page');
	const write = (name: string, text: string) => writeFileSync(path.join(pageFolder, name), text);
	write('index.html', '<!doctype html><title>bchain</title>\n');
	write('main-3F2A.js', script);
	write('main-77.css', 'p {}\n');
	write('long-1.js', longScript);
	write('notes.secret', 'not of a type that is served\n');
	return openHttpHub({web: {pageFolder}});
}

describe('the page', () => {
	it('is what browsers get, and may load nothing from elsewhere', async () => {
		const hub = await openWithPage();
		const answer = await hub.ask('/', {headers: html});
		expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(answer.text).toContain('<title>bchain</title>');
		expect(answer.headers['content-security-policy']).toBe(
			"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		);
		expect(answer.headers.vary).toBe('accept, accept-encoding');
		const known = {...html, 'if-none-match': answer.headers.etag!};
		await hub.add(72);
		expect((await hub.ask('/', {headers: known})).status).toBe(304);
	});

	it('has files that never change', async () => {
		const hub = await openWithPage();
		const answer = await hub.ask('/page/main-3F2A.js');
		expect(answer.text).toBe(script);
		expect(answer.headers).toMatchObject({
			'content-type': 'text/javascript; charset=utf-8',
			'cache-control': 'public, max-age=31536000, immutable',
		});
		expect((await hub.ask('/page/main-77.css')).headers['content-type']).toBe('text/css; charset=utf-8');
		const known = {'if-none-match': answer.headers.etag!};
		expect((await hub.ask('/page/main-3F2A.js', {headers: known})).status).toBe(304);
	});

	it('is packed for those who say that they take it', async () => {
		const hub = await openWithPage();
		const plain = await hub.ask('/page/long-1.js');
		expect(plain.text).toBe(longScript);
		expect(plain.headers['content-encoding']).toBeUndefined();
		const packed = await fetch(`http://127.0.0.1:${hub.httpPort}/page/long-1.js`, {
			headers: {'accept-encoding': 'br, gzip;q=0.5'},
		});
		expect(packed.headers.get('content-encoding')).toBe('gzip');
		expect(Number(packed.headers.get('content-length'))).toBeLessThan(longScript.length / 5);
		expect(await packed.text()).toBe(longScript);
		expect(packed.headers.get('etag')).not.toBe(plain.headers.etag);
		const refused = await hub.ask('/page/long-1.js', {headers: {'accept-encoding': 'gzip;q=0, *'}});
		expect(refused.headers['content-encoding']).toBeUndefined();
		expect((await hub.ask('/page/main-77.css', {headers: {'accept-encoding': 'gzip'}})).text).toBe('p {}\n');
	});

	it('has no others', async () => {
		const hub = await openWithPage();
		for (const name of ['notes.secret', 'index.html', 'other.js', '..%2fmain-77.css'])
			expect([name, (await hub.ask(`/page/${name}`)).status]).toEqual([name, 404]);
	});

	it('says what it is where the program was built without it', async () => {
		const hub = await openHttpHub();
		const answer = await hub.ask('/', {headers: html});
		expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(answer.text).toContain('This program was built without its page.');
	});
});
