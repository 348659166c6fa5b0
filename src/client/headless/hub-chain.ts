import {formatAddress} from '../../core/address.ts';
import type {ChainColumns} from '../chain-columns.ts';
import {openHubLink} from '../hub-link.ts';
import type {ChainFacts, LinkEvent, LinkPhase} from '../link-event.ts';
import {sayNoHub} from './no-hub.ts';
import {broadcastTimeoutMsDefault, createPatience, timeoutMsDefault} from './patience.ts';

export interface HubChainOptions {
	readonly host: string;
	readonly port: number;
	/** Never asks for live mode. */
	readonly plain: boolean;
	/**
	 * How long to go on without any progress, in milliseconds. Unless given: 10 s, and in plain mode as long as
	 * a broadcast of a tutorial hub takes.
	 */
	readonly timeoutMs?: number;
	/** Blocks verified so far; `total` is null where the hub does not say. */
	readonly onProgress?: (verified: number, total: number | null) => void;
}

/** The chain of a hub; every phrase is safe to show. */
export type HubChain =
	| {
			readonly kind: 'verified';
			/** Every block of it was verified; it is not changed any more. */
			readonly chain: ChainColumns;
			readonly facts: ChainFacts;
			readonly mode: 'live' | 'plain';
	  }
	/** A block does not hold: `facts.fault`. The blocks before it are in `chain`. */
	| {
			readonly kind: 'broken';
			readonly chain: ChainColumns;
			readonly facts: ChainFacts;
			readonly fault: NonNullable<ChainFacts['fault']>;
	  }
	/** There is no hub, it sent no chain, or what it sent is no chain; a sentence. */
	| {readonly kind: 'unreadable'; readonly sentence: string};

/**
 * Reads the chain of a running hub as far as it goes now, every block verified, and leaves the hub again: in
 * live mode all of it, in plain mode what one broadcast brings. Nothing is remembered.
 */
export async function readHubChain(options: HubChainOptions): Promise<HubChain> {
	const {timeoutMs, onProgress = () => {}} = options;
	const patience = createPatience(timeoutMs ?? timeoutMsDefault, () => false);
	const look = {
		phase: {kind: 'connecting', attempt: 1} as LinkPhase,
		facts: null as ChainFacts | null,
		trouble: null as string | null,
		/** What the hub did that no hub may do. */
		fault: null as string | null,
	};
	const take = (event: LinkEvent): void => {
		if (event.kind === 'phase') {
			look.phase = event.phase;
			if (event.phase.kind === 'waiting') look.trouble = event.phase.reason;
			else if (event.phase.kind === 'alarm')
				look.fault = `The hub changed its past meanwhile: ${event.phase.reason}.`;
			else if (event.phase.kind === 'plain')
				patience.reached('plain', timeoutMs ?? broadcastTimeoutMsDefault);
			else if (event.phase.kind !== 'connecting') patience.reached(event.phase.kind);
		} else if (event.kind === 'chain') {
			look.facts = event.chain;
			onProgress(event.chain.length, look.phase.kind === 'catchingUp' ? look.phase.target + 1 : null);
			patience.progress();
		} else if (event.kind === 'notice' && event.tone === 'bad') look.fault = event.text;
		patience.wake();
	};
	const link = openHubLink({host: options.host, port: options.port, plain: options.plain, on: take});
	const isWhole = (): boolean =>
		look.phase.kind === 'live' || (look.phase.kind === 'plain' && link.chain.length > 0);
	try {
		await patience.until(() => isWhole() || look.fault !== null);
		const {facts, phase, fault} = look;
		const {chain} = link;
		if (facts?.fault) return {kind: 'broken', chain, facts, fault: facts.fault};
		if (fault !== null) return {kind: 'unreadable', sentence: fault};
		if (facts && isWhole())
			return {kind: 'verified', chain, facts, mode: phase.kind === 'live' ? 'live' : 'plain'};
		return {kind: 'unreadable', sentence: describeSilence(options, phase, look.trouble)};
	} finally {
		patience.stop();
		await link.close();
	}
}

function describeSilence({host, port}: HubChainOptions, phase: LinkPhase, trouble: string | null): string {
	const address = formatAddress(host, port);
	if (phase.kind === 'plain') return `The hub at ${address} has not sent its chain.`;
	return sayNoHub(address, trouble);
}
