import type {ChainColumns} from './chain-columns.ts';
import {type Copyable, copyFromBlock, findMultiplexer} from './clipboard.ts';
import {detailFacts} from './screen/detail/detail-facts.ts';
import type {Store} from './state/store.ts';

/**
 * Sends a part of the block at `index` to the clipboard of the terminal, with `write`, and says in the state what
 * was sent, or why nothing was.
 */
export function createCopier(
	store: Store,
	readBlocks: () => ChainColumns,
	env: NodeJS.ProcessEnv,
	write: (sequence: string) => void,
): (what: Copyable, index: number) => void {
	const multiplexer = findMultiplexer(env);
	return (what, index) => {
		const facts = detailFacts(readBlocks(), index, store.state.chain);
		if (!facts) return;
		const copying = copyFromBlock(what, facts, multiplexer);
		if (copying.ok) write(copying.sequence);
		const {message: text, short} = copying;
		store.dispatch({kind: 'remark', remark: {tone: copying.ok ? 'muted' : 'wait', text, short}});
	};
}
