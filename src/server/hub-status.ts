import type {HubStatus} from '../core/live-message.ts';
import type {Connections} from './connections.ts';
import type {HttpService} from './http/http-service.ts';
import type {HubSelf} from './hub-self.ts';
import {Latency} from './latency.ts';
import type {Peers} from './peers/peers.ts';
import {RecentRate} from './recent-rate.ts';
import type {Counters, Status} from './status.ts';

/** What a hub tells of itself is gathered from. */
export interface HubStatusParts {
	readonly self: HubSelf;
	readonly counters: Counters;
	readonly peers: () => Pick<Peers, 'list' | 'linkedCount' | 'divergedCount'>;
	/** Null where the hub serves no HTTP. */
	readonly http: () => Pick<HttpService, 'count' | 'streamCount' | 'bytesOut'> | null;
	readonly connections: () => Pick<
		Connections,
		'count' | 'liveCount' | 'peerCount' | 'bytesOut' | 'uptimeMs'
	>;
}

/** What costs more to find out than to read a number: some of it grows with the connections. */
interface Measured {
	readonly atMs: number;
	readonly bytesOut: number;
	readonly memoryBytes: number | null;
	readonly cpuSeconds: number;
	readonly commitP50Ms: number | null;
	readonly commitP99Ms: number | null;
	readonly loopDelayP99Ms: number | null;
}

/** For so long a measurement is told again: somebody who asks without end does not slow the hub down. */
const measuredMs = 1_000;

/** How the hub does, for `/status`, the sign of life and the metrics. `stop` when the hub stops. */
export class HubStatusSource {
	readonly #parts: HubStatusParts;
	readonly #latency = new Latency();
	readonly #blocks = new RecentRate(performance.now());
	#healthy = true;
	#measured: Measured | null = null;

	constructor(parts: HubStatusParts) {
		this.#parts = parts;
	}

	/** A commit took so many milliseconds, stored or not. */
	committed(ms: number): void {
		this.#latency.recordCommit(ms);
	}

	/** So many blocks are new. */
	appended(count: number): void {
		this.#blocks.add(count, performance.now());
	}

	/** The ledger cannot store, or can again. */
	health(ok: boolean): void {
		this.#healthy = ok;
	}

	/** All of it. */
	read(): Status {
		const {self, counters} = this.#parts;
		const {version, hub, ledger, genesis, range} = self;
		const connections = this.#parts.connections();
		const peers = this.#parts.peers();
		const {count: httpConnections = 0, streamCount: streams = 0} = this.#parts.http() ?? {};
		const {left, turnedAway, http} = counters;
		const {atMs: _, ...measured} = this.#measure();
		return {
			hub: version,
			height: hub.tip.index,
			tip: hub.tip.hash,
			genesis,
			ledger: ledger.id,
			durable: ledger.durable,
			range: range.join(' to '),
			...self.upstream,
			connections: connections.count + streams,
			live: connections.liveCount,
			plain: connections.count - connections.liveCount - connections.peerCount,
			streams,
			peers: peers.linkedCount,
			peersDiverged: peers.divergedCount,
			reorgLimit: hub.reorgLimit,
			accepted: counters.accepted,
			refused: counters.refused,
			waiting: hub.waiting,
			healthy: this.#healthy,
			blocksPerSecond: this.#blocksPerSecond,
			...measured,
			broadcasts: counters.broadcasts,
			broadcastsSkipped: counters.broadcastsSkipped,
			catchUpsHeld: counters.catchUpsHeld,
			heldForOwn: counters.heldForOwn,
			heldForAll: counters.heldForAll,
			heldForRate: counters.heldForRate,
			linesTooLong: counters.linesTooLong,
			forks: counters.forks,
			blocksReplaced: counters.blocksReplaced,
			readingsMoved: counters.readingsMoved,
			...left,
			turnedAway: turnedAway.full + turnedAway.perAddress + turnedAway.files,
			turnedAwayFull: turnedAway.full,
			turnedAwayPerAddress: turnedAway.perAddress,
			turnedAwayFiles: turnedAway.files,
			httpConnections,
			httpAnswered: http.answered,
			httpRefused: http.refused,
			httpFailed: http.failed,
			uptimeSeconds: Math.floor(connections.uptimeMs / 1_000),
		};
	}

	/** What everybody who watches is told every few seconds (protocol section 4). */
	readSignOfLife(): HubStatus {
		const {count, peerCount, uptimeMs} = this.#parts.connections();
		const {self} = this.#parts;
		const {upstream} = self;
		const {bytesOut, commitP99Ms, loopDelayP99Ms} = this.#measure();
		return {
			connections: count + (this.#parts.http()?.streamCount ?? 0),
			peers: this.#parts.peers().list(),
			uptimeMs,
			hubs: peerCount,
			waiting: self.hub.waiting,
			blocksPerSecond: this.#blocksPerSecond,
			bytesOut,
			...(commitP99Ms !== null && {commitP99Ms}),
			...(loopDelayP99Ms !== null && {loopDelayP99Ms}),
			...(self.via && {via: self.via}),
			...(upstream && {upstream: upstream.upstream, upstreamState: upstream.upstreamState}),
		};
	}

	stop(): void {
		this.#latency.stop();
	}

	get #blocksPerSecond(): number {
		return round(this.#blocks.perSecond(performance.now()), 1);
	}

	#measure(): Measured {
		const atMs = performance.now();
		if (this.#measured && atMs - this.#measured.atMs < measuredMs) return this.#measured;
		const {user, system} = process.cpuUsage();
		this.#measured = {
			commitP50Ms: roundTime(this.#latency.commitMs(50)),
			commitP99Ms: roundTime(this.#latency.commitMs(99)),
			loopDelayP99Ms: roundTime(this.#latency.loopDelayMs(99)),
			bytesOut:
				this.#parts.counters.bytesOutOfGone +
				this.#parts.connections().bytesOut +
				(this.#parts.http()?.bytesOut ?? 0),
			memoryBytes: readMemoryBytes(),
			cpuSeconds: round((user + system) / 1_000_000, 2),
			atMs,
		};
		return this.#measured;
	}
}

/** Resident memory; null where the system does not tell, as when there is no descriptor left to ask with. */
function readMemoryBytes(): number | null {
	try {
		return process.memoryUsage.rss();
	} catch {
		return null;
	}
}

function roundTime(ms: number | null): number | null {
	return ms === null ? null : round(ms, 2);
}

function round(value: number, digits: number): number {
	const unit = 10 ** digits;
	return Math.round(value * unit) / unit;
}
