import {createServer, type Server} from 'node:net';
import {setTimeout} from 'node:timers/promises';
import {formatAddress, isLoopback, reachable} from '../core/address.ts';
import {defaults, limits} from '../core/limits.ts';
import type {Welcome} from '../core/live-message.ts';
import type {BpmRange} from '../core/request.ts';
import {BlockLines} from './block-lines.ts';
import {Connections} from './connections.ts';
import {Hub} from './hub.ts';
import type {Ledger} from './ledger.ts';
import {type ListenAddress, listen, tryToListen} from './listen.ts';
import type {HubLog} from './log.ts';
import {Pacer} from './pacer.ts';
import {makeCounters, type Status} from './status.ts';

export interface HubOptions {
	readonly host: string;
	/** 0: a free one. */
	readonly port: number;
	readonly broadcastIntervalMs: number;
	/** A longer chain is broadcast to plain connections by its newest blocks only (protocol section 2). */
	readonly broadcastBytesMax: number;
	/** The readings this hub accepts. */
	readonly bpmRange: BpmRange;
	readonly connectionsMax: number;
	readonly stallTimeoutMs: number;
	/** Default: 10 s. */
	readonly statusIntervalMs?: number;
}

const version = `bchain/${__VERSION__}`;
/** Of the five seconds that stopping may take, how long connections have to take their last words. */
const farewellTimeoutMs = 2_000;
/** And how long after that the ledger has for what it is still writing. */
const ledgerTimeoutMs = 1_000;
/** Between two lines about a long verification; a short one gets none. */
const verifyingLogMs = 1_000;
/** An array is longer than its blocks and commas by this. */
const bracketBytes = 2;

/** A hub that listens: the append path, its connections and the port, put together. */
export class HubServer {
	readonly #options: HubOptions;
	readonly #ledger: Ledger;
	readonly #hub: Hub;
	readonly #log: HubLog;
	readonly #counters = makeCounters();
	readonly #connections: Connections;
	readonly #server: Server;
	readonly #genesis: string;
	#address: ListenAddress;
	#stopped: Promise<void> | null = null;

	private constructor(options: HubOptions, ledger: Ledger, hub: Hub, genesis: string, log: HubLog) {
		this.#options = options;
		this.#ledger = ledger;
		this.#hub = hub;
		this.#log = log;
		this.#genesis = genesis;
		this.#address = {host: options.host, port: options.port};
		this.#connections = new Connections({
			context: {
				pacer: new Pacer(),
				lines: new BlockLines(hub.reader),
				reader: hub.reader,
				hub,
				counters: this.#counters,
				range: options.bpmRange,
				broadcastIntervalMs: options.broadcastIntervalMs,
				broadcastBytesMax: options.broadcastBytesMax - bracketBytes,
				welcome: () => this.#welcome(),
				status: () => this.#status(),
			},
			log,
			connectionsMax: options.connectionsMax,
			stallTimeoutMs: options.stallTimeoutMs,
			statusIntervalMs: options.statusIntervalMs ?? defaults.statusIntervalMs,
		});
		this.#server = createServer({allowHalfOpen: true}, socket => this.#connections.accept(socket));
	}

	/** Opens the ledger and listens. Throws a `BchainError` when it cannot; a port in use leaves no new ledger behind. */
	static async start(options: HubOptions, ledger: Ledger, log: HubLog = () => {}): Promise<HubServer> {
		await tryToListen(options.host, options.port);
		const startedMs = performance.now();
		const hub = await Hub.open(ledger, {
			// What `/last` may give in live mode must be there, too.
			recentBytes: Math.max(options.broadcastBytesMax, limits.blocksLineBytesMax),
			onProgress: throttle(verifyingLogMs, (verified, total) => log({event: 'verifying', verified, total})),
		});
		const {folder} = ledger;
		if (folder !== null) {
			const {tip, notes = []} = hub.opened;
			const tookMs = Math.round(performance.now() - startedMs);
			log({event: 'opened', folder, blocks: tip ? tip.index + 1 : 0, tookMs, notes});
		}
		const server = new HubServer(options, ledger, hub, await hub.reader.genesisHash(), log);
		try {
			server.#address = await listen(server.#server, options.host, options.port);
		} catch (error) {
			await server.#connections.stop('', 0);
			await ledger.close();
			throw error;
		}
		server.#report();
		await ledger.announce(formatAddress(reachable(server.host), server.port));
		return server;
	}

	/** The address it listens on. */
	get host(): string {
		return this.#address.host;
	}

	get port(): number {
		return this.#address.port;
	}

	/**
	 * Stops accepting, finishes what waits, tells every connection. Takes less than five seconds: connections
	 * that do not take their last words are cut, and a ledger that does not answer is not waited for (but Node
	 * does not end before a thread that hangs in the system). Nobody was told then that his reading is stored.
	 * Stopping twice is stopping once.
	 */
	async stop(reason: string): Promise<void> {
		this.#stopped ??= this.#stop(reason);
		return this.#stopped;
	}

	async #stop(reason: string): Promise<void> {
		this.#log({event: 'stopping', reason, connections: this.#connections.count});
		this.#server.close();
		await this.#connections.stop('The hub is shutting down.', farewellTimeoutMs);
		const deadline = new AbortController();
		await Promise.race([
			this.#hub.drain().then(() => this.#ledger.close()),
			setTimeout(ledgerTimeoutMs, undefined, {signal: deadline.signal}).catch(() => {}),
		]);
		deadline.abort();
		this.#log({event: 'stopped', height: this.#hub.tip.index});
	}

	#report(): void {
		const {host, port} = this.#address;
		const {durable} = this.#ledger;
		this.#log({event: 'listening', host, port, pid: process.pid, durable, open: !isLoopback(host)});
		// Of a chain that has begun the log has told before.
		const {tip, chain} = this.#hub;
		if (tip.index === 0) this.#log({event: 'blocks', blocks: [chain.blockAt(0)!], from: [undefined]});
		this.#hub.watch({
			appended: (blocks, from) => {
				this.#connections.wake();
				this.#log({event: 'blocks', blocks, from});
			},
			replaced: (index, blocks) => {
				this.#connections.wake();
				this.#log({event: 'replaced', index, count: blocks.length});
			},
			health: (ok, reason) => this.#log({event: 'health', ok, reason}),
		});
	}

	#welcome(): Welcome {
		return {
			version: 1,
			hub: version,
			ledger: this.#ledger.id,
			durable: this.#ledger.durable,
			genesis: this.#genesis,
			height: this.#hub.tip.index,
			tip: this.#hub.tip.hash,
			range: this.#options.bpmRange,
			reorgLimit: 0,
			broadcastMs: this.#options.broadcastIntervalMs,
		};
	}

	#status(): Status {
		const connections = this.#connections;
		const counters = this.#counters;
		return {
			hub: version,
			height: this.#hub.tip.index,
			tip: this.#hub.tip.hash,
			genesis: this.#genesis,
			ledger: this.#ledger.id,
			durable: this.#ledger.durable,
			range: this.#options.bpmRange.join(' to '),
			connections: connections.count,
			live: connections.liveCount,
			plain: connections.count - connections.liveCount,
			accepted: counters.accepted,
			refused: counters.refused,
			waiting: this.#hub.waiting,
			broadcasts: counters.broadcasts,
			broadcastsSkipped: counters.broadcastsSkipped,
			turnedAway: counters.turnedAway,
			stalled: counters.left.stalled,
			notForUs: counters.left.notForUs,
			uptimeSeconds: Math.floor(connections.uptimeMs / 1_000),
		};
	}
}

/** Calls `tell` at most once in `intervalMs`, and not before that has passed for the first time. */
function throttle<Values extends readonly unknown[]>(
	intervalMs: number,
	tell: (...values: Values) => void,
): (...values: Values) => void {
	let toldMs = performance.now();
	return (...values) => {
		const now = performance.now();
		if (now - toldMs < intervalMs) return;
		toldMs = now;
		tell(...values);
	};
}
