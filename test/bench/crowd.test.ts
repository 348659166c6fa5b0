import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {expect, it, onTestFinished} from 'vitest';
import {Crowd} from '../../bench/load/crowd.ts';
import type {CrowdOptions} from '../../bench/load/crowd-options.ts';
import {fromNow, probe} from '../../bench/load/probe.ts';
import {hubLine} from '../../src/core/live-message.ts';
import {openHub} from '../server/support/hub.ts';
import {makeChain} from '../support/chains.ts';
import {arrayOf, opening, startOf} from './support/checked.ts';

const deadlineMs = 10_000;
/** For what must not come. */
const shortMs = 100;
const host = '127.0.0.1';
const listening = {host, live: null, reads: true, submit: null} as const;
const asking = {outstanding: 4, perSecond: null} as const;

/** A crowd that has connected, and leaves when the test is over. */
async function gather(options: CrowdOptions): Promise<Crowd> {
	const crowd = new Crowd(options);
	onTestFinished(() => crowd.leave(deadlineMs));
	await crowd.connect(deadlineMs);
	return crowd;
}

/** A server that greets and then does what the test says; gives its port. */
async function openServer(serve: (socket: Socket) => void): Promise<number> {
	const server = createServer(socket => {
		socket.on('error', () => {});
		socket.write('Enter a new BPM:');
		serve(socket);
	}).listen(0, host);
	onTestFinished(() => void server.close());
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

async function untilSo(isSo: () => boolean): Promise<void> {
	await expect.poll(isSo, {timeout: deadlineMs, interval: 5}).toBe(true);
}

it('gets every block of a live hub on every connection, and finds every reading that was acknowledged', async () => {
	const hub = await openHub();
	const found = await probe(host, hub.port);
	const live = found.kind === 'live' ? fromNow(found.welcome) : null;
	const listeners = await gather({...listening, port: hub.port, connections: 20, live});
	const senders = await gather({
		...listening,
		port: hub.port,
		connections: 3,
		live,
		submit: {request: 'add', ...asking},
	});

	senders.submit();
	await untilSo(() => senders.look().accepted >= 100);
	await senders.stopSubmitting(deadlineMs);
	const {highest, accepted, sent} = senders.look();
	await listeners.settle({kind: 'live', highest}, deadlineMs);
	await senders.settle({kind: 'live', highest}, deadlineMs);

	expect(accepted).toBe(sent);
	expect(highest).toBe(accepted);
	expect(listeners.look()).toMatchObject({open: 20, deliveries: 20 * accepted, findings: [], lost: {}});
	expect(senders.look()).toMatchObject({open: 3, findings: [], lost: {}});
});

it('finds every reading that a plain hub took in the chain that it broadcasts', async () => {
	const hub = await openHub({broadcastIntervalMs: 100});
	const listeners = await gather({...listening, port: hub.port, connections: 10});
	const senders = await gather({
		...listening,
		port: hub.port,
		connections: 2,
		submit: {request: 'reading', ...asking},
	});

	senders.submit();
	await untilSo(() => senders.look().accepted >= 50);
	await senders.stopSubmitting(deadlineMs);
	const {acceptedByBpm: accepted} = senders.look();
	await listeners.settle({kind: 'plain', baseline: 0, accepted}, deadlineMs);

	expect(listeners.look().arrays).toBeGreaterThanOrEqual(10);
	expect(listeners.look().findings).toEqual([]);
	expect(senders.look().findings).toEqual([]);
});

it('does not wait for a hub that answers nothing', async () => {
	const port = await openServer(socket => socket.resume());
	const crowd = await gather({...listening, port, connections: 2, submit: {request: 'reading', ...asking}});

	crowd.submit();
	await crowd.stopSubmitting(shortMs);

	expect(crowd.look()).toMatchObject({
		sent: 8,
		accepted: 0,
		findings: [{what: '8 lines were not answered', count: 1}],
	});
});

it('notices readings that were taken and lost', async () => {
	const chain = makeChain([60, 61]);
	const port = await openServer(socket =>
		socket.once('data', () => socket.write(`${'\nEnter a new BPM:'.repeat(4)}${arrayOf(chain)}`)),
	);
	const crowd = await gather({...listening, port, connections: 1, submit: {request: 'reading', ...asking}});

	crowd.submit();
	await untilSo(() => crowd.look().arrays === 1);
	await crowd.stopSubmitting(shortMs);
	await crowd.settle({kind: 'plain', baseline: 0, accepted: crowd.look().acceptedByBpm}, shortMs);

	const what = '2 acknowledged readings are not in the chain';
	expect(crowd.look().findings).toContainEqual({what, count: 1});
});

it('notices a block that was promised and does not come, on either side', async () => {
	const chain = makeChain([72]);
	const start = startOf(chain.slice(0, 1));
	const port = await openServer(socket =>
		socket.on('data', data => {
			const [, id] = /\/add (\S+)/.exec(data.toString()) ?? [];
			socket.write(
				id === undefined
					? opening(start).slice('Enter a new BPM:'.length)
					: hubLine.accepted(1, chain[1]!.hash, id),
			);
		}),
	);
	const submit = {request: 'add', outstanding: 1, perSecond: 1_000} as const;
	const crowd = await gather({...listening, port, connections: 1, live: start, submit});

	crowd.submit();
	await untilSo(() => crowd.look().accepted >= 1);
	await crowd.stopSubmitting(shortMs);
	await crowd.settle({kind: 'live', highest: 1}, shortMs);

	const found = crowd.look().findings.map(({what}) => what);
	expect(found).toContainEqual(
		expect.stringMatching(/^\d+ acknowledged readings did not appear in the chain$/),
	);
	expect(found).toContain('1 connections did not get block 1');
});

it('tells why connections were lost', async () => {
	const port = await openServer(socket =>
		socket.end('\nThe hub is full: it serves 2 connections. Try again later.'),
	);
	const crowd = await gather({...listening, port, connections: 2});
	await untilSo(() => crowd.look().open === 0);

	const reason = 'closed by the hub: The hub is full: it serves 2 connections. Try again later.';
	expect(crowd.look().lost).toEqual({[reason]: 2});
	expect(crowd.look().findings).toEqual([]);
});

it('tells a hub that speaks live mode from one that does not, and from no hub', async () => {
	const hub = await openHub();
	const silent = await openServer(socket => socket.resume());
	const other = await openServer(socket => socket.write('SSH-2.0-x\r\n'));

	expect(await probe(host, hub.port)).toMatchObject({kind: 'live', welcome: {height: 0}});
	expect(await probe(host, silent)).toEqual({kind: 'plain'});
	expect((await probe(host, other)).kind).toBe('none');
});
