import type {Tip} from '../../core/block.ts';
import type {Welcome} from '../../core/live-message.ts';
import type {Locator} from '../../core/locator.ts';
import type {ChainColumns} from '../chain-columns.ts';
import {isSameBlock, type Pin, type PinnedBlock, type Promises, pinBlock, pinText} from '../memory/pin.ts';

/** How what came stands to what is remembered. `reason` names the first difference that can be known. */
export type Comparison =
	| {readonly kind: 'same'}
	| {readonly kind: 'newChain'; readonly reason: string}
	/** Blocks that may be replaced are others now, or gone; the newest first. */
	| {readonly kind: 'replaced'; readonly blocks: readonly PinnedBlock[]}
	| {readonly kind: 'alarm'; readonly reason: string};

const same: Comparison = {kind: 'same'};

/** Judges a welcome by what is remembered (protocol section 6); null is the first contact. */
export function compareWelcome(pin: Pin | null, welcome: Welcome): Comparison {
	if (pin === null) return same;
	const other = differentChain(pin, welcome);
	const joined = welcome.ledger === pin.promises?.ledger && mayJoin(pin);
	if (other !== null && !joined) return {kind: pin.promises?.durable ? 'alarm' : 'newChain', reason: other};
	if (pin.promises === null) return same;
	const {durable, reorgLimit} = pin.promises;
	if (durable && !welcome.durable) {
		return alarm('it kept its chain over a restart, and now says that it does not');
	}
	if (welcome.reorgLimit > reorgLimit) {
		return alarm(
			reorgLimit === 0
				? `it never replaced blocks, and now a longer chain may replace the newest ${welcome.reorgLimit}`
				: `a longer chain could replace its newest ${reorgLimit} blocks, and now ${welcome.reorgLimit}`,
		);
	}
	if (other !== null) return {kind: 'newChain', reason: other};
	const [tip] = pin.blocks;
	return tip === undefined ? same : compareTip(tip, reorgLimit, welcome);
}

function differentChain({genesis, promises}: Pin, welcome: Welcome): string | null {
	if (genesis !== null && welcome.genesis !== genesis) return otherGenesis(welcome.genesis, genesis);
	if (promises !== null && welcome.ledger !== promises.ledger) {
		return `its ledger is ${welcome.ledger}, and was ${promises.ledger}`;
	}
	return null;
}

function compareTip(tip: Tip, reorgLimit: number, {height, tip: hash}: Welcome): Comparison {
	if (reorgLimit > 0) return same;
	if (height < tip.index) return alarm(shorter(height, tip.index));
	if (height === tip.index && hash !== tip.hash) {
		return alarm(`its block ${tip.index} is ${short(hash)}, and was ${short(tip.hash)}`);
	}
	return same;
}

/**
 * Judges where the hub says that the chains part: `from` is one more than the highest pair that it shares of
 * the locator that it was `asked` with. Below what may be replaced stands at least one that it does not share.
 */
export function compareFrom(asked: Locator, tip: Tip, promises: Promises, from: number): Comparison {
	const unshared = asked.findLast(([index]) => index >= from);
	if (unshared === undefined || mayReplace(tip.index, promises.reorgLimit, unshared[0])) return same;
	const [index, hash] = unshared;
	return alarm(`its block ${index} is not the one that was verified before (${short(hash)})`);
}

/**
 * Judges the verified chain of a broadcast in plain mode; `whole` says that it ends in the hub's tip. A hub
 * without promises may show anything, which is told; one that was known in live mode is held to what it said.
 */
export function compareColumns(pin: Pin, columns: ChainColumns, whole: boolean): Comparison {
	const {promises, genesis} = pin;
	const first = columns.hashAt(0);
	const others = pin.blocks.filter(pinned => {
		const block = columns.blockAt(pinned.index);
		return block !== undefined && !isSameBlock(pinned, pinBlock(block));
	});
	const lowest = others.at(-1);
	if (lowest?.index === 0 || (first !== undefined && genesis !== null && pinText(first) !== genesis)) {
		const reason = otherGenesis(first ?? '', genesis ?? '');
		return {kind: promises?.durable && !mayJoin(pin) ? 'alarm' : 'newChain', reason};
	}
	const tipIndex = pin.blocks[0]?.index ?? -1;
	if (lowest && promises && !mayReplace(tipIndex, promises.reorgLimit, lowest.index)) {
		return alarm(notTheSame(lowest.index));
	}
	const gone = whole ? pin.blocks.filter(({index}) => index > columns.tipIndex) : [];
	if (gone.length > 0 && promises?.reorgLimit === 0) return alarm(shorter(columns.tipIndex, tipIndex));
	const replaced = promises === null || lowest ? [...gone, ...others] : others;
	return replaced.length > 0 ? {kind: 'replaced', blocks: replaced} : same;
}

/** Whether a longer chain may bring another block `index` when `tipIndex` is the newest known; genesis never. */
export function mayReplace(tipIndex: number, reorgLimit: number, index: number): boolean {
	return index > 0 && index > tipIndex - reorgLimit;
}

/**
 * Whether the hub may begin with another genesis block, because it joined a network (protocol section 9): it is one
 * that replaces blocks, and nothing but its genesis block was ever seen or named, as in a welcome or as the block of a
 * reading.
 */
export function mayJoin({blocks, fresh, promises}: Pin): boolean {
	return promises !== null && promises.reorgLimit > 0 && fresh && (blocks[0]?.index ?? 0) === 0;
}

/** The reason of an alarm for a block that is another one. */
export function notTheSame(index: number): string {
	return `its block ${index} is not the one that was verified before`;
}

function shorter(height: number, verified: number): string {
	return `its newest block is ${height}, and block ${verified} was verified before`;
}

function otherGenesis(offered: string, pinned: string): string {
	return `its genesis block is ${short(offered)}, and was ${short(pinned)}`;
}

function alarm(reason: string): Comparison {
	return {kind: 'alarm', reason};
}

/** The first eight digits of a hash, enough to compare aloud. */
function short(hash: string): string {
	return hash.slice(0, 8);
}
