import type {Hub} from '../hub.ts';
import type {OwnChain} from './peer-view.ts';

/** The chain of this hub as views of its peers know it. */
export function ownChainOf(hub: Pick<Hub, 'tip' | 'chain'>): OwnChain {
	return {
		get tip() {
			return hub.tip;
		},
		hashAt: index => hub.chain.hashAt(index),
	};
}
