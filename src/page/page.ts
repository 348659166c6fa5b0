import {type ChainPorts, LiveChain} from './chain/live-chain.ts';
import {OwnReadings} from './state/own-readings.ts';

/** What the page shows: the chain of its hub, and the readings that are added here. */
export interface Page {
	readonly chain: LiveChain;
	readonly own: OwnReadings;
	/** A person goes on with a hub that has another past. */
	acceptStranger(): void;
}

/**
 * Puts chain and readings together. Readings are sent only while the hub is known to be the one that was verified:
 * what waits for one chain is never sent to another by itself.
 */
export function createPage(ports: ChainPorts): Page {
	let ledger: string | null = null;
	const chain = new LiveChain(ports, {
		met: now => {
			if (ledger !== null && ledger !== now) own.strand();
			ledger = now;
			own.goOn();
		},
		lost: () => own.hold(),
		replaced: from => own.askAgain(from),
	});
	const own: OwnReadings = new OwnReadings(chain.requests.addReading, ports.now);
	own.hold();
	return {chain, own, acceptStranger: () => chain.acceptStranger()};
}
