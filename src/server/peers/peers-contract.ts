import type {Socket} from 'node:net';
import type {BlockLines} from '../block-lines.ts';
import type {Hub} from '../hub.ts';
import type {ListenAddress} from '../listen.ts';
import type {HubLog} from '../log.ts';
import type {PeerTiming} from './dialler.ts';
import type {Forks} from './forks.ts';
import type {PeerConnection} from './peer-connection.ts';

/** What makes a hub a part of a network of hubs. */
export interface NetworkOptions {
	/** Whom to dial. */
	readonly peers: readonly ListenAddress[];
	/** What all hubs of the network know; without it only hubs of this machine are linked. */
	readonly key: Uint8Array | null;
	/** How many of the newest blocks a chain of another hub may replace; 0: none ever. */
	readonly reorgLimit: number;
	/** Tests pass small times. */
	readonly timing?: Partial<PeerTiming>;
}

/** A hub by itself: it dials nobody, takes nobody, and keeps every block. */
export const noNetwork: NetworkOptions = {peers: [], key: null, reorgLimit: 0};

/**
 * Whether a hub was told to be part of a network. Where it was not, nobody gives it blocks, its own machine included:
 * a program there may be a tunnel or somebody else's, and blocks of a peer pass neither its range nor its clock.
 */
export function isPartOfNetwork({peers, key, reorgLimit}: NetworkOptions): boolean {
	return peers.length > 0 || key !== null || reorgLimit > 0;
}

/** What `Peers` works with. */
export interface PeersOptions {
	readonly hub: Hub;
	/** Lines of blocks, shared with the sessions. */
	readonly lines: BlockLines;
	/** Program and version. */
	readonly version: string;
	/** The hash of our genesis block now. */
	readonly genesis: () => string;
	/** Our port, once there is one. */
	readonly port: () => number;
	readonly network: NetworkOptions;
	readonly log: HubLog;
	/** Told of forks that end because a peer takes our branch. */
	readonly forks: Pick<Forks, 'kept'>;
}

/** Who dialled us. */
export interface Caller {
	/** HOST:PORT. */
	readonly name: string;
	/** Without the port. */
	readonly address: string;
	readonly isLocal: boolean;
}

/** The answer to `/peer`: what to say first, and then who takes over; or why not, a sentence. */
export type Reception =
	| {readonly ok: true; readonly answer: string; readonly begin: (socket: Socket) => PeerConnection}
	| {readonly ok: false; readonly reason: string};

/** What came of a person's decision: a sentence. */
export interface Decision {
	readonly ok: boolean;
	readonly sentence: string;
}
