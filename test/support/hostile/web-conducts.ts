/** Hostile clients of the HTTP port. */
import {floods} from './flood-conducts.ts';
import {requests} from './foreign-conducts.ts';
import {neverReads} from './quiet-conducts.ts';
import type {Conduct} from './visit.ts';

const host = 'Host: localhost\r\n';

function get(path: string): string {
	return `GET ${path} HTTP/1.1\r\n${host}\r\n`;
}

/** Asks for the whole chain, many times at once, and takes nothing of it. */
export const asksUnread = neverReads(get('/').repeat(64));

/** Follows the chain from its beginning, and takes nothing of it. */
export const followsUnread = neverReads(get('/events?from=0'));

/** Asks for long pages without end, and reads none. */
export const floodsOfPages = floods(get('/blocks?limit=1000'), {kind: 'none'});

/** A header that grows by a byte a second and never ends. */
export const asksSlowly: Conduct = async ({socket, isOver, pause}) => {
	socket.resume();
	socket.write(`GET / HTTP/1.1\r\n${host}X: `);
	while (!isOver()) {
		socket.write('x');
		await pause(1_000);
	}
};

/** A form on a page of somebody else. */
export const postsForeign = requests(
	`POST / HTTP/1.1\r\n${host}Origin: http://evil.example\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n{"BPM":72}`,
);
