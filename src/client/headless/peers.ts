import {type ForkReport, readForkReports} from '../../core/fork.ts';
import {limits} from '../../core/limits.ts';
import {type PeerReport, readPeerReports} from '../../core/peer-report.ts';
import {printable} from '../../core/printable.ts';
import {type AskedHub, askHub, type Reply} from './question.ts';

/** With whom a hub is linked; a front is linked with nobody, and names the hub behind it. Texts are safe to show. */
export interface HubPeers {
	readonly peers: readonly PeerReport[];
	/** HOST:PORT of the hub behind a front; not there for any other hub. */
	readonly upstream?: string;
}

/** Asks a hub for its peers. Nothing that it says is verified. */
export async function readPeers(hub: AskedHub): Promise<Reply<HubPeers>> {
	return askHub(hub, {
		command: '/peers',
		what: 'say with whom it is linked',
		read: answer => {
			const peers = readPeerReports(answer.peers);
			const {upstream} = answer;
			if (!peers || typeof upstream !== 'string') return peers && {peers};
			return {peers, upstream: printable(upstream, limits.addressCharactersMax)};
		},
	});
}

/**
 * Asks a hub for the last forks, the oldest first. Their blocks are not verified. A hub that does not know of forks
 * has none to tell.
 */
export async function readForks(hub: AskedHub): Promise<readonly ForkReport[]> {
	const reply = await askHub(hub, {
		command: '/forks',
		what: 'tell of forks',
		read: ({forks}) => readForkReports(forks),
	});
	return reply.ok ? reply.value : [];
}

/**
 * Tells a hub what a person has decided: to take the chain of the peer at an address, or to put readings of hubs that
 * are gone on the chain again. The value is the sentence that the hub answers.
 */
export async function decide(hub: AskedHub, decision: string): Promise<Reply<string>> {
	return askHub(hub, {
		command: `/peers ${decision}`,
		what: 'do that',
		read: ({done}) => (typeof done === 'string' ? printable(done) : null),
	});
}
