/**
 * Clients that ask over HTTP one request after the other, in a process of their own.
 * `node http-clients.ts '<HttpLoad as JSON>'` prints HttpLoadResult as JSON.
 */
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {connect} from 'node:net';
import {nowMs} from './clock.ts';

export interface HttpLoad {
	readonly port: number;
	readonly clients: number;
	readonly method: 'GET' | 'POST';
	readonly path: string;
	/** The body, for a POST. */
	readonly body: string;
	/** What every answer must have. */
	readonly status: number;
	readonly warmUpMs: number;
	readonly measuredMs: number;
}

export interface HttpLoadResult {
	readonly perSecond: number;
	readonly p50Ms: number;
	readonly p99Ms: number;
	/** All answers, also those while it warmed up. */
	readonly answers: number;
	/** The last answer's body. */
	readonly body: string;
}

const headEnd = Buffer.from('\r\n\r\n');

const load = JSON.parse(process.argv[2]!) as HttpLoad;
const request = Buffer.from(
	`${load.method} ${load.path} HTTP/1.1\r\nHost: localhost:${load.port}\r\n` +
		(load.method === 'POST'
			? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(load.body)}\r\n\r\n${load.body}`
			: '\r\n'),
);
const status = ` ${load.status} `;
let answers = 0;
let body = '';
let measuring = false;
let stopping = false;
const timesMs: number[] = [];

/** Asks and waits, until it is over. */
async function run(): Promise<void> {
	const socket = connect({port: load.port, host: '127.0.0.1', noDelay: true});
	await once(socket, 'connect');
	let sentMs = 0;
	/** What of an answer has come; most come in one piece. */
	let rest: Buffer | null = null;
	const send = (): void => {
		sentMs = nowMs();
		socket.write(request);
	};
	socket.on('data', chunk => {
		rest = rest ? Buffer.concat([rest, chunk]) : chunk;
		const end = rest.indexOf(headEnd);
		if (end < 0) return;
		const head = rest.toString('latin1', 0, end);
		const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
		if (!head.slice(0, 16).includes(status) || Number.isNaN(length)) throw new Error(`unexpected: ${head}`);
		const bodyStart = end + headEnd.length;
		if (rest.length < bodyStart + length) return;
		if (rest.length > bodyStart + length) throw new Error('more than one answer');
		answers++;
		if (measuring) timesMs.push(nowMs() - sentMs);
		if (stopping) {
			body = rest.toString('utf8', bodyStart);
			socket.end();
		} else send();
		rest = null;
	});
	send();
	await once(socket, 'close');
}

const running = Array.from({length: load.clients}, run);
await new Promise(resolve => setTimeout(resolve, load.warmUpMs));
measuring = true;
const startedMs = nowMs();
await new Promise(resolve => setTimeout(resolve, load.measuredMs));
measuring = false;
const seconds = (nowMs() - startedMs) / 1_000;
const {length: count} = timesMs;
stopping = true;
await Promise.all(running);
timesMs.sort((a, b) => a - b);
const at = (share: number): number => timesMs[Math.min(count - 1, Math.floor(share * count))] ?? Number.NaN;
const result: HttpLoadResult = {perSecond: count / seconds, p50Ms: at(0.5), p99Ms: at(0.99), answers, body};
process.stdout.write(JSON.stringify(result));
