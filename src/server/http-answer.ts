import {Buffer} from 'node:buffer';
import {formatAddress} from '../core/address.ts';
import type {ListenAddress} from './listen.ts';

/**
 * What a browser gets that came to the hub's port (protocol section 2). `host` and `port` are where it came, `web` is
 * where the hub serves HTTP.
 */
export function httpAnswer(host: string, port: number, web: ListenAddress | null): string {
	const body =
		`This port is a bchain hub. It speaks a line protocol, not HTTP${web ? '' : ', and has no web page'}.\n` +
		(web ? `Its page is at http://${formatAddress(webHost(web, host), web.port)}/\n` : '') +
		`Join it with: nc ${host} ${port}\n`;
	return (
		'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n' +
		`Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
	);
}

/** Where it is served on all addresses, the one that this connection found serves as well. */
function webHost(web: ListenAddress, host: string): string {
	return web.host === '0.0.0.0' || web.host === '::' ? host.replace(/^::ffff:/i, '') : web.host;
}
