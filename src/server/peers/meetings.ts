import type {Beginning} from './beginning.ts';
import type {PeerConnection} from './peer-connection.ts';

/** Whoever asks for a link and says no more holds a place only for a while, and not all of them. */
const meetingsMax = 256;
/** From one address that is not on this machine: whoever has no key must not keep others out. */
const meetingsEachMax = 16;

/** Connections that others dialled and whose handshake is under way. */
export class Meetings {
	readonly #beginning: Beginning;
	readonly #connections = new Set<PeerConnection>();

	/** A hub that has only begun waits for them. */
	constructor(beginning: Beginning) {
		this.#beginning = beginning;
	}

	/** Why there is no place for another one, a sentence; null: there is. */
	refuse(address: string, isLocal: boolean): string | null {
		if (this.#connections.size >= meetingsMax) return 'Too many hubs ask for a link at the same time.';
		if (isLocal) return null;
		let fromThere = 0;
		for (const {host} of this.#connections) if (host === address) fromThere++;
		return fromThere < meetingsEachMax
			? null
			: 'Too many hubs of your address ask for a link at the same time.';
	}

	add(connection: PeerConnection): void {
		this.#connections.add(connection);
		this.#beginning.meets(connection, true);
	}

	/** The other side has been met, or is gone. */
	delete(connection: PeerConnection): void {
		if (this.#connections.delete(connection)) this.#beginning.meets(connection, false);
	}

	/** Ends them all. */
	end(reason: string): void {
		for (const connection of [...this.#connections]) connection.end(reason);
	}
}
