/**
 * How long a reading travels: `node hop-probe.ts '<HopProbe as JSON>'` adds readings at one server, the next when the
 * one before has arrived at the other, and prints the milliseconds that each took as a JSON array. What arrives at a
 * hub is checked: the block that the answer names, each next after the one before.
 */
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {makeReadingId} from '../../src/client/reading-id.ts';
import {limits} from '../../src/core/limits.ts';
import {createLineSplitter} from '../../src/core/lines.ts';
import {type HubMessage, parseHubMessage} from '../../src/core/live-message.ts';

export interface HopProbe {
	/** Where readings are added, and where their blocks are waited for. */
	readonly near: number;
	readonly far: number;
	/** Hubs in live mode, or relays that say nothing but blocks. */
	readonly speaks: 'live' | 'blocks';
	readonly count: number;
	/** Not timed: the first ones. */
	readonly warmUp: number;
	/** Between two readings, on an average: whoever is idle sleeps, as between the readings of people. */
	readonly pauseMs: number;
}

const arrivalTimeoutMs = 10_000;

/** One end: what comes there, one message after the other. */
class End {
	readonly #socket: Socket;
	readonly #messages: HubMessage[] = [];
	/** When the first bytes of the newest line came. */
	atMs = 0;
	#wake: () => void = () => {};

	constructor(port: number) {
		this.#socket = connect({port, host: '127.0.0.1', noDelay: true});
		const splitter = createLineSplitter(limits.hubLineBytesMax);
		this.#socket.on('data', bytes => {
			const nowMs = performance.now();
			for (const line of splitter.push(bytes as Buffer)) {
				if (line.kind !== 'line' || !line.text.startsWith('{')) continue;
				const parsed = parseHubMessage(line.text);
				if (!parsed.ok) throw new Error(parsed.reason);
				if (parsed.message.kind === 'blocks') this.atMs = nowMs;
				this.#messages.push(parsed.message);
			}
			this.#wake();
		});
		this.#socket.on('close', () => {
			throw new Error('the connection was closed');
		});
	}

	say(line: string): void {
		this.#socket.write(line);
	}

	async connected(): Promise<void> {
		await once(this.#socket, 'connect');
	}

	/** The next message of this kind; those before it are of no interest. */
	async next<Kind extends HubMessage['kind']>(kind: Kind): Promise<Extract<HubMessage, {kind: Kind}>> {
		for (;;) {
			for (let message = this.#messages.shift(); message; message = this.#messages.shift())
				if (message.kind === kind) return message as Extract<HubMessage, {kind: Kind}>;
			await new Promise<void>(resolve => {
				this.#wake = resolve;
			});
		}
	}
}

const {near, far, speaks, count, warmUp, pauseMs} = JSON.parse(process.argv[2]!) as HopProbe;
const ends = {near: new End(near), far: new End(far)};
await Promise.all(Object.values(ends).map(end => end.connected()));
if (speaks === 'live') {
	for (const end of Object.values(ends)) {
		end.say('/live\n');
		await end.next('welcome');
	}
}
const timesMs: number[] = [];
for (let sent = 0; sent < warmUp + count; sent++) {
	await sleep(pauseMs * (0.5 + Math.random()));
	const overdue = setTimeout(() => {
		throw new Error('a reading did not arrive');
	}, arrivalTimeoutMs);
	const startedMs = performance.now();
	ends.near.say(`/add ${makeReadingId(Date.now())} ${60 + (sent % 60)}\n`);
	const {blocks} = await ends.far.next('blocks');
	if (sent >= warmUp) timesMs.push(ends.far.atMs - startedMs);
	if (speaks === 'live') {
		const {hash} = await ends.near.next('accepted');
		if (blocks.length !== 1 || blocks[0]!.hash !== hash)
			throw new Error('another block arrived than was answered');
	}
	clearTimeout(overdue);
}
console.log(JSON.stringify(timesMs));
process.exit();
