import type {HubChain} from '../client/headless/hub-chain.ts';
import type {ChainVerdict, JudgedChain} from '../core/chain-judge.ts';
import {printable} from '../core/printable.ts';
import {listWeaknesses} from '../core/weaknesses.ts';
import type {LedgerReport} from '../server/ledgers/ledger-check.ts';
import type {Finding} from './verdict.ts';

/** The finding about a file or standard input. */
export function findInText(verdict: ChainVerdict, name: string): Finding {
	if (verdict.kind === 'unreadable')
		return {kind: 'unreadable', sentence: `${printable(name)}: ${verdict.reason}.`};
	const {chain, standing} = verdict;
	const notes = describeChoice(chain);
	if (verdict.kind === 'valid') {
		const weaknesses = listWeaknesses(standing, chain.first!);
		return {kind: 'valid', standing, firstIndex: chain.first!.index, weaknesses, notes};
	}
	return {kind: 'broken', ...verdict.fault, blocks: standing.blocks, notes};
}

/** What is to be said about the text that the chain was taken from. */
function describeChoice({place, chains, newerBreaksOff, wasWrapped}: JudgedChain): readonly string[] {
	const joined = wasWrapped ? ['Lines that a terminal had wrapped were joined.'] : [];
	if (chains === 1) return joined;
	const which = `Array ${place} of ${chains} was taken`;
	return [
		...joined,
		newerBreaksOff
			? `${which}: it is the newest that is complete, the one after it breaks off.`
			: `${which}: it is the newest.`,
	];
}

/** The finding about a data folder, or a database by itself. */
export function findInLedger({tip, fault, notes}: LedgerReport, name: string): Finding {
	const blocks = tip === null ? 0 : tip.index + 1;
	if (fault) return {kind: 'broken', ...fault, blocks, notes};
	if (blocks === 0) return {kind: 'unreadable', sentence: `${printable(name)}: there is no block in it.`};
	const standing = {rule: 'decimal', strict: true, blocks, tip} as const;
	return {kind: 'valid', standing, firstIndex: 0, weaknesses: [], notes};
}

/** The finding about a running hub. */
export function findAtHub(read: HubChain): Finding {
	if (read.kind === 'unreadable') return read;
	const {facts, chain} = read;
	const {rule, strict, length: blocks, firstIndex} = facts;
	if (read.kind === 'broken') return {kind: 'broken', ...read.fault, blocks, notes: []};
	const tip = {index: chain.tipIndex, hash: chain.hashAt(chain.tipIndex)!};
	const standing = {rule, strict, blocks, tip};
	const weaknesses = listWeaknesses(standing, chain.blockAt(firstIndex)!);
	return {kind: 'valid', standing, firstIndex, weaknesses, notes: []};
}
