import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify';
import {chooseForm, takesGzip} from './accept.ts';
import {addReading} from './add-reading.ts';
import {BlockPages, firstOf, type PageQuery, parseFrom, parsePageQuery} from './blocks-page.ts';
import {type ChainForm, createChainBody, indentedForm, lineForm} from './chain-body.ts';
import type {HttpContext} from './context.ts';
import type {EventStreams} from './event-streams.ts';
import type {HttpConnections} from './http-connections.ts';
import {indentBlock} from './indented.ts';
import {openApi} from './openapi.ts';
import {immutable, makeEtag, type Page, type PageFile, pagePolicy} from './page-files.ts';
import {findNothing, type Path} from './paths.ts';
import {answerProblem, jsonType, type Problem} from './problem.ts';
import type {ReadingTurns} from './reading-turns.ts';

/** What the routes answer from. */
export interface RoutesOptions {
	readonly context: HttpContext;
	readonly connections: HttpConnections;
	readonly streams: EventStreams;
	readonly turns: ReadingTurns;
	readonly page: Page;
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | Promise<FastifyReply>;

/** How often a page is written anew when its blocks are replaced while they are read. */
const replacedMax = 10;

const openApiText = `${JSON.stringify(openApi, null, 2)}\n`;
const openApiEtag = makeEtag(openApiText);

/** Adds everything that the hub answers over HTTP (protocol section 11). */
export function addRoutes(app: FastifyInstance, options: RoutesOptions): void {
	const routes = new Routes(options);
	const reads: Readonly<Record<Path, Handler>> = {
		'/': (request, reply) => routes.root(request, reply),
		'/blocks': (request, reply) => routes.blocks(request, reply),
		'/blocks/:index': (request, reply) => routes.block(request, reply),
		'/tip': (request, reply) => routes.tip(request, reply),
		'/status': (_request, reply) =>
			reply.type(jsonType).header('cache-control', 'no-store').send(JSON.stringify(options.context.status())),
		'/events': (request, reply) => routes.events(request, reply),
		'/chain.ndjson': (request, reply) => routes.chain(request, reply, lineForm, 'application/x-ndjson'),
		'/openapi.json': (request, reply) =>
			isFresh(request, reply, openApiEtag) ? reply : reply.type(jsonType).send(openApiText),
		'/page/:name': (request, reply) => routes.pageFile(request, reply),
	};
	for (const [url, handler] of Object.entries(reads)) app.route({method: ['GET', 'HEAD'], url, handler});
	app.route({method: 'POST', url: '/', handler: (request, reply) => routes.add(request, reply)});
	app.setNotFoundHandler((request, reply) =>
		refuse(request, reply, findNothing(request.method, request.url)),
	);
}

/** Answers by a problem. */
function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
	reply.hijack();
	answerProblem(request.raw, reply.raw, problem);
	return reply;
}

/** Says what the answer can be known by the next time, and answers at once when the client has it already. */
function isFresh(
	{headers}: FastifyRequest,
	reply: FastifyReply,
	etag: string,
	cacheControl = 'no-cache',
): boolean {
	reply.header('etag', etag).header('cache-control', cacheControl);
	const known = headers['if-none-match'];
	if (known === undefined || !(known === '*' || known.includes(etag))) return false;
	reply.code(304).send();
	return true;
}

class Routes {
	readonly #options: RoutesOptions;
	readonly #pages: BlockPages;

	constructor(options: RoutesOptions) {
		this.#options = options;
		this.#pages = new BlockPages(options.context);
	}

	root(request: FastifyRequest, reply: FastifyReply): FastifyReply {
		reply.header('vary', 'accept');
		const form = chooseForm(request.headers.accept);
		if (form !== 'page')
			return this.chain(
				request,
				reply,
				indentedForm,
				form === 'json' ? jsonType : 'text/plain; charset=utf-8',
			);
		const {index} = this.#options.page;
		reply.header('content-security-policy', pagePolicy).header('referrer-policy', 'no-referrer');
		return sendFile(request, reply, index);
	}

	/** The whole chain, as it is now. */
	chain(request: FastifyRequest, reply: FastifyReply, form: ChainForm, type: string): FastifyReply {
		const {hub} = this.#options.context;
		if (isFresh(request, reply, this.#tipEtag)) return reply;
		reply.type(type);
		if (request.method === 'HEAD') return reply.send();
		return reply.send(createChainBody(hub.chain.snapshot(), form, this.#options.context));
	}

	blocks(request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> {
		const query = parsePageQuery(request.query as Record<string, unknown>);
		if (typeof query === 'string') return refuse(request, reply, {code: 'QUERY_INVALID', message: query});
		if (isFresh(request, reply, this.#tipEtag)) return reply;
		const made = this.#pages.find(this.#options.context.hub.chain, query);
		return made ? reply.type(jsonType).send(made) : this.#writeBlocks(request, reply, query);
	}

	async #writeBlocks(request: FastifyRequest, reply: FastifyReply, query: PageQuery): Promise<FastifyReply> {
		for (let attempt = 0; attempt < replacedMax; attempt++) {
			const etag = this.#tipEtag;
			const body = await this.#pages.write(this.#options.context.hub.chain.snapshot(), query);
			if (body !== 'replaced') return reply.type(jsonType).header('etag', etag).send(body);
		}
		const message = 'The chain is being replaced: try again later.';
		return refuse(request, reply, {code: 'FULL', message, headers: {'retry-after': '1'}});
	}

	async block(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const {index} = request.params as {readonly index: string};
		const {hub} = this.#options.context;
		const text = /^\d{1,15}$/.test(index) ? await hub.reader.blockText(Number(index)) : undefined;
		if (text === undefined) {
			const message = `There is no such block: the newest is block ${hub.tip.index}.`;
			return refuse(request, reply, {code: 'BLOCK_NOT_FOUND', message});
		}
		const [, hash] = /"Hash":"([0-9a-f]+)"/.exec(text)!;
		return isFresh(request, reply, `"${hash}"`) ? reply : reply.type(jsonType).send(text);
	}

	tip(request: FastifyRequest, reply: FastifyReply): FastifyReply {
		const {height, tip: hash, genesis, ledger} = this.#options.context.welcome();
		if (isFresh(request, reply, this.#tipEtag)) return reply;
		return reply.type(jsonType).send(JSON.stringify({height, index: height, hash, genesis, ledger}));
	}

	async events(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const from = parseFrom(request.query as Record<string, unknown>);
		if (typeof from === 'string') return refuse(request, reply, {code: 'QUERY_INVALID', message: from});
		const {hub} = this.#options.context;
		if (request.method === 'HEAD')
			return reply.type('text/event-stream; charset=utf-8').header('cache-control', 'no-store').send();
		const connection = this.#options.connections.of(request.raw);
		const lastEventId = request.headers['last-event-id'];
		reply.hijack();
		if (!connection) return reply;
		const problem = await this.#options.streams.open(connection, reply.raw, {
			from: from === undefined ? from : firstOf(from, hub.chain.length),
			lastEventId: lastEventId === undefined ? undefined : String(lastEventId),
		});
		if (problem) answerProblem(request.raw, reply.raw, problem);
		return reply;
	}

	pageFile(request: FastifyRequest, reply: FastifyReply): FastifyReply {
		const {name} = request.params as {readonly name: string};
		const file = this.#options.page.files.get(name);
		if (!file) return refuse(request, reply, findNothing(request.method, request.url));
		return sendFile(request, reply, file, immutable);
	}

	async add(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		const {connections, context, turns} = this.#options;
		const connection = connections.of(request.raw);
		if (!connection) return reply.hijack();
		const addition = await addReading(request.raw, reply.raw, connection, context, turns);
		if (addition.kind === 'problem') return refuse(request, reply, addition.problem);
		if (addition.kind === 'gone') return reply.hijack();
		const {index, block} = addition;
		return reply
			.code(201)
			.headers({
				location: `/blocks/${index}`,
				'cache-control': 'no-store',
				'content-type': 'application/json',
			})
			.send(indentBlock(block));
	}

	/** Whatever follows from the whole chain follows from its newest block. */
	get #tipEtag(): string {
		return `"${this.#options.context.hub.tip.hash}"`;
	}
}

/** Answers with a file of the page, packed where that is taken, or with 304. */
function sendFile(
	request: FastifyRequest,
	reply: FastifyReply,
	file: PageFile,
	cacheControl?: string,
): FastifyReply {
	const packed = takesGzip(request.headers['accept-encoding']) ? file.gzip : null;
	const {bytes, type, etag} = packed ?? file;
	reply.header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '));
	if (isFresh(request, reply, etag, cacheControl)) return reply;
	if (packed) reply.header('content-encoding', 'gzip');
	return reply.type(type).send(bytes);
}
