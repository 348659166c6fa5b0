import {type HubChainOptions, readHubChain} from '../client/headless/hub-chain.ts';
import {formatAddress} from '../core/address.ts';
import {type AnyBlock, shapeFault} from '../core/block.ts';
import {type HashRule, hashBlock} from '../core/hash-rule.ts';
import {printable} from '../core/printable.ts';
import {openLedgerView} from '../server/ledgers/ledger-view.ts';
import {judgeFile} from './chain-file.ts';
import {lookAt} from './chain-source.ts';
import {createProgressBar, type ProgressBar} from './progress-bar.ts';

/** Where a block is to be read from. */
export type ExplainSource =
	| {readonly kind: 'input'}
	| {readonly kind: 'file' | 'ledger'; readonly path: string}
	| ({readonly kind: 'hub'} & Omit<HubChainOptions, 'onProgress'>);

/** A block and what is needed to explain it. */
export type FoundBlock =
	| {
			readonly kind: 'found';
			readonly block: AnyBlock;
			/** The block before it; null where there is none, or it is not there. */
			readonly parent: AnyBlock | null;
			readonly rule: HashRule;
			/** What verification found wrong with this very block, a phrase; null when nothing. */
			readonly fault: string | null;
			readonly notes: readonly string[];
	  }
	/** The hub sent it, and it does not hold, so it was not taken. */
	| {readonly kind: 'broken'; readonly sentence: string}
	| {readonly kind: 'missing'; readonly sentence: string};

/** What a source is called in a sentence. */
export function nameSource(source: ExplainSource): string {
	if (source.kind === 'input') return 'standard input';
	return source.kind === 'hub' ? formatAddress(source.host, source.port) : printable(source.path);
}

/** Finds a block, with the one before it. Throws a `BchainError` when the source cannot be read. */
export async function findBlock(index: number, source: ExplainSource): Promise<FoundBlock> {
	const progress = createProgressBar('Reading');
	try {
		if (source.kind === 'hub') return await findAtHub(index, source, progress);
		if (source.kind === 'input') return await findInText(index, null, progress);
		const isLedger = source.kind === 'ledger' || lookAt(source.path) === 'database';
		return isLedger ? findInLedger(index, source.path) : await findInText(index, source.path, progress);
	} finally {
		progress.clear();
	}
}

async function findAtHub(
	index: number,
	source: Extract<ExplainSource, {kind: 'hub'}>,
	progress: ProgressBar,
): Promise<FoundBlock> {
	const read = await readHubChain({...source, onProgress: progress.show});
	if (read.kind === 'unreadable') return {kind: 'missing', sentence: read.sentence};
	const {chain, facts} = read;
	const block = chain.blockAt(index);
	const bad = read.kind === 'broken' ? read.fault : null;
	const notes = bad ? [`Block ${bad.index} of the chain does not hold: ${bad.detail}.`] : [];
	const parent = chain.blockAt(index - 1) ?? null;
	if (block) return {kind: 'found', block, parent, rule: facts.rule!, fault: null, notes};
	if (bad && index >= bad.index)
		return {
			kind: 'broken',
			sentence: `${notes[0]} It and those after it were not taken from ${nameSource(source)}.`,
		};
	return missing(index, nameSource(source), chain.firstIndex, chain.tipIndex);
}

function findInLedger(index: number, path: string): FoundBlock {
	const view = openLedgerView(path);
	try {
		const block = view.blockAt(index);
		if (!block) return missing(index, printable(path), 0, view.tip()?.index ?? -1);
		const parent = view.blockAt(index - 1);
		return {kind: 'found', block, parent, rule: 'decimal', fault: shapeFault(block), notes: []};
	} finally {
		view.close();
	}
}

async function findInText(index: number, path: string | null, progress: ProgressBar): Promise<FoundBlock> {
	const name = path === null ? 'standard input' : printable(path);
	type Pair = {block?: AnyBlock; parent?: AnyBlock};
	let current: Pair = {};
	let found: Pair = {};
	const verdict = await judgeFile(path, progress.show, {
		begin: () => {
			current = {};
		},
		block: block => {
			if (block.index === index) current.block ??= block;
			else if (block.index === index - 1) current.parent ??= block;
		},
		taken: () => {
			found = current;
		},
	});
	if (verdict.kind === 'unreadable') return {kind: 'missing', sentence: `${name}: ${verdict.reason}.`};
	const {chain, standing} = verdict;
	const bad = verdict.kind === 'broken' ? verdict.fault : null;
	const notes = bad ? [`The chain in ${name} is broken at block ${bad.index}: ${bad.detail}.`] : [];
	const {block, parent = null} = found;
	const fault = bad?.index === index ? bad.detail : null;
	if (block) return {kind: 'found', block, parent, rule: standing.rule ?? guessRule(block), fault, notes};
	if (bad) return {kind: 'missing', sentence: `There is no block ${index} in ${name}. ${notes[0]}`};
	return missing(index, name, chain.first!.index, standing.tip!.index);
}

/** The rule of a block that no good one comes before. */
function guessRule(block: AnyBlock): HashRule {
	return hashBlock('rune', block) === block.hash ? 'rune' : 'decimal';
}

function missing(index: number, name: string, first: number, tip: number): FoundBlock {
	const range = tip < 0 ? 'it has none' : first > 0 ? `it has ${first} to ${tip}` : `the newest is ${tip}`;
	return {kind: 'missing', sentence: `There is no block ${index} in ${name}: ${range}.`};
}
