import type {Tip} from '../../core/block.ts';
import type {Welcome} from '../../core/live-message.ts';
import type {Locator} from '../../core/locator.ts';

/**
 * What is remembered of the hub at an address that spoke live mode (protocol section 6). Plain data, so that
 * it can be kept in a file.
 */
export interface Remembered {
	readonly ledger: string;
	/** Whether the hub said that its chain survives a restart. */
	readonly durable: boolean;
	/** How many of the newest blocks a longer chain may replace. */
	readonly reorgLimit: number;
	/** Hash of the genesis block. */
	readonly genesis: string;
	/** Pairs of what was verified, from the tip down; empty when nothing was. */
	readonly locator: Locator;
}

/** How what came stands to what is remembered. `reason` names the first difference that can be known. */
export type Comparison =
	| {readonly kind: 'same'}
	| {readonly kind: 'newChain'; readonly reason: string}
	| {readonly kind: 'alarm'; readonly reason: string};

const same: Comparison = {kind: 'same'};

/** What a welcome leaves to remember, with the locator of what is held. */
export function remember(welcome: Welcome, locator: Locator): Remembered {
	const {ledger, durable, reorgLimit, genesis} = welcome;
	return {ledger, durable, reorgLimit, genesis, locator};
}

/** Judges a welcome by what is remembered (protocol section 6); null is the first contact. */
export function compareWelcome(remembered: Remembered | null, welcome: Welcome): Comparison {
	if (remembered === null) return same;
	const other = differentChain(remembered, welcome);
	if (other !== null) return {kind: remembered.durable ? 'alarm' : 'newChain', reason: other};
	if (remembered.durable && !welcome.durable) {
		return alarm('it kept its chain over a restart, and now says that it does not');
	}
	if (welcome.reorgLimit > remembered.reorgLimit) {
		const {reorgLimit} = remembered;
		return alarm(
			reorgLimit === 0
				? `it never replaced blocks, and now a longer chain may replace the newest ${welcome.reorgLimit}`
				: `a longer chain could replace its newest ${reorgLimit} blocks, and now ${welcome.reorgLimit}`,
		);
	}
	const [tip] = remembered.locator;
	return tip === undefined ? same : compareTip({index: tip[0], hash: tip[1]}, welcome);
}

function differentChain(remembered: Remembered, welcome: Welcome): string | null {
	if (welcome.genesis !== remembered.genesis) {
		return `its genesis block is ${short(welcome.genesis)}, and was ${short(remembered.genesis)}`;
	}
	if (welcome.ledger !== remembered.ledger) {
		return `its ledger is ${welcome.ledger}, and was ${remembered.ledger}`;
	}
	return null;
}

function compareTip(tip: Tip, welcome: Welcome): Comparison {
	if (welcome.reorgLimit > 0) return same;
	if (welcome.height < tip.index) {
		return alarm(`its newest block is ${welcome.height}, and block ${tip.index} was verified before`);
	}
	if (welcome.height === tip.index && welcome.tip !== tip.hash) {
		return alarm(`its block ${tip.index} is ${short(welcome.tip)}, and was ${short(tip.hash)}`);
	}
	return same;
}

/**
 * Judges where the hub says that the chains part: `from` is one more than the highest pair of our locator
 * that it shares. Below what may be replaced stands at least one pair that it does not share.
 */
export function compareFrom(remembered: Remembered, from: number): Comparison {
	const [tip] = remembered.locator;
	if (tip === undefined || from > tip[0]) return same;
	const unshared = remembered.locator.findLast(([index]) => index >= from);
	if (unshared === undefined || mayReplace(tip[0], remembered.reorgLimit, unshared[0])) return same;
	return alarm(`its block ${unshared[0]} is not the one that was verified before (${short(unshared[1])})`);
}

/** Whether a longer chain may bring another block `index` when `tipIndex` is the newest held; genesis never. */
export function mayReplace(tipIndex: number, reorgLimit: number, index: number): boolean {
	return index > 0 && index > tipIndex - reorgLimit;
}

function alarm(reason: string): Comparison {
	return {kind: 'alarm', reason};
}

/** The first eight digits of a hash, enough to compare aloud. */
function short(hash: string): string {
	return hash.slice(0, 8);
}
