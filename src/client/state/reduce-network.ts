import type {LinkEvent, Replaced} from '../link-event.ts';
import {
	type Network,
	withFork,
	withForks,
	withMoved,
	withPeers,
	withPutAgain,
	withReplaced,
} from './network.ts';
import type {OwnBlock} from './own-blocks.ts';
import type {Readings} from './readings.ts';
import type {State} from './state.ts';

/** The state after an event of the link, as far as it tells of the network; what it says of the rest is in it already. */
export function reduceNetwork(state: State, event: LinkEvent, nowMs: number): State {
	const network = networkAfter(state, event, nowMs);
	return network === state.network ? state : {...state, network};
}

function networkAfter({network, readings}: State, event: LinkEvent, nowMs: number): Network {
	switch (event.kind) {
		case 'status':
			return withPeers(network, event.status.peers);
		case 'peers':
			return withPeers(network, event.peers);
		case 'fork':
			return withFork(network, event.fork, nowMs);
		case 'forks':
			return withForks(network, event.forks);
		case 'putAgain':
			return withPutAgain(network, event.putAgain);
		case 'replaced':
			return withReplaced(network, event.replaced, ownOf(event.replaced, readings), nowMs);
		case 'reading':
			return event.reading.state === 'moved' ? withMoved(network, event.reading) : network;
		default:
			return network;
	}
}

/** Which of the replaced blocks held our readings. That one has moved may be told before its block is replaced. */
function ownOf({shared, blocks}: Replaced, {displaced, burst}: Readings): readonly OwnBlock[] {
	const early = burst.flatMap(({state, id, bpm, was = -1}): readonly OwnBlock[] => {
		const isHere = state === 'moved' && blocks[was - shared - 1]?.bpm === bpm;
		return isHere && !displaced.some(block => block.id === id) ? [{index: was, id}] : [];
	});
	return [...displaced, ...early];
}
