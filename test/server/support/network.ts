/** Hubs inside the test's own process that are linked with each other. */
import {networkInterfaces} from 'node:os';
import type {PeerReport} from '../../../src/core/peer-report.ts';
import type {HubOptions} from '../../../src/server/hub-server.ts';
import type {NetworkOptions} from '../../../src/server/peers/peers-contract.ts';
import {type OpenHub, openHub} from './hub.ts';
import {openLive} from './live-client.ts';

/** Short times, so that no test waits for a back-off. */
export const quickTiming = {
	backoffMinMs: 5,
	backoffMaxMs: 20,
	handshakeTimeoutMs: 2_000,
	leftAloneMs: 60_000,
};

/** Starts a hub of a network that dials these ports of this machine. */
export async function openPeer(
	ports: readonly number[] = [],
	network: Partial<NetworkOptions> = {},
	options: Partial<HubOptions> = {},
): Promise<OpenHub> {
	const peers = ports.map(port => ({host: '127.0.0.1', port}));
	return openHub({
		...options,
		network: {peers, key: null, reorgLimit: 1_000, timing: quickTiming, ...network},
	});
}

/** What a hub says of its peers. */
export async function askPeers({port}: OpenHub): Promise<readonly PeerReport[]> {
	using live = openLive(port, '/peers\n');
	const {answer} = await live.until('answer');
	return answer.peers as readonly PeerReport[];
}

/** An address of this machine by which it looks to itself like another one; undefined where it has none. */
export function findOuterAddress(): string | undefined {
	const all = Object.values(networkInterfaces()).flatMap(each => each ?? []);
	return all.find(({family, internal}) => family === 'IPv4' && !internal)?.address;
}
