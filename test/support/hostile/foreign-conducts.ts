/** Hostile clients that come and go, or have come to the wrong port. */
import {connect as connectTls} from 'node:tls';
import type {Conduct} from './visit.ts';

/** Requests with a number on a line of its own in what follows: it is no reading. */
const postRequest =
	'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n72\n';
const longRequest = `GET /${'x'.repeat(9_000)} HTTP/1.1\r\n\r\n72\n`;

/** Connects and is gone. */
export const comesAndGoes: Conduct = async ({socket}) => {
	socket.destroy();
};

/** Breaks off in the middle of a number. */
export const resetsMidLine: Conduct = async ({socket}) => {
	socket.resume();
	await new Promise<void>(resolve => socket.write('12', () => resolve()));
	socket.resetAndDestroy();
};

/** Begins to speak TLS, with the bytes of a real client. */
export const saysTlsHello: Conduct = async ({socket, over}) => {
	connectTls({socket, rejectUnauthorized: false}).on('error', () => {});
	await over;
};

/** Sends a request, and reads what comes. */
export function requests(request: string): Conduct {
	return async ({socket, over}) => {
		socket.resume();
		socket.write(request);
		await over;
	};
}

export const postsReading = requests(postRequest);

export const sendsLongRequest = requests(longRequest);

/** The request arrives in as many packets as it has bytes. */
export const postsByteByByte: Conduct = async ({socket, over, isOver}) => {
	socket.resume();
	for (const byte of Buffer.from(postRequest)) {
		if (isOver()) return;
		socket.write(Buffer.of(byte));
		await new Promise(setImmediate);
	}
	await over;
};
