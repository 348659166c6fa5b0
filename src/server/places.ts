import type {Bounds} from './bounds.ts';
import type {Refusal} from './turned-away.ts';

/** Who takes a place. */
export interface Guest {
	readonly address: string;
	/** Whether it comes from this machine, whose connections are not counted by address. */
	readonly isLocal: boolean;
}

/** The connections of a hub, on all its ports together, and whether there is a place for one more. */
export class Places {
	readonly #bounds: Bounds;
	readonly #filesMax: number;
	#taken = 0;
	/** Without those of this machine. */
	readonly #byAddress = new Map<string, number>();

	/** `filesMax`: connections that this process has descriptors for; Infinity where the system sets no limit. */
	constructor(bounds: Bounds, filesMax: number) {
		this.#bounds = bounds;
		this.#filesMax = filesMax;
	}

	/** Descriptors that are left. */
	get filesLeft(): number {
		return this.#filesMax - this.#taken;
	}

	/** Why there is no place for one more from `address`; null when there is. */
	findRefusal(address: string): Refusal | null {
		const {connectionsMax, connectionsPerAddressMax} = this.#bounds;
		if (this.#taken >= connectionsMax) {
			const told = `The hub is full: it serves ${connectionsMax} connections.`;
			return {reason: 'full', told, logged: `${connectionsMax} connections are the limit`};
		}
		if (this.filesLeft <= 0) {
			const told = 'The hub is full: it has no room for more connections.';
			const logged = `the file limit leaves room for ${this.#filesMax} connections (ulimit -n raises it)`;
			return {reason: 'files', told, logged};
		}
		if ((this.#byAddress.get(address) ?? 0) >= connectionsPerAddressMax) {
			const told = `Too many connections from your address: the hub serves ${connectionsPerAddressMax}.`;
			const logged = `${connectionsPerAddressMax} connections from one address are the limit`;
			return {reason: 'perAddress', told, logged};
		}
		return null;
	}

	take(guest: Guest): void {
		this.#count(guest, 1);
	}

	giveBack(guest: Guest): void {
		this.#count(guest, -1);
	}

	#count({address, isLocal}: Guest, change: 1 | -1): void {
		this.#taken += change;
		if (isLocal) return;
		const count = (this.#byAddress.get(address) ?? 0) + change;
		if (count === 0) this.#byAddress.delete(address);
		else this.#byAddress.set(address, count);
	}
}
