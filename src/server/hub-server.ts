import {createServer, type Server} from 'node:net';
import {setTimeout} from 'node:timers/promises';
import {formatAddress, isLoopback, reachable} from '../core/address.ts';
import {defaults, limits} from '../core/limits.ts';
import type {Welcome} from '../core/live-message.ts';
import type {BpmRange} from '../core/request.ts';
import {BlockLines} from './block-lines.ts';
import type {Bounds} from './bounds.ts';
import {CatchUps} from './catch-ups.ts';
import {Connections, type ConnectionsOptions} from './connections.ts';
import {readFileLimit} from './file-limit.ts';
import type {Front, OpenFront} from './front.ts';
import {Hub} from './hub.ts';
import {HubReport} from './hub-report.ts';
import {HubSelf} from './hub-self.ts';
import {HubStatusSource} from './hub-status.ts';
import type {Ledger} from './ledger.ts';
import {type ListenAddress, listen, tryToListen} from './listen.ts';
import type {HubLog} from './log.ts';
import {Pacer} from './pacer.ts';
import {Peers} from './peers/peers.ts';
import {type NetworkOptions, noNetwork} from './peers/peers-contract.ts';
import {Places} from './places.ts';
import {SidePorts, type SidePortsOptions} from './side-ports.ts';
import {makeCounters} from './status.ts';
import {throttle} from './throttle.ts';
import {TurnedAway} from './turned-away.ts';

export interface HubOptions extends Bounds, SidePortsOptions {
	readonly host: string;
	/** 0: a free one. */
	readonly port: number;
	readonly broadcastIntervalMs: number;
	/** A longer chain is broadcast to plain connections by its newest blocks only (protocol section 2). */
	readonly broadcastBytesMax: number;
	/** The readings this hub accepts. */
	readonly bpmRange: BpmRange;
	readonly stallTimeoutMs: number;
	/** Default: 10 s. */
	readonly statusIntervalMs?: number;
	/** The other hubs that this one is linked with; default: it dials none, and replaces no block. */
	readonly network?: NetworkOptions | undefined;
}

const version = `bchain/${__VERSION__}`;
const farewell = 'The hub is shutting down.';
/** Of the five seconds that stopping may take, how long connections have to take their last words. */
const farewellTimeoutMs = 2_000;
/** And how long after that the ledger has for what it is still writing. */
const ledgerTimeoutMs = 1_000;
/** Between two lines about a long verification; a short one gets none. */
const verifyingLogMs = 1_000;
/** A connection that is gone without a word is noticed after some minutes of silence. */
const socketOptions = {allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000};
/** An array is longer than its blocks and commas by this. */
const bracketBytes = 2;

interface HubServerParts {
	readonly options: HubOptions;
	readonly ledger: Ledger;
	readonly hub: Hub;
	readonly front: Front | null;
	/** Hash of the first block; empty while there is none. */
	readonly genesis: string;
	readonly log: HubLog;
}

/** A hub that listens: the append path, its connections and the port, put together. */
export class HubServer {
	readonly #options: HubOptions;
	readonly #ledger: Ledger;
	readonly #hub: Hub;
	readonly #log: HubLog;
	readonly #counters = makeCounters();
	readonly #status: HubStatusSource;
	/** What the connections of all ports share. */
	readonly #shared: ConnectionsOptions;
	readonly #connections: Connections;
	readonly #server: Server;
	readonly #peers: Peers;
	readonly #report: HubReport;
	readonly #self: HubSelf;
	readonly #front: Front | null;
	readonly #sidePorts = new SidePorts();
	readonly #fileLimit = readFileLimit();
	#address: ListenAddress;
	#stopped: Promise<void> | null = null;

	private constructor({options, ledger, hub, front, genesis, log}: HubServerParts) {
		this.#options = options;
		this.#ledger = ledger;
		this.#hub = hub;
		this.#front = front;
		this.#log = log;
		const {bpmRange: range, broadcastIntervalMs: broadcastMs} = options;
		this.#self = new HubSelf({version, hub, ledger, range, broadcastMs, front}, genesis);
		this.#address = {host: options.host, port: options.port};
		this.#status = new HubStatusSource({
			self: this.#self,
			counters: this.#counters,
			connections: () => this.#connections,
			peers: () => this.#peers,
			http: () => this.#sidePorts.http,
		});
		const lines = new BlockLines(hub.reader);
		this.#report = new HubReport({
			hub,
			self: this.#self,
			front,
			status: this.#status,
			counters: this.#counters,
			connections: () => this.#connections,
			wake: () => {
				this.#connections.wake();
				this.#sidePorts.wake();
			},
			log,
		});
		const {forks} = this.#report;
		const {network = noNetwork} = options;
		this.#peers = new Peers({
			hub,
			lines,
			version,
			genesis: () => this.#self.genesis,
			port: () => this.port,
			network,
			log,
			forks,
		});
		const filesMax = this.#fileLimit?.connections ?? Number.POSITIVE_INFINITY;
		this.#shared = {
			context: {
				pacer: new Pacer(),
				lines,
				peers: this.#peers,
				forks,
				reader: hub.reader,
				self: this.#self,
				bounds: options,
				catchUps: new CatchUps(options.catchUpsMax, this.#counters),
				counters: this.#counters,
				broadcastIntervalMs: options.broadcastIntervalMs,
				broadcastBytesMax: options.broadcastBytesMax - bracketBytes,
				web: () => this.httpAddress,
				status: () => this.#status.read(),
				signOfLife: () => this.#status.readSignOfLife(),
			},
			log,
			places: new Places(options, filesMax),
			turnedAway: new TurnedAway(this.#counters, log),
			port: () => this.port,
			stallTimeoutMs: options.stallTimeoutMs,
			statusIntervalMs: options.statusIntervalMs ?? defaults.statusIntervalMs,
		};
		this.#connections = new Connections(this.#shared);
		this.#server = createServer(socketOptions, socket => this.#connections.accept(socket));
	}

	/**
	 * Opens the ledger and listens; with `openFront` as a front for another hub. Throws a `BchainError` when it cannot; a
	 * port in use leaves no new ledger behind.
	 */
	static async start(
		options: HubOptions,
		ledger: Ledger,
		log: HubLog = () => {},
		openFront?: OpenFront,
	): Promise<HubServer> {
		await tryToListen(options.host, options.port);
		await SidePorts.try(options);
		const startedMs = performance.now();
		const hub = await Hub.open(ledger, {
			// What `/last` may give in live mode must be there, too.
			recentBytes: Math.max(options.broadcastBytesMax, limits.blocksLineBytesMax),
			waitingReadingsTotalMax: options.waitingReadingsTotalMax,
			// How much may be replaced in the chain of another hub is for that hub to say.
			reorgLimit: openFront ? Number.MAX_SAFE_INTEGER : (options.network?.reorgLimit ?? 0),
			seals: openFront === undefined,
			onProgress: throttle(verifyingLogMs, (verified, total) => log({event: 'verifying', verified, total})),
		});
		const {folder} = ledger;
		if (folder !== null) {
			const {tip, notes = []} = hub.opened;
			const tookMs = Math.round(performance.now() - startedMs);
			const what = {folder, blocks: tip ? tip.index + 1 : 0, ...(openFront && {front: true as const})};
			log({event: 'opened', ...what, tookMs, notes});
		}
		const front = openFront ? await openFront(hub, ledger, log) : null;
		const genesis = hub.chain.length === 0 ? '' : await hub.reader.genesisHash();
		const server = new HubServer({options, ledger, hub, front, genesis, log});
		try {
			server.#watch();
			await server.#openSidePorts();
			server.#address = await listen(server.#server, options.host, options.port);
		} catch (error) {
			await server.#stopConnections('', 0);
			await server.#stopTelling();
			await front?.stop();
			await ledger.close();
			throw error;
		}
		server.#begin();
		server.#peers.start();
		server.#startFront();
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

	/** Where the chain is served over HTTP; null where it is not. */
	get httpAddress(): ListenAddress | null {
		return this.#sidePorts.http?.address ?? null;
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
		this.#peers.stop(farewell);
		const frontStops = this.#front?.stop();
		await this.#stopConnections(farewell, farewellTimeoutMs);
		const deadline = new AbortController();
		await Promise.race([
			// The folder belongs to this process until both are done with it.
			Promise.all([frontStops, this.#hub.drain()]).then(() => this.#ledger.close()),
			setTimeout(ledgerTimeoutMs, undefined, {signal: deadline.signal}).catch(() => {}),
		]);
		deadline.abort();
		await this.#stopTelling();
		this.#log({event: 'stopped', height: this.#self.hub.tip.index});
	}

	#startFront(): void {
		this.#front?.start({
			moved: moved => this.#report.moved(moved),
			shown: () => this.#connections.broadcast(),
			liveBegins: () => this.#connections.liveBegins(),
			upstreamChanged: () => this.#connections.tellStatus(),
		});
	}

	async #openSidePorts(): Promise<void> {
		const acceptFailed = (error: NodeJS.ErrnoException): void => this.#connections.acceptFailed(error);
		const {context} = this.#shared;
		const {bpmRange: range} = this.#options;
		const welcome = (): Welcome => this.#self.welcome();
		const service = {...this.#shared, context: {...context, hub: this.#hub, range, welcome}, acceptFailed};
		await this.#sidePorts.open(this.#options, service, () => this.#status.read());
	}

	async #stopConnections(words: string, timeoutMs: number): Promise<void> {
		await Promise.all([this.#connections.stop(words, timeoutMs), this.#sidePorts.stopHttp(words, timeoutMs)]);
	}

	async #stopTelling(): Promise<void> {
		this.#status.stop();
		await this.#sidePorts.stopMetrics();
	}

	#begin(): void {
		this.#server.on('error', error => this.#connections.acceptFailed(error));
		const {host, port} = this.#address;
		const {durable} = this.#ledger;
		this.#log({event: 'listening', host, port, pid: process.pid, durable, open: !isLoopback(host)});
		if (this.#fileLimit && this.#fileLimit.connections < this.#options.connectionsMax)
			this.#log({event: 'fileLimit', ...this.#fileLimit});
		// Of a chain that has begun the log has told before.
		const {tip, chain} = this.#hub;
		if (tip.index === 0 && !this.#front)
			this.#log({event: 'blocks', blocks: [chain.blockAt(0)!], from: [undefined]});
	}

	#watch(): void {
		this.#hub.watch(this.#report);
	}
}
