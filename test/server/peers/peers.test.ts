/** Links between hubs in one process, over real sockets. */
import {once} from 'node:events';
import {type AddressInfo, connect, createServer} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {DiallingHandshake} from '../../../src/server/peers/handshake.ts';
import {connectSocket} from '../../support/socket-client.ts';
import type {OpenHub} from '../support/hub.ts';
import {openLive} from '../support/live-client.ts';
import {askPeers, findOuterAddress, openPeer, quickTiming} from '../support/network.ts';

const key = Buffer.from('a key of sixteen bytes');

/** Waits until the newest block of a hub has this index. */
async function untilHeight({port}: OpenHub, height: number): Promise<void> {
	using live = openLive(port, '/from 0\n');
	await live.when(`block ${height}`, () => live.blocks().some(({index}) => index === height));
}

describe('two hubs', () => {
	it('share every reading, whoever took it', async () => {
		const first = await openPeer();
		const second = await openPeer([first.port]);
		await second.until('peerJoined');
		await first.add(71);
		await untilHeight(second, 1);
		await second.add(72);
		await untilHeight(first, 2);

		await expect.poll(async () => (await askPeers(second))[0]?.roundTripMs).toBeGreaterThan(0);
		expect(await askPeers(second)).toEqual([
			{
				address: `127.0.0.1:${first.port}`,
				node: expect.stringMatching(/^[\w-]{16}$/),
				dialled: true,
				state: 'same',
				height: 2,
				shared: 2,
				branch: 0,
				own: 0,
				roundTripMs: expect.any(Number),
				reason: null,
			},
		]);
		expect(await askPeers(first)).toMatchObject([{address: `127.0.0.1:${second.port}`, dialled: false}]);
	});

	it('that dial each other at the same time keep one link, and stay with it', async () => {
		const server = createServer();
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		server.close();
		await once(server, 'close');
		const first = await openPeer([port]);
		const second = await openPeer([first.port], {}, {port});
		await first.until('peerJoined');
		await second.until('peerJoined');
		await first.add(71);
		await untilHeight(second, 1);
		await expect.poll(() => askPeers(first)).toMatchObject([{address: `127.0.0.1:${port}`, state: 'same'}]);
		await expect.poll(() => askPeers(second)).toMatchObject([{state: 'same'}]);
	});

	it('that know each other by two addresses have one link', async () => {
		const first = await openPeer();
		const peers = ['127.0.0.1', 'localhost'].map(host => ({host, port: first.port}));
		const second = await openPeer([], {peers});
		await expect
			.poll(async () => (await askPeers(second)).map(({state}) => state).sort())
			.toEqual(['duplicate', 'same']);
		expect(await askPeers(first)).toHaveLength(1);
	});

	it('find each other again', async () => {
		const first = await openPeer();
		const second = await openPeer([first.port]);
		await first.add(71);
		await untilHeight(second, 1);
		await first.server.stop('a restart');
		const {reason} = await second.until('peerLeft');
		expect(reason).toBe('It said: The hub is shutting down.');
		await second.until('peerAway', event => event.reason === `Nothing listens at 127.0.0.1:${first.port}.`);
		const again = await openPeer([], {}, {port: first.port});
		await again.until('peerJoined');
	});
});

it('a hub that dials itself knows that, and goes on', async () => {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	const hub = await openPeer([port], {}, {port});
	await hub.until('peerAway', ({reason}) => reason === 'The address is that of this hub itself.');
	expect(await askPeers(hub)).toMatchObject([{address: `127.0.0.1:${port}`, state: 'self'}]);
	expect(hub.events.filter(({event}) => event === 'peerRefused')).toEqual([]);
});

it('whoever watches a hub is told at once who comes and goes', async () => {
	const hub = await openPeer();
	using live = openLive(hub.port);
	await live.until('welcome');
	const second = await openPeer([hub.port]);
	const address = `127.0.0.1:${second.port}`;
	await live.until('peers', ({peers}) => peers.length === 1 && peers[0]!.address === address);
	await second.server.stop('it goes');
	await live.until('peers', ({peers}) => peers.length === 0);
	live.write('/status\n');
	const {answer} = await live.until('answer');
	expect(answer.status).toMatchObject({connections: 1, live: 1, plain: 0, peers: 0});
});

it('a hub that is full is not taken for something else', async () => {
	const full = await openPeer([], {}, {connectionsMax: 1});
	await using _ = await full.connect();
	const hub = await openPeer([full.port]);
	await hub.until('peerAway', ({reason}) =>
		reason.startsWith('It says: The hub is full: it serves 1 connections.'),
	);
});

describe('another machine', () => {
	it('is refused where there is no network key', async ({skip}) => {
		const host = findOuterAddress() ?? skip('this machine has no address but its own');
		const hub = await openPeer([], {}, {host: '0.0.0.0'});
		await using client = await connectSocket(hub.port, host);
		await client.until('Enter a new BPM:');
		client.write('/peer {}\n');
		expect(await client.closed()).toBe(
			'\nThis hub takes peers from its own machine only: it has no network key (--network-key-file).\nEnter a new BPM:',
		);
		const dialling = await openPeer([], {peers: [{host, port: hub.port}]});
		await dialling.until('peerAway', ({reason}) =>
			reason.startsWith('It is on another machine, and this hub has no'),
		);
	});

	it('is linked when both prove the same key, and not with another', async ({skip}) => {
		const host = findOuterAddress() ?? skip('this machine has no address but its own');
		const hub = await openPeer([], {key}, {host: '0.0.0.0'});
		const peers = [{host, port: hub.port}];
		const stranger = await openPeer([], {peers, key: Buffer.from('another key of sixteen')});
		await stranger.until('peerAway', ({reason}) =>
			reason.startsWith('The other hub has another network key'),
		);
		const friend = await openPeer([], {peers, key});
		await friend.until('peerJoined');
		expect(await askPeers(stranger)).toMatchObject([{state: 'waiting', node: null}]);
		expect((await askPeers(hub)).map(({state}) => state)).toEqual(['same']);
	});

	it('decides nothing about the peers of a hub', async ({skip}) => {
		const host = findOuterAddress() ?? skip('this machine has no address but its own');
		const hub = await openPeer([], {key}, {host: '0.0.0.0'});
		await using client = await connectSocket(hub.port, host);
		await client.until('Enter a new BPM:');
		client.write('/peers accept 10.0.0.1:9000\n/peers adopt-readings\n/peers\n');
		const refusal = '\nOnly somebody on the machine of the hub can decide that.\nEnter a new BPM:';
		await client.until(`${refusal}${refusal}\nThis hub has no peers`);
	});
});

describe('a hub that breaks the rules', () => {
	/** Dials `hub` as another one does, up to the first line of the link. */
	async function dial(hub: OpenHub, node: string) {
		const client = await connectSocket(hub.port);
		onTestFinished(() => client[Symbol.asyncDispose]());
		await client.until('Enter a new BPM:');
		const side = {hub: 'evil/1', node, genesis: '0'.repeat(64), fresh: true, port: 1, key: null};
		client.write(new DiallingHandshake(side, true).opening);
		return client;
	}

	it('is disconnected, told why, and left alone for a while', async () => {
		const hub = await openPeer();
		const client = await dial(hub, 'EEEEEEEEEEEEEEEE');
		await client.until('"peer":');
		client.write('{"want":{"from":[]}}\n');
		expect(await client.closed()).toContain('{"bye":{"reason":"its \\"want\\" message');
		const {reason, fault} = await hub.until('peerLeft');
		expect([reason, fault]).toEqual(['Its "want" message does not have the agreed shape.', true]);
		expect(await askPeers(hub)).toEqual([
			expect.objectContaining({address: '127.0.0.1:1', state: 'leftAlone', reason}),
		]);

		const again = await dial(hub, 'EEEEEEEEEEEEEEEE');
		await again.until('"peer":');
		again.write('{"ping":{"t":1}}\n');
		await again.closed();
		expect(hub.events.filter(({event}) => event === 'peerJoined')).toHaveLength(1);
	});

	it('or says nothing more is forgotten in time', async () => {
		const hub = await openPeer([], {timing: {...quickTiming, handshakeTimeoutMs: 50}});
		const client = await dial(hub, 'SSSSSSSSSSSSSSSS');
		await client.closed();
		await hub.until('peerRefused', ({reason}) => reason.startsWith('It does not answer'));
	});

	it('before it is met does not have another one left alone whose id it gives', async () => {
		const hub = await openPeer();
		const client = await dial(hub, 'VVVVVVVVVVVVVVVV');
		await client.until('"peer":');
		client.write(`${'x'.repeat(200_000)}\n`);
		await hub.until('peerRefused', ({reason}) => reason.startsWith('It sent a line that is longer'));
		const victim = await dial(hub, 'VVVVVVVVVVVVVVVV');
		await victim.until('"peer":');
		victim.write('{"ping":{"t":1}}\n');
		await victim.until('"pong"');
	});

	it('or sends a line without end is told so', async () => {
		const hub = await openPeer();
		const client = await dial(hub, 'LLLLLLLLLLLLLLLL');
		await client.until('"peer":');
		client.write(`{"ping":{"t":1}}\n${'x'.repeat(200_000)}\n`);
		await hub.until('peerLeft', ({fault}) => fault);
	});
});

describe('/peer', () => {
	it.each([
		[
			'in live mode',
			'/live\n/peer {}\n',
			'{"refused":{"line":"/peer ??","reason":"/peer is for other hubs, and comes first',
		],
		[
			'without a hello',
			'/peer\n',
			'\n/peer is for other hubs, and what follows it does not have the agreed shape.\nEnter',
		],
	])('is refused %s', async (_, text, answer) => {
		const hub = await openPeer();
		const client = await hub.connect();
		client.write(text);
		await client.until(answer);
	});

	it('is refused when a chain has begun elsewhere, naming both', async () => {
		const [first, second] = [await openPeer(), await openPeer()];
		await first.add(70);
		await second.add(70);
		const third = await openPeer([first.port], {}, {});
		await third.until('peerJoined');
		const dialling = await openPeer([second.port]);
		await dialling.until('peerJoined');
		await dialling.add(71);
		await dialling.server.stop('the next dials both');
		const both = await openPeer([first.port, second.port]);
		await both.until('peerAway', ({reason}) =>
			/^The two hubs have different chains: one begins with genesis block [0-9a-f]{8}…, the other with [0-9a-f]{8}…\.$/.test(
				reason,
			),
		);
	});
});

it('a hub that dials something else says so, and tries again', async () => {
	let visits = 0;
	const server = createServer(socket => {
		visits++;
		socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n');
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const hub = await openPeer([(server.address() as AddressInfo).port]);
	await hub.until('peerAway', ({reason}) => reason === 'What listens there is no hub.');
	await expect.poll(() => visits).toBeGreaterThan(2);
	expect(hub.events.filter(({event}) => event === 'peerAway')).toHaveLength(1);
});

it('many that ask for a link and say no more do not keep others out for long', async () => {
	const hub = await openPeer();
	const side = {hub: 'x', node: 'M'.repeat(16), genesis: '0'.repeat(64), fresh: true, port: 0, key: null};
	const sockets = Array.from({length: 300}, () => {
		const socket = connect(hub.port, '127.0.0.1');
		socket.on('error', () => {}).resume();
		socket.write(new DiallingHandshake(side, true).opening);
		return socket;
	});
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
	});
	await hub.until('peerRefused', ({reason}) => reason === 'Too many hubs ask for a link at the same time.');
	const friend = await openPeer([hub.port]);
	await friend.until('peerJoined');
});
