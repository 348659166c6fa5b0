/**
 * A thousand who follow the chain, in live mode or by event streams, and one who adds readings at an even pace.
 * `node followers.ts '<Following as JSON>'` prints FollowingResult as JSON.
 */
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {nowMs} from './clock.ts';

export interface Following {
	readonly kind: 'live' | 'events';
	/** The hub's own port, for readings and live mode, and its HTTP port. */
	readonly port: number;
	readonly httpPort: number;
	readonly pid: number;
	readonly followers: number;
	readonly readingsPerSecond: number;
	readonly warmUpMs: number;
	readonly measuredMs: number;
}

export interface FollowingResult {
	/** While it was measured: what came to all followers, and what the hub used. */
	readonly blocks: number;
	readonly bytes: number;
	readonly cpuMs: number;
}

const deadlineMs = 20_000;
const tickMs = 10;
const blockStart = Buffer.from('{"Index":');

const following = JSON.parse(process.argv[2]!) as Following;
let blocks = 0;
let bytes = 0;

class Follower {
	readonly socket: Socket;
	blocks = 0;
	/** The end of what came, which may be the beginning of a block. */
	#rest: Buffer = Buffer.alloc(0);

	constructor() {
		const {kind, port, httpPort} = following;
		this.socket = connect({port: kind === 'live' ? port : httpPort, host: '127.0.0.1', noDelay: true});
		this.socket.write(
			kind === 'live'
				? '/live\n'
				: `GET /events HTTP/1.1\r\nHost: localhost:${httpPort}\r\nAccept: text/event-stream\r\n\r\n`,
		);
		this.socket.on('data', chunk => this.#take(chunk));
	}

	#take(chunk: Buffer): void {
		bytes += chunk.length;
		const text = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
		let at = 0;
		for (let found = text.indexOf(blockStart); found >= 0; found = text.indexOf(blockStart, at)) {
			this.blocks++;
			blocks++;
			at = found + blockStart.length;
		}
		this.#rest = text.subarray(Math.max(at, text.length - blockStart.length + 1));
	}
}

async function until(isSo: () => boolean): Promise<void> {
	const lastMs = nowMs() + deadlineMs;
	while (!isSo()) {
		if (nowMs() > lastMs) throw new Error(`not within ${deadlineMs} ms: ${blocks} blocks came`);
		await sleep(tickMs);
	}
}

/** CPU time of the hub, as bench/processes.ts reads it. */
async function readCpuMs(): Promise<number> {
	const {readCpuMs: read} = await import('../processes.ts');
	return read(following.pid);
}

const followers = Array.from({length: following.followers}, () => new Follower());
await Promise.all(followers.map(({socket}) => once(socket, 'data')));
const submitter = connect({port: following.port, host: '127.0.0.1', noDelay: true});
submitter.resume();
let sent = 0;
const startedMs = nowMs();
const pace = setInterval(() => {
	const due = Math.floor(((nowMs() - startedMs) * following.readingsPerSecond) / 1_000);
	for (; sent < due; sent++) submitter.write('72\n');
}, tickMs / 2);
await sleep(following.warmUpMs);
const before = {blocks, bytes, cpuMs: await readCpuMs()};
await sleep(following.measuredMs);
const after = {blocks, bytes, cpuMs: await readCpuMs()};
clearInterval(pace);
await until(() => followers.every(follower => follower.blocks >= sent));
if (followers.some(follower => follower.blocks !== sent)) throw new Error('some have got more than there is');
for (const {socket} of followers) socket.destroy();
submitter.destroy();
const result: FollowingResult = {
	blocks: after.blocks - before.blocks,
	bytes: after.bytes - before.bytes,
	cpuMs: after.cpuMs - before.cpuMs,
};
process.stdout.write(JSON.stringify(result));
