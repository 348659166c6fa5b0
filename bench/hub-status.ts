import {once} from 'node:events';
import {connect} from 'node:net';

const timeoutMs = 10_000;

/** The number behind a name in the answer to `/status` (protocol section 3). Throws when there is none. */
export async function askStatus(port: number, name: string): Promise<number> {
	const socket = connect({port, host: '127.0.0.1'});
	const signal = AbortSignal.timeout(timeoutMs);
	let text = '';
	socket.setEncoding('utf8').on('data', (piece: string) => {
		text += piece;
	});
	await once(socket, 'connect', {signal});
	socket.write('/status\n/quit\n');
	await once(socket, 'close', {signal});
	const line = text.split('\n').find(each => each.startsWith(`${name}: `));
	if (line === undefined) throw new Error(`the hub's status has no "${name}"`);
	return Number(line.slice(name.length + 2));
}
