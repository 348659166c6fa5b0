import {Buffer} from 'node:buffer';

/** What a browser gets that came to the hub's port (protocol section 2). `host` and `port` are where it came. */
export function httpAnswer(host: string, port: number): string {
	const body =
		'This port is a bchain hub. It speaks a line protocol, not HTTP, and has no web page.\n' +
		`Join it with: nc ${host} ${port}\n`;
	return (
		'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n' +
		`Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
	);
}
