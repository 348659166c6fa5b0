import type {Socket} from 'node:net';
import type {BlockLines} from '../block-lines.ts';
import type {Hub} from '../hub.ts';
import {type DiallingHandshake, type Hello, ListeningHandshake, type Refused} from './handshake.ts';
import {PeerLink, type PeerState} from './peer-link.ts';
import {PeerSocket} from './peer-socket.ts';
import type {PeerView} from './peer-view.ts';

/** What all connections to other hubs share. */
export interface PeerConnectionContext {
	readonly hub: Hub;
	/** Lines of blocks, shared with the sessions. */
	readonly lines: BlockLines;
	readonly handshakeTimeoutMs: number;
	/** The other hub is known. Null: the link begins; otherwise why not, a sentence. */
	readonly onMet: (connection: PeerConnection, peer: Hello) => string | null;
	/** How the other side is called, for people. */
	readonly nameOf: (connection: PeerConnection) => string;
	/** Where the link stands has changed. */
	readonly onState: (connection: PeerConnection) => void;
	/** What is known of its chain, or our own chain, may have changed. */
	readonly onView: (connection: PeerConnection, view: PeerView, announced: number) => void;
	/** The last event. `fault`: the other side broke the rules. */
	readonly onOver: (connection: PeerConnection, end: PeerEnd) => void;
}

/** How a connection ended: before the other hub was known, or after. `reason` is a sentence. */
export type PeerEnd =
	| ({readonly kind: 'notMet'} & Pick<Refused, 'reason' | 'isSelf'>)
	| {readonly kind: 'ended'; readonly reason: string; readonly fault: boolean};

/** One connection to another hub, dialled by us or by it: first the handshake, then the link. */
export class PeerConnection {
	/** HOST:PORT. */
	readonly name: string;
	/** Its address without the port. */
	readonly host: string;
	/** Whether it is on this machine. */
	readonly isLocal: boolean;
	readonly dialled: boolean;
	readonly #context: PeerConnectionContext;
	readonly #handshake: DiallingHandshake | ListeningHandshake;
	readonly #socket: PeerSocket;
	readonly #timer: NodeJS.Timeout;
	/** The first line that comes to the dialling side ends the greeting, and may be a broadcast. */
	#skips: boolean;
	#peer: Hello | null = null;
	#link: PeerLink | null = null;
	#isOver = false;

	/** Begins at once; `name` is how the other side is called here. */
	constructor(
		socket: Socket,
		handshake: DiallingHandshake | ListeningHandshake,
		{name, isLocal}: {readonly name: string; readonly isLocal: boolean},
		context: PeerConnectionContext,
	) {
		this.name = name;
		this.host = socket.remoteAddress ?? '';
		this.isLocal = isLocal;
		this.#handshake = handshake;
		this.#context = context;
		this.dialled = !(handshake instanceof ListeningHandshake);
		this.#skips = this.dialled;
		if (handshake instanceof ListeningHandshake) this.#peer = handshake.peer;
		this.#socket = new PeerSocket(socket, {
			line: text => this.#onLine(text),
			writable: () => this.#link?.writable(),
			closed: () => this.#lose('The connection broke off.'),
		});
		this.#timer = setTimeout(
			() => this.#refuse({reason: 'It does not answer as a hub that links with others.'}),
			context.handshakeTimeoutMs,
		);
		if (!(handshake instanceof ListeningHandshake)) this.#socket.send(handshake.opening);
	}

	/** Who the other side is, or says it is until it is met; null while nothing is known. */
	get peer(): Hello | null {
		return this.#peer;
	}

	/** Where the link stands; null before there is one. */
	get state(): PeerState | null {
		return this.#link?.state ?? null;
	}

	/** To be called a few times a second. */
	tick(): void {
		this.#link?.tick();
	}

	/** Takes the chain of a peer that diverged, however many of our blocks that replaces. */
	acceptBranch(): void {
		this.#link?.acceptBranch();
	}

	/** Ends it, telling the other side why. */
	end(reason: string): void {
		if (this.#link) this.#link.end(reason);
		else this.#refuse({reason});
	}

	#onLine(text: string | null): void {
		if (this.#isOver) return;
		if (this.#skips) this.#skips = false;
		else if (text === null) this.#onTooLong();
		else if (this.#link) this.#link.receive(text);
		else this.#meet(text);
	}

	/** Whoever has not been met may give any name, and nobody else is left alone for that. */
	#onTooLong(): void {
		const reason = 'It sent a line that is longer than any between hubs.';
		if (this.#link) this.#fault(reason);
		else this.#refuse({reason});
	}

	#fault(reason: string): void {
		this.#over({kind: 'ended', reason, fault: true});
		this.end(reason);
	}

	#meet(line: string): void {
		const step = this.#handshake.receive(line);
		if (step.kind === 'refused') {
			this.#refuse(step);
			return;
		}
		clearTimeout(this.#timer);
		this.#peer = step.peer;
		const reason = this.#context.onMet(this, step.peer);
		if (reason !== null) {
			this.#refuse({reason});
			return;
		}
		if (step.say !== '') this.#socket.send(step.say);
		this.#begin();
		if ('isTaken' in step && !step.isTaken) this.#link?.receive(line);
	}

	#begin(): void {
		const {hub, lines, nameOf, onState, onView} = this.#context;
		const socket = this.#socket;
		this.#link = new PeerLink({
			hub,
			lines,
			now: () => performance.now(),
			peer: () => nameOf(this),
			transport: {
				send: data => socket.send(data),
				pause: () => socket.pause(),
				resume: () => socket.resume(),
				end: () => socket.end(),
			},
			onState: () => onState(this),
			onView: (view, announced) => onView(this, view, announced),
			onEnd: (reason, fault) => this.#over({kind: 'ended', reason, fault}),
		});
		this.#link.start();
	}

	#refuse({reason, isSelf}: Pick<Refused, 'reason' | 'isSelf'>): void {
		this.#over({kind: 'notMet', reason, ...(isSelf && {isSelf})});
		this.#socket.end();
	}

	#lose(reason: string): void {
		if (this.#link) this.#link.lost(reason);
		else this.#over({kind: 'notMet', reason});
	}

	#over(end: PeerEnd): void {
		if (this.#isOver) return;
		this.#isOver = true;
		clearTimeout(this.#timer);
		this.#context.onOver(this, {...end, reason: toSentence(end.reason)});
	}
}

/** Some reasons are phrases, others what the other side said. */
function toSentence(reason: string): string {
	return `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? '' : '.'}`;
}
