import {randomBytes} from 'node:crypto';
import {formatAddress} from '../../core/address.ts';
import {limits} from '../../core/limits.ts';
import type {PeerReport} from '../../core/peer-report.ts';
import {printable} from '../../core/printable.ts';
import {Beginning} from './beginning.ts';
import {ClockWatch} from './clock-watch.ts';
import {Dialler, peerTiming} from './dialler.ts';
import {type ForkWatch, ForkWatches} from './fork-watch.ts';
import {type Hello, ListeningHandshake, type OwnSide} from './handshake.ts';
import {describeOffence, LeftAlone} from './left-alone.ts';
import {Meetings} from './meetings.ts';
import {ownChainOf} from './own-chain.ts';
import {PeerConnection, type PeerConnectionContext, type PeerEnd} from './peer-connection.ts';
import {describePeers} from './peer-list.ts';
import type {PeerView} from './peer-view.ts';
import {
	type Caller,
	type Decision,
	isPartOfNetwork,
	type PeersOptions,
	type Reception,
} from './peers-contract.ts';

const nodeBytes = 12;
const tickMs = 250;
/** After a link that stood for so long, dialling begins with the shortest delay. */
const settledMs = 10_000;
const duplicateReason = 'These two hubs are linked already.';
const aloneReason =
	'This hub is by itself: start it with --peer, --network-key-file or --reorg-limit to link it with others.';

/** A link that stands. */
interface Seat {
	readonly connection: PeerConnection;
	readonly sinceMs: number;
	readonly forkWatch: ForkWatch;
	hasDiverged: boolean;
}

/**
 * All links to other hubs (protocol section 9): dials those it was told of, takes those that come, keeps one link
 * to each, and leaves alone for a while whoever breaks the rules.
 */
export class Peers {
	/** The id of this process among hubs. */
	readonly node = randomBytes(nodeBytes).toString('base64url');
	readonly #options: PeersOptions;
	readonly #diallers: readonly Dialler[];
	readonly #leftAlone: LeftAlone;
	readonly #forkWatches: ForkWatches;
	readonly #seats = new Map<string, Seat>();
	readonly #beginning: Beginning;
	readonly #clockWatch: ClockWatch;
	readonly #meetings: Meetings;
	readonly #connection: PeerConnectionContext;
	#ticker: NodeJS.Timeout | undefined;
	#isStopped = false;

	constructor(options: PeersOptions) {
		const timing = {...peerTiming, ...options.network.timing};
		this.#options = options;
		this.#leftAlone = new LeftAlone(timing.leftAloneMs);
		this.#forkWatches = new ForkWatches(ownChainOf(options.hub));
		this.#beginning = new Beginning(options.hub);
		this.#clockWatch = new ClockWatch(options.log);
		this.#meetings = new Meetings(this.#beginning);
		this.#connection = {
			hub: options.hub,
			lines: options.lines,
			handshakeTimeoutMs: timing.handshakeTimeoutMs,
			onMet: (connection, peer) => this.#onMet(connection, peer),
			nameOf: connection => this.#nameOf(connection),
			onState: connection => this.#onState(connection),
			onView: (connection, view, announced) => this.#onView(connection, view, announced),
			onOver: (connection, end) => this.#onOver(connection, end),
		};
		const onAway = (peer: string, reason: string): void => options.log({event: 'peerAway', peer, reason});
		const own = (): OwnSide => this.#own();
		const diallers = options.network.peers.map(
			address => new Dialler(address, {timing, own, connection: this.#connection, onAway}),
		);
		this.#diallers = [...new Map(diallers.map(dialler => [dialler.name, dialler])).values()];
	}

	/** Begins to dial. To be called when the hub listens. */
	start(): void {
		this.#beginning.expect(this.#diallers.map(({name}) => name));
		for (const dialler of this.#diallers) dialler.dial();
	}

	/** Says goodbye to all, and dials no more. */
	stop(reason: string): void {
		this.#isStopped = true;
		clearInterval(this.#ticker);
		for (const dialler of this.#diallers) dialler.stop();
		for (const {connection} of [...this.#seats.values()]) connection.end(reason);
		this.#meetings.end(reason);
		this.#beginning.end();
	}

	/** Links that stand. */
	get linkedCount(): number {
		return this.#seats.size;
	}

	/** Of these, those whose chain parted from ours too long ago. */
	get divergedCount(): number {
		let count = 0;
		for (const {hasDiverged} of this.#seats.values()) if (hasDiverged) count++;
		return count;
	}

	/** Somebody says `/peer` and what follows it. */
	receive(hello: string, {name, address, isLocal}: Caller): Reception {
		const refuse = (reason: string): Reception => {
			this.#options.log({event: 'peerRefused', peer: name, reason});
			return {ok: false, reason};
		};
		if (this.#isStopped) return refuse('This hub is shutting down.');
		if (!isPartOfNetwork(this.#options.network)) return refuse(aloneReason);
		const isCrowded = this.#meetings.refuse(address, isLocal);
		if (isCrowded !== null) return refuse(isCrowded);
		const offender = isLocal ? undefined : this.#leftAlone.find(address);
		if (offender) return refuse(describeOffence(offender.reason));
		const handshake = ListeningHandshake.begin(this.#own(), isLocal, hello);
		if (!(handshake instanceof ListeningHandshake)) return refuse(handshake.reason);
		const {port} = handshake.peer;
		// By its own port a hub is known again, and can be named by a person.
		const known = port === 0 ? name : formatAddress(address.replace(/^::ffff:/i, ''), port);
		return {
			ok: true,
			answer: handshake.answer,
			begin: socket => {
				const connection = new PeerConnection(socket, handshake, {name: known, isLocal}, this.#connection);
				this.#meetings.add(connection);
				return connection;
			},
		};
	}

	/** Every peer, those first that this hub dials. */
	list(): readonly PeerReport[] {
		const links = [...this.#seats.values()].map(({connection}) => connection);
		return describePeers(this.#diallers, links, this.#leftAlone.list());
	}

	/**
	 * A person accepts the chain of a peer that diverged; `peer` is its address as `list` gives it. Returns a
	 * sentence: what happens now, or why nothing.
	 */
	accept(peer: string): Decision {
		const name = printable(peer, limits.echoCharactersMax);
		const node = this.list().find(({address}) => address === peer)?.node ?? '';
		const seat = this.#seats.get(node);
		if (!seat) return {ok: false, sentence: `No peer ${name} is linked: /peers lists them.`};
		if (!seat.hasDiverged)
			return {ok: false, sentence: `${name} has not diverged: there is nothing to accept.`};
		seat.connection.acceptBranch();
		return {
			ok: true,
			sentence: `This hub takes the chain of ${name} when it has come and is the longer one.`,
		};
	}

	/** A person says that readings of hubs that are gone shall be put again here. */
	async adoptReadings(): Promise<Decision> {
		const {log} = this.#options;
		const adopted = await this.#options.hub.adoptReadings();
		if (adopted.kind === 'notStored')
			return {ok: false, sentence: `No readings are adopted: ${adopted.reason}.`};
		const count = adopted.displaced.length;
		log({event: 'adoptedReadings', count});
		const readings = count === 1 ? '1 reading is' : `${count} readings are`;
		return {
			ok: true,
			sentence: `${count === 0 ? 'There is no reading to adopt' : `${readings} put on the chain again`}.`,
		};
	}

	#own(): OwnSide {
		const {hub, version, genesis, port, network} = this.#options;
		return {
			hub: version,
			node: this.node,
			genesis: genesis(),
			fresh: hub.tip.index === 0,
			port: port(),
			key: network.key,
		};
	}

	#onMet(connection: PeerConnection, {node}: Hello): string | null {
		if (connection.dialled) this.#beginning.met(connection.name);
		this.#meetings.delete(connection);
		const offender = this.#leftAlone.find(node);
		if (offender) return describeOffence(offender.reason);
		const there = this.#seats.get(node);
		if (there && !this.#givesWay(there.connection, connection, node)) return duplicateReason;
		const forkWatch = this.#forkWatches.of(node);
		this.#seats.set(node, {connection, sinceMs: performance.now(), forkWatch, hasDiverged: false});
		if (connection.dialled) this.#find(connection)?.linked(node);
		if (there) there.connection.end(duplicateReason);
		else {
			const {name, dialled} = connection;
			this.#options.log({event: 'peerJoined', peer: name, node, dialled});
		}
		this.#ticker ??= setInterval(() => this.#tick(), tickMs);
		return null;
	}

	/**
	 * Whoever dials needs no second link. Where both dialled at the same time, both know both links, and the one stays
	 * that the hub with the lower id dialled. Whoever dials again has lost the link that it dialled before.
	 */
	#givesWay(there: PeerConnection, now: PeerConnection, node: string): boolean {
		if (now.dialled) return false;
		return there.dialled ? node < this.node : true;
	}

	#onState(connection: PeerConnection): void {
		const seat = this.#seats.get(connection.peer?.node ?? '');
		if (seat?.connection !== connection) return;
		const hasDiverged = connection.state?.kind === 'diverged';
		if (hasDiverged === seat.hasDiverged) return;
		seat.hasDiverged = hasDiverged;
		const {reorgLimit} = this.#options.hub;
		if (hasDiverged) this.#options.log({event: 'diverged', peer: this.#nameOf(connection), reorgLimit});
	}

	#onView(connection: PeerConnection, view: PeerView, announced: number): void {
		this.#clockWatch.look(view, () => this.#nameOf(connection));
		const seat = this.#seats.get(connection.peer?.node ?? '');
		const kept = seat?.connection === connection ? seat.forkWatch.look(view, announced) : null;
		if (kept) this.#options.forks.kept(this.#nameOf(connection), kept);
	}

	#onOver(connection: PeerConnection, end: PeerEnd): void {
		this.#meetings.delete(connection);
		const node = connection.peer?.node ?? '';
		const seat = this.#seats.get(node);
		const wasSeated = seat?.connection === connection;
		const fault = end.kind === 'ended' && end.fault;
		if (connection.dialled) this.#beginning.met(connection.name);
		if (fault) this.#leftAlone.add(keysOf(connection), connection.name, end.reason);
		if (wasSeated) this.#unseat(node, end.reason, fault);
		else if (!connection.dialled && end.kind === 'notMet') this.#tellRefused(connection, end.reason);
		const dialler = this.#find(connection);
		if (!dialler || this.#isStopped) return;
		if (wasSeated && performance.now() - seat.sinceMs > settledMs) dialler.forgetFailures();
		if (fault) dialler.leaveAlone(end.reason);
		else if (end.kind === 'notMet' && end.isSelf) dialler.meetSelf();
		else if (this.#seats.has(node)) dialler.park(node);
		else dialler.fail(end.reason, wasSeated);
	}

	/** The link with `node` is gone. */
	#unseat(node: string, reason: string, fault: boolean): void {
		const {connection} = this.#seats.get(node)!;
		this.#seats.delete(node);
		this.#options.log({event: 'peerLeft', peer: this.#nameOf(connection), reason, fault});
		for (const dialler of this.#diallers)
			if (dialler.standing.kind === 'duplicate' && dialler.standing.node === node) dialler.resume();
		if (this.#seats.size > 0) return;
		clearInterval(this.#ticker);
		this.#ticker = undefined;
	}

	/** A hub that finds itself, or that it is linked already, is no news. */
	#tellRefused({name, peer}: PeerConnection, reason: string): void {
		if (this.#isStopped || reason === duplicateReason || this.#isKnown(peer)) return;
		this.#options.log({event: 'peerRefused', peer: name, reason});
	}

	#isKnown(peer: Hello | null): boolean {
		return peer !== null && (peer.node === this.node || this.#seats.has(peer.node));
	}

	#tick(): void {
		for (const {connection} of this.#seats.values()) connection.tick();
	}

	/** As `list` calls it: by the address that this hub dials, whoever made the link. */
	#nameOf({name, peer}: PeerConnection): string {
		const dialler = this.#diallers.find(({standing}) => 'node' in standing && standing.node === peer?.node);
		return dialler?.name ?? name;
	}

	#find(connection: PeerConnection): Dialler | undefined {
		return connection.dialled ? this.#diallers.find(({name}) => name === connection.name) : undefined;
	}
}

/** By what a hub is known that broke the rules: on this machine addresses say nothing. */
function keysOf({peer, isLocal, host}: PeerConnection): readonly string[] {
	const node = peer ? [peer.node] : [];
	return isLocal ? node : [...node, host];
}
