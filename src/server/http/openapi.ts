import {limits} from '../../core/limits.ts';
import {type ProblemCode, problemCodes} from './problem.ts';
import {schemas} from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const etag = {ETag: {description: 'What If-None-Match compares with.', schema: {type: 'string'}}};

function schemaOf(name: keyof typeof schemas): Json {
	return {$ref: `#/components/schemas/${name}`};
}

/** A schema, unless the media type stands for itself. */
function content(schema: keyof typeof schemas, ...types: readonly string[]): Json {
	return Object.fromEntries(types.map(type => [type, {schema: schemaOf(schema)}]));
}

const bare = (...types: readonly string[]): Json =>
	Object.fromEntries(types.map(type => [type, {schema: {type: 'string'}}]));

/** The answers by what is wrong with a request, by their statuses. */
function problems(...codes: readonly ProblemCode[]): Json {
	const statuses = [...new Set(codes.map(code => problemCodes[code][0]))];
	return Object.fromEntries(
		statuses.map(status => {
			const own = codes.filter(code => problemCodes[code][0] === status);
			const description = own.map(code => `${code}: ${problemCodes[code][1]}`).join(' ');
			const headers = {
				...(status === 405 && {Allow: {description: 'The methods.', schema: {type: 'string'}}}),
				...((status === 503 || status === 429) && {
					'Retry-After': {description: 'Seconds.', schema: {type: 'integer'}},
				}),
			};
			return [status, {description, headers, content: content('Error', 'application/json')}];
		}),
	);
}

/** What any request may get. */
const general = problems(
	'REQUEST_INVALID',
	'METHOD_NOT_ALLOWED',
	'TOO_SLOW',
	'HOST_UNKNOWN',
	'HEADER_TOO_LARGE',
	'FAILED',
	'FULL',
	'STOPPING',
);

interface Read {
	readonly summary: string;
	readonly content: Json;
	/** Whether it has an ETag. */
	readonly cached: boolean;
	readonly parameters?: readonly Json[];
	/** Besides the general ones. */
	readonly problems?: Json;
}

/** A path that is only read. */
function read({summary, content: body, cached, parameters = [], problems: own = {}}: Read): {
	readonly get: Json;
	readonly head: Json;
} {
	const headers = cached ? {headers: etag} : {};
	const notModified = cached ? {304: {description: 'The client has it already.', ...headers}} : {};
	const failures = withoutContent({...general, ...own});
	return {
		get: {
			summary,
			parameters,
			responses: {200: {description: summary, ...headers, content: body}, ...notModified, ...general, ...own},
		},
		head: {
			summary: 'The same without the body.',
			parameters,
			responses: {200: {description: summary, ...headers}, ...notModified, ...failures},
		},
	};
}

function withoutContent(responses: Json): Json {
	const strip = ({content: _, ...response}: Json): Json => response;
	return Object.fromEntries(Object.entries(responses).map(([status, each]) => [status, strip(each as Json)]));
}

function queryParameter(name: string, description: string, schema: Json): Json {
	return {name, in: 'query', required: false, description, schema};
}

function pathParameter(name: string, schema: Json): Json {
	return {name, in: 'path', required: true, schema};
}

const from = queryParameter('from', 'Index of the first block; below 0, so many of the newest.', {
	type: 'integer',
});

const root = read({
	summary: 'The whole chain as an array indented by two spaces; for a browser, the page.',
	content: {...content('Chain', 'text/plain', 'application/json'), ...bare('text/html')},
	cached: true,
});

const paths: Json = {
	'/': {
		...root,
		post: {
			summary: 'Adds a reading. The body is read as JSON, whatever type it is said to be.',
			parameters: [
				{
					name: 'Idempotency-Key',
					in: 'header',
					required: false,
					description: 'With the same key the same reading is added once, however often it is sent.',
					schema: {type: 'string', minLength: limits.idCharactersMin, maxLength: limits.idCharactersMax},
				},
			],
			requestBody: {required: true, content: content('Reading', '*/*')},
			responses: {
				201: {
					description: 'The new block, which is durable, indented by two spaces.',
					headers: {Location: {description: 'Where the block is.', schema: {type: 'string'}}},
					content: content('Block', 'application/json'),
				},
				...general,
				...problems('REQUEST_INVALID', 'BODY_INVALID', 'BPM_OUT_OF_RANGE', 'KEY_INVALID'),
				...problems('ORIGIN_FOREIGN', 'BODY_TOO_LARGE', 'KEY_USED', 'TOO_FAST'),
				...problems('NOT_STORED', 'FULL', 'STOPPING'),
			},
		},
	},
	'/blocks': read({
		summary: 'A part of the chain.',
		content: content('Page', 'application/json'),
		cached: true,
		parameters: [
			from,
			queryParameter('limit', 'How many blocks at most.', {
				type: 'integer',
				minimum: 1,
				maximum: limits.httpBlocksMax,
				default: limits.httpBlocksDefault,
			}),
		],
		problems: problems('REQUEST_INVALID', 'QUERY_INVALID'),
	}),
	'/blocks/{index}': read({
		summary: 'One block.',
		content: content('Block', 'application/json'),
		cached: true,
		parameters: [pathParameter('index', {type: 'integer', minimum: 0})],
		problems: problems('BLOCK_NOT_FOUND'),
	}),
	'/tip': read({summary: 'The newest block.', content: content('Tip', 'application/json'), cached: true}),
	'/status': read({
		summary: 'How the hub does.',
		content: content('Status', 'application/json'),
		cached: false,
	}),
	'/events': read({
		summary: 'Every new block as a server-sent event, and every rollback; it ends with the hub.',
		content: bare('text/event-stream'),
		cached: false,
		parameters: [
			from,
			{
				name: 'Last-Event-ID',
				in: 'header',
				required: false,
				description: 'The id of the last event that came: the stream goes on after its block.',
				schema: {type: 'string'},
			},
		],
		problems: problems('REQUEST_INVALID', 'QUERY_INVALID'),
	}),
	'/chain.ndjson': read({
		summary: 'The whole chain, one block a line.',
		content: bare('application/x-ndjson'),
		cached: true,
	}),
	'/openapi.json': read({
		summary: 'This document.',
		content: {'application/json': {schema: {type: 'object'}}},
		cached: true,
	}),
	'/page/{name}': read({
		summary: 'A file of the page for browsers.',
		content: {'*/*': {}},
		cached: true,
		parameters: [pathParameter('name', {type: 'string'})],
		problems: problems('NOT_FOUND'),
	}),
};

/** What the hub answers over HTTP, as an OpenAPI document. */
export const openApi: Json = {
	openapi: '3.1.0',
	info: {
		title: 'bchain',
		version: __VERSION__,
		description: 'A shared, verified, hash-chained log of heart-rate readings.',
		license: {name: 'MIT', identifier: 'MIT'},
	},
	paths,
	components: {schemas},
};
