import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net';

const host = '127.0.0.1';

/** What a wire carries: nothing as it is cut, nothing yet, or a connection over which both hubs have spoken. */
export type WireState = 'cut' | 'idle' | 'joined';

interface Pair {
	readonly dialled: Socket;
	readonly onward: Socket;
	/** How many of the two have spoken. */
	readonly heard: Set<Socket>;
}

export interface WireOptions {
	/** The port of the hub at its far end; null while there is none. */
	readonly target: () => number | null;
	/** Called when the state has changed. */
	readonly onChange: (state: WireState) => void;
}

/**
 * A wire between two hubs of this machine: one dials its port, and it connects them with the other one. A cut ends
 * what goes over it. A hub that dials a cut wire, or one without a hub at its far end, hears nothing and is not
 * turned away either, as where a cable is unplugged: its attempt goes through at once when the wire is healed.
 */
export class Wire {
	readonly #server: Server;
	readonly #options: WireOptions;
	readonly #pairs = new Set<Pair>();
	/** The attempt that waits. A hub makes one at a time: with the next it has given up the one before. */
	#waiting: Socket | null = null;
	#isCut = false;
	#told: WireState = 'idle';

	private constructor(server: Server, options: WireOptions) {
		this.#server = server;
		this.#options = options;
		server.on('connection', socket => this.#take(socket));
	}

	/** A wire that listens on a free port. */
	static async open(options: WireOptions): Promise<Wire> {
		const server = createServer({noDelay: true, pauseOnConnect: true});
		server.listen(0, host);
		await once(server, 'listening');
		return new Wire(server, options);
	}

	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	get state(): WireState {
		if (this.#isCut) return 'cut';
		return [...this.#pairs].some(({heard}) => heard.size === 2) ? 'joined' : 'idle';
	}

	/** Ends what goes over it, and lets nothing through until it is healed. */
	cut(): void {
		this.#isCut = true;
		this.#tell();
		for (const {dialled, onward} of this.#pairs) {
			dialled.resetAndDestroy();
			onward.resetAndDestroy();
		}
	}

	heal(): void {
		this.#isCut = false;
		this.#tell();
		this.connect();
	}

	/** Lets an attempt through that waits, where that is possible by now. */
	connect(): void {
		const port = this.#options.target();
		const dialled = this.#waiting;
		if (this.#isCut || port === null || dialled === null) return;
		this.#waiting = null;
		if (!dialled.destroyed) this.#join(dialled, connect({host, port, noDelay: true}));
	}

	async close(): Promise<void> {
		this.cut();
		this.#waiting?.destroy();
		this.#server.close();
		await once(this.#server, 'close');
	}

	#take(socket: Socket): void {
		socket.on('error', () => {});
		this.#waiting?.destroy();
		this.#waiting = socket;
		this.connect();
	}

	#join(dialled: Socket, onward: Socket): void {
		const pair: Pair = {dialled, onward, heard: new Set()};
		this.#pairs.add(pair);
		for (const [from, to] of [
			[dialled, onward],
			[onward, dialled],
		] as const) {
			from.once('data', () => {
				pair.heard.add(from);
				this.#tell();
			});
			from.on('error', () => {});
			from.on('close', () => {
				to.destroy();
				this.#pairs.delete(pair);
				this.#tell();
			});
			from.pipe(to);
		}
	}

	#tell(): void {
		const {state} = this;
		if (state === this.#told) return;
		this.#told = state;
		this.#options.onChange(state);
	}
}
