import {type PeerReport, readPeerReports} from '../../core/peer-report.ts';
import {printable} from '../../core/printable.ts';
import {type AskedHub, askHub, type Reply} from './question.ts';

/** Asks a hub for its peers. Nothing that it says is verified. */
export async function readPeers(hub: AskedHub): Promise<Reply<readonly PeerReport[]>> {
	return askHub(hub, {
		command: '/peers',
		what: 'say with whom it is linked',
		read: ({peers}) => readPeerReports(peers),
	});
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
