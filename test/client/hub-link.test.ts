import {describe, expect, it} from 'vitest';
import {sealBlock} from '../../src/core/seal.ts';
import {makeChain} from '../support/chains.ts';
import {openProbe} from './support/link-probe.ts';
import {
	acceptedLine,
	blocksLine,
	makeWelcome,
	parseAdd,
	prompt,
	serveChain,
	welcome,
} from './support/live-visit.ts';
import {startScriptedHub} from './support/scripted-hub.ts';

const chain = makeChain([72, 88, 65]);

describe('live mode', () => {
	it('says its phases in order and verifies the chain from its genesis block', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		const from = await welcome(visitor, makeWelcome(chain));
		expect(from).toBe('/from 0');
		visitor.write('{"from":{"index":0}}\n');
		await probe.phase('catchingUp');
		visitor.write(blocksLine(chain.slice(0, 2)));
		await probe.length(2);
		visitor.write(blocksLine(chain.slice(2)));
		await probe.phase('live');
		expect(probe.phases()).toEqual([
			{kind: 'connecting', attempt: 1},
			{kind: 'negotiating'},
			{kind: 'catchingUp', target: 3},
			{kind: 'live'},
		]);
		expect(probe.chain()).toEqual({
			firstIndex: 0,
			length: 4,
			revision: 0,
			rule: 'decimal',
			strict: true,
			fault: null,
		});
		expect([0, 1, 2, 3].map(index => probe.link.chain.blockAt(index))).toEqual(chain);
		expect(probe.events).toContainEqual({
			kind: 'hub',
			hub: {welcome: makeWelcome(chain), live: true},
		});
	});

	it('ignores blocks that come before its /from is answered', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await welcome(visitor, makeWelcome(chain.slice(0, 3)));
		visitor.write(blocksLine(chain.slice(3)));
		visitor.write('{"from":{"index":0}}\n');
		visitor.write(blocksLine(chain));
		await probe.length(4);
		await probe.phase('live');
		expect(probe.notices()).toEqual([]);
	});

	it('says /quit when it is closed', async () => {
		await using hub = await startScriptedHub();
		const probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		await probe.phase('live');
		await probe.link.close();
		expect(await visitor.line()).toBe('/quit');
		expect(probe.phases().at(-1)).toEqual({kind: 'closed'});
		expect(probe.link.submit(72)).toMatchObject({state: 'refused'});
	});

	it('says the reason of a bye and comes back', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		visitor.write('{"bye":{"reason":"The hub is shutting down."}}\n');
		await probe.notice('The hub says goodbye: The hub is shutting down.');
		await serveChain(await hub.next(), chain);
		await probe.phase('live');
		expect(probe.phases().find(({kind}) => kind === 'waiting')).toMatchObject({
			reason: 'the hub closed the connection: The hub is shutting down.',
		});
	});

	it('says with a locator where it stands when it comes back, and keeps what it holds', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		await probe.length(4);
		visitor.destroy();
		const longer = [...chain, sealBlock(chain[3]!, 99, Date.now())];
		const again = await hub.next();
		const pairs = [3, 2, 1, 0].map(index => `[${index},"${chain[index]!.hash}"]`);
		expect(await welcome(again, makeWelcome(longer))).toBe(`/from [${pairs.join(',')}]`);
		again.write(`{"from":{"index":4}}\n${blocksLine(longer.slice(4))}`);
		await probe.length(5);
		expect(probe.chain()).toMatchObject({length: 5, revision: 0});
		expect(probe.notices()).toEqual([]);
	});

	it('takes a hub for dead from which nothing comes', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {timing: {silenceTimeoutMs: 100}});
		await serveChain(await hub.next(), chain);
		await probe.phase('live');
		const {reason} = await probe.phase('waiting');
		expect(reason).toBe('nothing has come from the hub for too long');
	});

	it('fetches no chain when none is wanted', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {wantsChain: false});
		const reading = probe.link.submit(72);
		const visitor = await hub.next();
		const {id, bpm} = parseAdd(await welcome(visitor, makeWelcome(chain)));
		expect({id, bpm}).toEqual({id: reading.id, bpm: 72});
		const block = sealBlock(chain[3]!, 72, Date.now());
		visitor.write(blocksLine([block]));
		visitor.write(acceptedLine(block, id));
		await probe.state(id, 'accepted');
		expect(probe.link.chain.length).toBe(0);
		expect(probe.notices()).toEqual([]);
	});
});

describe('whoever listens', () => {
	it('may close the link from within an event, and hears nothing but that', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {
			on: event => {
				if (event.kind === 'chain') probe.link.close();
			},
		});
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		await probe.phase('closed');
		await visitor.closed;
		expect(probe.phases().map(({kind}) => kind)).toEqual([
			'connecting',
			'negotiating',
			'catchingUp',
			'closed',
		]);
		expect(hub.visits()).toBe(1);
	});

	it('may close the link when it is told to wait, and no attempt follows', async () => {
		await using probe = openProbe(1, {
			on: event => {
				if (event.kind === 'phase' && event.phase.kind === 'waiting') probe.link.close();
			},
		});
		await probe.phase('closed');
		probe.link.retryNow();
		expect(probe.phases().map(({kind}) => kind)).toEqual(['connecting', 'waiting', 'closed']);
	});

	it('may add a reading from within an event', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {
			on: event => {
				if (event.kind === 'phase' && event.phase.kind === 'live') probe.link.submit(72);
			},
		});
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		expect(parseAdd(await visitor.line()).bpm).toBe(72);
	});
});

describe('the choice of the mode', () => {
	it('never sends /live with plain', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const visitor = await hub.next();
		visitor.write(prompt);
		expect(await probe.phase('plain')).toEqual({kind: 'plain', forced: true});
		probe.link.submit(72);
		expect(await visitor.line()).toBe('72');
	});

	it('is plain mode when no welcome comes, and live mode when it comes after all', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {timing: {welcomeTimeoutMs: 50}});
		const first = probe.link.submit(72);
		const visitor = await hub.next();
		visitor.write(prompt);
		expect(await visitor.line()).toBe('/live');
		expect(await probe.phase('plain')).toEqual({kind: 'plain', forced: false});
		expect(await visitor.line()).toBe('72');
		visitor.write(`\n${JSON.stringify({welcome: makeWelcome(chain)})}\n`);
		expect(await visitor.line()).toBe('/from 0');
		visitor.write(`{"from":{"index":0}}\n${blocksLine(chain)}`);
		await probe.phase('live');
		const second = probe.link.submit(88);
		expect(parseAdd(await visitor.line())).toEqual({id: second.id, bpm: 88});
		const block4 = sealBlock(chain[3]!, 72, Date.now());
		visitor.write(acceptedLine(block4));
		await probe.state(first.id, 'accepted');
		const block5 = sealBlock(block4, 88, Date.now());
		visitor.write(acceptedLine(block5, second.id) + blocksLine([block4, block5]));
		expect(await probe.state(second.id, 'accepted')).toMatchObject({index: 5});
		expect(probe.reading(first.id)).toMatchObject({index: 4});
		await probe.length(6);
	});

	it('is never plain mode at an address that spoke live mode before', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {timing: {welcomeTimeoutMs: 50}});
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		await probe.phase('live');
		visitor.destroy();
		const again = await hub.next();
		again.write(prompt);
		await again.closed;
		await probe.until('it says why', () =>
			probe
				.phases()
				.some(
					phase =>
						phase.kind === 'waiting' && phase.reason === 'the hub does not answer /live as it did before',
				),
		);
		expect(probe.phases().some(({kind}) => kind === 'plain')).toBe(false);
	});

	it('gives up on something that does not greet', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {timing: {greetingTimeoutMs: 50}});
		await hub.next();
		await hub.next();
		const waiting = probe.phases().find(({kind}) => kind === 'waiting');
		expect(waiting).toMatchObject({reason: 'it does not greet', stranger: true});
	});
});

describe('connecting', () => {
	it('says that nothing listens, and tries again with growing attempts', async () => {
		const hub = await startScriptedHub();
		await hub[Symbol.asyncDispose]();
		await using probe = openProbe(hub.port);
		const {reason, retryAtMs} = await probe.phase('waiting');
		expect(reason).toBe(`nothing listens at 127.0.0.1:${hub.port}`);
		expect(Math.abs(retryAtMs - Date.now())).toBeLessThan(1_000);
		await probe.until('a third attempt', () =>
			probe.phases().some(phase => phase.kind === 'connecting' && phase.attempt === 3),
		);
	});

	it('says that a host name has no address', async () => {
		await using probe = openProbe(9_000, {host: 'no-such-host.invalid'});
		const {reason} = await probe.phase('waiting');
		expect(reason).toMatch(/^host name no-such-host\.invalid (?:has no address|cannot be looked up now)$/);
	});

	it('tries at once when it is told to', async () => {
		const hub = await startScriptedHub();
		await hub[Symbol.asyncDispose]();
		await using probe = openProbe(hub.port, {timing: {backoffMinMs: 1e9, backoffMaxMs: 1e9}});
		await probe.phase('waiting');
		await using again = await startScriptedHub(() => {}, hub.port);
		probe.link.retryNow();
		const visitor = await again.next();
		await serveChain(visitor, chain);
		await probe.phase('live');
		// The connection worked, so the next attempt is a first one again.
		visitor.destroy();
		await probe.phase('waiting');
		probe.link.retryNow();
		expect(probe.phases().at(-1)).toEqual({kind: 'connecting', attempt: 1});
	});

	it('tells nothing before openHubLink has returned', async () => {
		await using probe = openProbe(1);
		expect(probe.events).toEqual([]);
		await probe.phase('waiting');
	});
});
