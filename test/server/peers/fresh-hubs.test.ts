import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {expect, it} from 'vitest';
import type {OpenHub} from '../support/hub.ts';
import {openLive} from '../support/live-client.ts';
import {askPeers, openPeer} from '../support/network.ts';

/** Waits until the newest block of a hub has this index. */
async function untilHeight({port}: OpenHub, height: number): Promise<void> {
	using live = openLive(port, '/from 0\n');
	await live.when(`block ${height}`, () => live.blocks().some(({index}) => index === height));
}

it('two hubs that both get a reading before they have met become one network', async () => {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	const first = await openPeer([port]);
	const adding = first.add(71);
	const second = await openPeer([first.port], {}, {port});
	await Promise.all([adding, second.add(72)]);
	await untilHeight(first, 2);
	await untilHeight(second, 2);
	await expect.poll(() => askPeers(second)).toMatchObject([{state: 'same', shared: 2}]);
});

it('a hub whose peer does not answer takes readings all the same, soon', async () => {
	const hub = await openPeer([1]);
	await hub.add(71);
	await untilHeight(hub, 1);
});
