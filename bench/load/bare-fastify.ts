/**
 * The floor of what is served over HTTP: Fastify with one route that answers with the same bytes every time, parses
 * the JSON of a POST and looks at nothing else. `node bare-fastify.ts '<BareRoute as JSON>'` prints its port.
 */
import {Buffer} from 'node:buffer';
import fastify from 'fastify';

export interface BareRoute {
	readonly method: 'GET' | 'POST';
	readonly path: string;
	readonly status: number;
	readonly body: string;
}

const {method, path, status, body} = JSON.parse(process.argv[2]!) as BareRoute;
const bytes = Buffer.from(body);
const app = fastify();
app.route({
	method,
	url: path,
	handler: (_request, reply) => reply.code(status).type('application/json').send(bytes),
});
console.log(new URL(await app.listen({port: 0, host: '127.0.0.1'})).port);
