/**
 * The floor of the round trip: what a server that does nothing costs. It writes back whatever it read, in one
 * write a read, and looks at nothing. With `--hash` it does the least that no hub of a hash chain can leave out:
 * it finds the lines, and hashes each together with the hash before. Prints the port it listens on.
 */
import {hash} from 'node:crypto';
import {type AddressInfo, createServer, type Socket} from 'node:net';

const hashing = process.argv.includes('--hash');
const timestamp = new Date().toISOString();
let newest = hash('sha256', '');
let index = 0;

function echoBytes(socket: Socket): void {
	socket.on('data', data => socket.write(data));
}

function hashLines(socket: Socket): void {
	let partial = '';
	socket.setEncoding('latin1').on('data', (data: unknown) => {
		const lines = (partial + String(data)).split('\n');
		partial = lines.pop()!;
		let answers = '';
		for (const line of lines) {
			newest = hash('sha256', `${++index}${timestamp}${line}${newest}`, 'hex');
			answers += `${line}\n`;
		}
		socket.write(answers, 'latin1');
	});
}

const server = createServer({noDelay: true}, socket => {
	socket.on('error', () => socket.destroy());
	if (hashing) hashLines(socket);
	else echoBytes(socket);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
