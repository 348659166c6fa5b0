/**
 * The load of the round trip, as a process of its own: `node submitters.ts '<Load as JSON>'` prints one LoadResult
 * as JSON. It does as little as possible, and the same for a hub and for its floor: requests are cut from a
 * buffer made beforehand, answers are lines that are counted, not read.
 */
import {Buffer} from 'node:buffer';
import {connect, type Socket} from 'node:net';
import {makeReadingId} from '../../src/client/reading-id.ts';

/** What one connection sends: `72`, or `/add <id> 72` with a new id each time. */
export type Request = 'reading' | 'add';

export interface Load {
	readonly port: number;
	/** What is said first: nothing to an echo server, `plain` takes the greeting, `live` switches to live mode. */
	readonly opening: 'none' | 'plain' | 'live';
	readonly request: Request;
	/** Connections. */
	readonly submitters: number;
	/** Unanswered requests that each connection keeps up. */
	readonly outstanding: number;
	/** Whether requests that may leave at the same moment share a write, or each has its own. */
	readonly packets: 'shared' | 'own';
	/** Requests over all connections, before the clock starts and while it runs. */
	readonly warmUp: number;
	readonly count: number;
}

export interface LoadResult {
	readonly perSecond: number;
	readonly p50Us: number;
	readonly p99Us: number;
}

const lf = 0x0a;
const readBytes = 256 * 1024;

/** Every request of the run, one after the other, all of one length. */
function makeRequests(request: Request, count: number): Buffer {
	const nowMs = Date.now();
	// Ids begin with their time, as those of real clients: 50 a millisecond, about as fast as they will be sent.
	const make = (i: number): string =>
		request === 'add' ? `/add ${makeReadingId(nowMs + Math.floor(i / 50))} 72\n` : '72\n';
	return Buffer.from(Array.from({length: count}, (_, i) => make(i)).join(''), 'latin1');
}

/** Hands out the requests of the run, and times the answers to those after the warm-up. */
class Run {
	readonly #requests: Buffer;
	readonly requestBytes: number;
	readonly #total: number;
	readonly #warmUp: number;
	readonly #latenciesMs: Float64Array;
	#sent = 0;
	#answered = 0;
	#startedMs = 0;
	#resolve: (result: LoadResult) => void = () => {};
	readonly result = new Promise<LoadResult>(resolve => {
		this.#resolve = resolve;
	});

	constructor({request, warmUp, count}: Load) {
		this.#total = warmUp + count;
		this.#warmUp = warmUp;
		this.#requests = makeRequests(request, this.#total);
		this.requestBytes = this.#requests.length / this.#total;
		this.#latenciesMs = new Float64Array(this.#total);
	}

	/** Up to `count` requests that nobody has sent yet. */
	next(count: number): Buffer {
		const from = this.#sent;
		this.#sent = Math.min(from + count, this.#total);
		return this.#requests.subarray(from * this.requestBytes, this.#sent * this.requestBytes);
	}

	answered(latencyMs: number, nowMs: number): void {
		this.#latenciesMs[this.#answered++] = latencyMs;
		if (this.#answered === this.#warmUp) this.#startedMs = nowMs;
		if (this.#answered === this.#total) this.#finish(nowMs);
	}

	#finish(nowMs: number): void {
		const latencies = this.#latenciesMs.subarray(this.#warmUp).sort();
		const at = (share: number): number =>
			Math.round(latencies[Math.floor(latencies.length * share)]! * 1_000);
		const perSecond = Math.round((latencies.length / (nowMs - this.#startedMs)) * 1_000);
		this.#resolve({perSecond, p50Us: at(0.5), p99Us: at(0.99)});
	}
}

/** One connection that keeps `outstanding` requests unanswered. */
class Submitter {
	readonly #run: Run;
	readonly #outstanding: number;
	readonly #packets: Load['packets'];
	readonly #sentAtMs: Float64Array;
	readonly #socket: Socket;
	#sent = 0;
	#answered = 0;
	/** Of the line being read: its third byte, once that has come, and how many bytes of it came before. */
	#third = 0;
	#lineBytes = 0;
	#openingLines: number;
	readonly ready: Promise<void>;
	#onReady: () => void = () => {};

	constructor(load: Load, run: Run) {
		this.#run = run;
		this.#outstanding = load.outstanding;
		this.#packets = load.packets;
		this.#sentAtMs = new Float64Array(load.outstanding);
		this.#openingLines = load.opening === 'live' ? 2 : 0;
		this.ready = new Promise(resolve => {
			this.#onReady = resolve;
		});
		const onread = {buffer: Buffer.allocUnsafe(readBytes), callback: this.#onRead.bind(this)};
		this.#socket = connect({host: '127.0.0.1', port: load.port, noDelay: true, onread}, () => {
			if (load.opening === 'live') this.#socket.write('/live\n');
			if (load.opening === 'none') this.#onReady();
		});
		this.#socket.on('error', error => {
			throw error;
		});
	}

	/** Fills the window. */
	send(): void {
		const requests = this.#run.next(this.#outstanding - (this.#sent - this.#answered));
		if (requests.length === 0) return;
		const {requestBytes} = this.#run;
		const writeBytes = this.#packets === 'own' ? requestBytes : requests.length;
		for (let at = 0; at < requests.length; at += writeBytes) {
			const nowMs = performance.now();
			const last = this.#sent + writeBytes / requestBytes;
			while (this.#sent < last) this.#sentAtMs[this.#sent++ % this.#outstanding] = nowMs;
			this.#socket.write(requests.subarray(at, at + writeBytes));
		}
	}

	end(): void {
		this.#socket.destroy();
	}

	#onRead(length: number, bytes: Uint8Array): boolean {
		const answers = this.#countAnswers((bytes as Buffer).subarray(0, length));
		if (this.#openingLines === 0) this.#onReady();
		if (answers === 0) return true;
		const nowMs = performance.now();
		for (let i = 0; i < answers; i++) {
			this.#run.answered(nowMs - this.#sentAtMs[this.#answered++ % this.#outstanding]!, nowMs);
		}
		this.send();
		return true;
	}

	/**
	 * Lines that end here and answer a request. In live mode the third byte of a line tells its kind: lines of
	 * blocks and status, `{"b` and `{"s`, are not answers.
	 */
	#countAnswers(bytes: Buffer): number {
		let answers = 0;
		let start = 0;
		for (let end = bytes.indexOf(lf); end >= 0; end = bytes.indexOf(lf, start)) {
			this.#readThird(bytes, start, end);
			if (this.#openingLines > 0) this.#openingLines--;
			else if (this.#third !== 0x62 && this.#third !== 0x73) answers++;
			start = end + 1;
			this.#lineBytes = 0;
			this.#third = 0;
		}
		this.#readThird(bytes, start, bytes.length);
		this.#lineBytes += bytes.length - start;
		return answers;
	}

	#readThird(bytes: Buffer, start: number, end: number): void {
		const at = start + 2 - this.#lineBytes;
		if (at >= start && at < end) this.#third = bytes[at]!;
	}
}

const load = JSON.parse(process.argv[2]!) as Load;
const run = new Run(load);
const submitters = Array.from({length: load.submitters}, () => new Submitter(load, run));
await Promise.all(submitters.map(({ready}) => ready));
for (const submitter of submitters) submitter.send();
console.log(JSON.stringify(await run.result));
for (const submitter of submitters) submitter.end();
