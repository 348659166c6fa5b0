import {shapeFault, type Tip} from '../core/block.ts';
import type {ChainVerdict} from '../core/chain-judge.ts';
import {BchainError} from '../core/errors.ts';
import {printable} from '../core/printable.ts';
import {judgeFile} from './chain-file.ts';
import {lookAt} from './chain-source.ts';
import {createProgressBar} from './progress-bar.ts';

/** Whether a file holds a chain that a ledger may take: why not is a sentence. */
export type ImportCheck =
	| {readonly kind: 'good'; readonly tip: Tip}
	| {readonly kind: 'broken' | 'unreadable'; readonly sentence: string};

/**
 * Verifies the chain in a file as a whole and sees whether a ledger may take it: one chain, from its genesis block
 * on, in the strict shapes (protocol section 1). Nothing else is touched.
 */
export async function checkImport(file: string): Promise<ImportCheck> {
	const name = printable(file);
	const progress = createProgressBar('Verifying');
	try {
		const obstacle = findObstacle(file, name);
		if (obstacle !== null) return unreadable(obstacle);
		let misshapen: string | null = null;
		const verdict = await judgeFile(file, progress.show, {
			block(block) {
				const fault = misshapen === null ? shapeFault(block) : null;
				if (fault !== null) misshapen = `block ${block.index}: ${fault}`;
			},
		});
		return judge(name, verdict, misshapen);
	} catch (error) {
		if (error instanceof BchainError && error.code === 'FILE_UNAVAILABLE') return unreadable(error.message);
		throw error;
	} finally {
		progress.clear();
	}
}

/** What keeps a file from being read, as a sentence. */
function findObstacle(file: string, name: string): string | null {
	switch (lookAt(file)) {
		case 'file':
			return null;
		case 'nothing':
			return `There is no file ${name}.`;
		case 'database':
			return `${name} is a database: "bchain export" makes of it what can be imported.`;
		default:
			return `${name} is no file: it is read twice, so save it as one first.`;
	}
}

/** `misshapen` names the first block that is not in the strict shapes. */
function judge(name: string, verdict: ChainVerdict, misshapen: string | null): ImportCheck {
	if (verdict.kind === 'unreadable') return unreadable(`${name}: ${verdict.reason}.`);
	const {chain, standing} = verdict;
	if (verdict.kind === 'broken')
		return refuse(`${name} is broken at block ${verdict.fault.index}: ${verdict.fault.detail}`);
	if (chain.chains > 1)
		return refuse(`there are ${chain.chains} arrays in ${name}, and a file to import holds one chain`);
	if (!standing.strict) {
		const why = misshapen ?? 'its genesis block has no hash of its own';
		return refuse(
			`${name} is valid only by the tutorial's rule (${standing.rule}), which leaves changes unnoticed, and a ledger takes only the strict shapes (${why})`,
		);
	}
	if (chain.first!.index > 0)
		return refuse(
			`${name} begins at block ${chain.first!.index}, and a chain is imported from its genesis block on`,
		);
	return {kind: 'good', tip: standing.tip!};
}

function refuse(why: string): ImportCheck {
	return {kind: 'broken', sentence: `Nothing was added: ${why}.`};
}

function unreadable(sentence: string): ImportCheck {
	return {kind: 'unreadable', sentence};
}
