import {expect, it} from 'vitest';
import {makeChain} from '../support/chains.ts';
import {openProbe} from './support/link-probe.ts';
import {blocksLine, makeWelcome, serveChain, welcome} from './support/live-visit.ts';
import {startScriptedHub} from './support/scripted-hub.ts';

const chain = makeChain([72, 88, 65]);

it('answers a status with /pong', async () => {
	await using hub = await startScriptedHub();
	await using probe = openProbe(hub.port);
	const visitor = await hub.next();
	await serveChain(visitor, chain);
	visitor.write('{"status":{"connections":2,"peers":[],"uptimeMs":12}}\n');
	expect(await visitor.line()).toBe('/pong');
	expect(probe.events).toContainEqual({
		kind: 'status',
		status: {connections: 2, peers: [], uptimeMs: 12},
	});
});

it('gives a sign of life of its own while blocks come, because a slow link shows the hub no other', async () => {
	await using hub = await startScriptedHub();
	await using probe = openProbe(hub.port, {timing: {signOfLifeMs: 0}});
	const visitor = await hub.next();
	await welcome(visitor, makeWelcome(chain));
	visitor.write('{"from":{"index":0}}\n');
	visitor.write(blocksLine(chain.slice(0, 2)));
	expect(await visitor.line()).toBe('/pong');
	visitor.write(blocksLine(chain.slice(2)));
	expect(await visitor.line()).toBe('/pong');
	await probe.phase('live');
});
