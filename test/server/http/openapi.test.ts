/** The OpenAPI document against the hub itself: every path, method, status and answer. */
import {readFileSync} from 'node:fs';
import {Ajv2020 as Ajv, type ValidateFunction} from 'ajv/dist/2020.js';
import {describe, expect, it} from 'vitest';
import {problemCodes} from '../../../src/server/http/problem.ts';
import {createHeldLedger} from '../support/held-ledger.ts';
import {type Answer, type Asked, type HttpHub, openHttpHub} from './support/http-hub.ts';

interface Response {
	readonly headers?: Readonly<Record<string, {readonly schema: object}>>;
	readonly content?: Readonly<Record<string, {readonly schema?: {readonly $ref?: string}}>>;
}
interface Operation {
	readonly parameters?: readonly {readonly name: string; readonly in: string; readonly schema: object}[];
	readonly responses: Readonly<Record<string, Response>>;
}
interface Document {
	readonly openapi: string;
	readonly info: object;
	readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
	readonly components: {readonly schemas: Readonly<Record<string, object>>};
}

async function readDocument(hub: HttpHub): Promise<Document> {
	const answer = await hub.ask('/openapi.json');
	expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
	return answer.json() as Document;
}

/** Checks an answer against what the document says of it. */
function check(document: Document, path: string, method: string, answer: Answer): void {
	const what = `${method} ${path} ${answer.status}`;
	const response = document.paths[path]?.[method.toLowerCase()]?.responses[String(answer.status)];
	expect(response, what).toBeDefined();
	for (const name of Object.keys(response!.headers ?? {}))
		expect(answer.headers[name.toLowerCase()], `${what}: ${name}`).toBeDefined();
	if (!response!.content) {
		expect(answer.text, what).toBe('');
		return;
	}
	const type = answer.headers['content-type']!.replace(/;.*/, '');
	const media = response!.content[type] ?? response!.content['*/*'];
	expect(media, `${what}: ${type}`).toBeDefined();
	if (!media!.schema || type !== 'application/json') return;
	const validate = makeValidator(document, media!.schema);
	expect([what, validate(answer.json()), validate.errors]).toEqual([what, true, null]);
}

/** References in the document are to places in it. */
function makeValidator(document: Document, schema: {readonly $ref?: string}): ValidateFunction {
	const ajv = new Ajv({strict: true, allowUnionTypes: true});
	ajv.addVocabulary(Object.keys(document)).addSchema(document, 'openapi');
	return ajv.compile(schema.$ref === undefined ? schema : {$ref: `openapi${schema.$ref}`});
}

interface Case {
	/** In the document. */
	readonly path: string;
	readonly url: string;
	readonly status: number;
	readonly asked: Asked;
}

/** A request for every status that can be had without breaking the hub. */
const requests = (
	[
		['/', '/', 200],
		['/', '/', 200, {headers: {accept: 'application/json'}}],
		['/', '/', 200, {headers: {accept: 'text/html'}}],
		['/', '/', 201, {method: 'POST', body: '{"BPM":50}'}],
		['/', '/', 400, {method: 'POST', body: '{}'}],
		['/', '/', 403, {method: 'POST', body: '{"BPM":50}', headers: {origin: 'null'}}],
		['/', '/', 413, {method: 'POST', body: ' '.repeat(9_000)}],
		['/', '/', 421, {method: 'POST', body: '{"BPM":50}', headers: {host: 'evil.example'}}],
		[
			'/',
			'/',
			422,
			{method: 'POST', body: '{"BPM":51}', headers: {'idempotency-key': 'a-key-that-is-known'}},
		],
		['/blocks', '/blocks', 200],
		['/blocks', '/blocks?from=-1&limit=1', 200],
		['/blocks', '/blocks?limit=0', 400],
		['/blocks/{index}', '/blocks/0', 200],
		['/blocks/{index}', '/blocks/99', 404],
		['/tip', '/tip', 200],
		['/status', '/status', 200],
		['/events', '/events?from=x', 400],
		['/chain.ndjson', '/chain.ndjson', 200],
		['/openapi.json', '/openapi.json', 200],
		['/page/{name}', '/page/other.js', 404],
		['/', '/', 421, {headers: {host: 'evil.example'}}],
		['/', '/', 431, {headers: {x: 'x'.repeat(9_000)}}],
	] as const
).map(([path, url, status, asked = {}]): Case => ({path, url, status, asked}));

describe('/openapi.json', () => {
	it('is a document of OpenAPI 3.1 with schemas that hold', async () => {
		const document = await readDocument(await openHttpHub());
		expect(document.openapi).toBe('3.1.0');
		expect(document.info).toMatchObject({title: 'bchain', version: __VERSION__});
		for (const name of Object.keys(document.components.schemas)) {
			const validate = makeValidator(document, {$ref: `#/components/schemas/${name}`});
			expect([name, validate('something else')]).toEqual([name, false]);
		}
	});

	it.each(requests)(
		'says of $path that $url may be answered by $status',
		async ({path, url, status, asked}) => {
			const hub = await openHttpHub();
			await hub.ask('/', {
				method: 'POST',
				body: '{"BPM":50}',
				headers: {'idempotency-key': 'a-key-that-is-known'},
			});
			const answer = await hub.ask(url, asked);
			expect(answer.status).toBe(status);
			check(await readDocument(hub), path, asked.method ?? 'GET', answer);
			// Of a request that cannot be read nobody knows the method.
			if (asked.method !== undefined || status === 431) return;
			const head = await hub.ask(url, {...asked, method: 'HEAD'});
			expect(head.status).toBe(status);
			check(await readDocument(hub), path, 'HEAD', head);
		},
	);

	it('says it of what a client has already', async () => {
		const hub = await openHttpHub();
		const document = await readDocument(hub);
		for (const [path, methods] of Object.entries(document.paths)) {
			if (!methods.get!.responses['304'] || path.startsWith('/page/')) continue;
			const url = path.replace('{index}', '0');
			const {headers} = await hub.ask(url);
			const answer = await hub.ask(url, {headers: {'if-none-match': headers.etag!}});
			expect([path, answer.status]).toEqual([path, 304]);
			check(document, path, 'GET', answer);
		}
	});

	it('says it of a hub that cannot store, and of one that is full', async () => {
		const ledger = createHeldLedger();
		const hub = await openHttpHub({web: {streamsMax: 1}, connectionsMax: 3}, ledger);
		const document = await readDocument(hub);
		ledger.hold();
		const adding = hub.ask('/', {method: 'POST', body: '{"BPM":50}'});
		await ledger.held();
		ledger.release({kind: 'notStored', reason: 'the disk is full'});
		check(document, '/', 'POST', await adding);
		await using _first = await hub.open();
		await using _second = await hub.open();
		await using _third = await hub.open();
		const full = await hub.ask('/tip');
		expect(full.status).toBe(503);
		check(document, '/tip', 'GET', full);
	});

	it('names every path and method that there is, and no other', async () => {
		const hub = await openHttpHub();
		const {paths} = await readDocument(hub);
		for (const [path, operations] of Object.entries(paths)) {
			const url = path.replace('{index}', '0').replace('{name}', 'main.js');
			const answer = await hub.ask(url, {method: 'PATCH'});
			expect([path, answer.status]).toEqual([path, 405]);
			const allowed = answer.headers.allow!.toLowerCase().split(', ');
			expect([path, Object.keys(operations).sort()]).toEqual([path, allowed.sort()]);
			check({...(await readDocument(hub)), paths: {[path]: {patch: operations.get!}}}, path, 'PATCH', answer);
		}
		const {paths: known} = await import('../../../src/server/http/paths.ts');
		expect(Object.keys(paths)).toEqual(Object.keys(known).map(path => path.replace(/:(\w+)/, '{$1}')));
	});

	it('names every code that there is, each under its status', async () => {
		const {paths} = await readDocument(await openHttpHub());
		const responses = Object.values(paths)
			.flatMap(operations => Object.values(operations))
			.flatMap(operation => Object.entries(operation.responses));
		for (const [code, [status]] of Object.entries(problemCodes)) {
			const found = responses.some(
				([each, response]) => each === String(status) && JSON.stringify(response).includes(`${code}: `),
			);
			expect([code, found]).toEqual([code, true]);
		}
	});
});

describe('docs/protocol.md', () => {
	const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
	const section = text.slice(text.indexOf('## 11. Over HTTP'));

	it('has every code in its table, with its status, and no other', () => {
		const rows = [...section.matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \| (.+) \|$/gm)];
		expect(rows.map(([, code, status, meaning]) => [code, Number(status), meaning])).toEqual(
			Object.entries(problemCodes).map(([code, [status, meaning]]) => [code, status, meaning]),
		);
	});

	it('has every path in its table', async () => {
		const {paths} = await readDocument(await openHttpHub());
		const rows = [...section.matchAll(/^\| `(GET|POST) (\/[^`?]*)/gm)].map(
			([, method, path]) => `${method} ${path}`,
		);
		const operations = Object.entries(paths).flatMap(([path, methods]) =>
			Object.keys(methods)
				.filter(method => method !== 'head')
				.map(method => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/, '<$1>')}`),
		);
		expect([...new Set(rows)].sort()).toEqual(operations.sort());
	});
});
