import {expect, it} from 'vitest';
import {openHub} from '../support/hub.ts';
import {openLive} from '../support/live-client.ts';
import {openPeer} from '../support/network.ts';

const alone =
	'This hub is by itself: start it with --peer, --network-key-file or --reorg-limit to link it with others.';

it('a hub that was not told to be part of a network takes blocks from nobody, also not from its own machine', async () => {
	const hub = await openHub();
	const dialling = await openPeer([hub.port]);
	await dialling.add(70);
	await dialling.until('peerAway', ({reason}) => reason === alone);
	await hub.until('peerRefused', ({reason}) => reason === alone);
	using live = openLive(hub.port);
	expect((await live.until('welcome')).welcome).toMatchObject({height: 0, reorgLimit: 0});
});
