/** Readings that were not delivered: kept from one run to the next, offered, and delivered once. */
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {maybeInOldLedger} from '../../src/client/link-event.ts';
import {findHubFolder} from '../../src/client/memory/state-folder.ts';
import {defaults} from '../../src/core/limits.ts';
import {startHub} from '../../src/server/serve.ts';
import {makeChain} from '../support/chains.ts';
import {makeFolder} from '../support/child-env.ts';
import {startCuttingProxy} from './support/cutting-proxy.ts';
import {type LinkProbe, openProbe} from './support/link-probe.ts';
import {parseAdd, serveChain} from './support/live-visit.ts';
import {startScriptedHub} from './support/scripted-hub.ts';
import {startTutorialHub} from './support/tutorial-hub.ts';

const chain = makeChain([72, 88]);

function run(port: number, stateFolder: string, keepsReadings = true): LinkProbe {
	return openProbe(port, {memory: {stateFolder, keepsReadings}, timing: {welcomeTimeoutMs: 50}});
}

/** The files of readings of this hub, as text. */
function readFiles(stateFolder: string, port: number): readonly string[] {
	const folder = findHubFolder(stateFolder, '127.0.0.1', port);
	const names = readdirSync(folder).filter(name => name.startsWith('readings.'));
	return names.map(name => readFileSync(path.join(folder, name), 'utf8'));
}

describe('a reading that was not delivered', () => {
	it('is offered to the next run with the same id, sent when the person says so, and then forgotten', async () => {
		const folder = makeFolder('state');
		const before = run(1, folder);
		const [first, second] = [before.link.submit(72), before.link.submit(88)];
		await before.link.close();
		expect(readFiles(folder, 1)).toHaveLength(1);

		const after = run(1, folder);
		expect(await after.state(first.id, 'asking')).toEqual({
			id: first.id,
			bpm: 72,
			state: 'asking',
			reason: 'it was not delivered the last time',
			fromLastTime: true,
		});
		await after.state(second.id, 'asking');
		expect(after.link.resend(first.id)).toBe(true);
		expect(after.link.withdraw(second.id)).toBe(true);
		await after.link.close();

		const last = run(1, folder);
		await last.state(first.id, 'asking');
		expect(last.reading(second.id)).toBeUndefined();
		last.link.withdraw(first.id);
		await last.link.close();
		expect(readFiles(folder, 1)).toEqual([]);
	});

	it('is added once, though the hub had stored it before the answer was lost', async () => {
		const hub = await startHub({...defaults, port: 0, data: null});
		try {
			const folder = makeFolder('state');
			let cut = true;
			await using proxy = await startCuttingProxy(hub.port, text => cut && text.includes('accepted'));
			const before = run(proxy.port, folder);
			await before.phase('live');
			const reading = before.link.submit(72);
			await before.until('the answer is lost', () => before.phases().some(({kind}) => kind === 'waiting'));
			await before.link.close();
			expect(readFiles(folder, proxy.port)[0]).toContain(`"id":"${reading.id}","bpm":72,"ledger":"`);
			cut = false;
			await using after = run(proxy.port, folder);
			await after.phase('live');
			await after.state(reading.id, 'asking');
			expect(after.link.chain.length).toBe(2);
			after.link.resend(reading.id);
			expect(await after.state(reading.id, 'accepted')).toMatchObject({index: 1});
			const next = after.link.submit(60);
			expect(await after.state(next.id, 'accepted')).toMatchObject({index: 2});
		} finally {
			await hub.stop('the test is over');
		}
	});

	it('never goes out by itself, not even to the same ledger', async () => {
		await using hub = await startScriptedHub();
		const folder = makeFolder('state');
		const before = run(hub.port, folder);
		const first = await hub.next();
		await serveChain(first, chain);
		const {id} = before.link.submit(65);
		expect(parseAdd(await first.line()).id).toBe(id);
		await before.link.close();
		await using after = run(hub.port, folder);
		const visitor = await hub.next();
		await serveChain(visitor, chain);
		await after.phase('live');
		const fresh = after.link.submit(99);
		expect(parseAdd(await visitor.line()).id).toBe(fresh.id);
		expect(after.reading(id)?.state).toBe('asking');
		after.link.resend(id);
		expect(parseAdd(await visitor.line())).toEqual({id, bpm: 65});
	});

	it('is still known to have gone to another ledger after two runs', async () => {
		await using hub = await startScriptedHub();
		const folder = makeFolder('state');
		const before = run(hub.port, folder);
		const first = await hub.next();
		await serveChain(first, chain, {ledger: 'one'});
		const {id} = before.link.submit(65);
		await first.line();
		await before.link.close();
		const quick = run(hub.port, folder);
		await quick.state(id, 'asking');
		await hub.next();
		await quick.link.close();
		await using after = run(hub.port, folder);
		await serveChain(await hub.next(), makeChain([], 1_795_000_000_000), {ledger: 'two'});
		await after.phase('live');
		expect(after.reading(id)?.reason).toBe(maybeInOldLedger);
		expect(readFiles(folder, hub.port)).toEqual([expect.stringContaining('"ledger":"one"')]);
	});

	it('is on the disk as soon as it was handed over', async () => {
		const folder = makeFolder('state');
		await using probe = run(1, folder);
		const {id} = probe.link.submit(72);
		await expect.poll(() => readFiles(folder, 1).join('')).toContain(id);
	});

	it('that went to a hub of the tutorial is said to be in the chain perhaps', async () => {
		await using hub = await startTutorialHub({intervalMs: 60_000});
		const folder = makeFolder('state');
		const before = run(hub.port, folder);
		const {id} = before.link.submit(72);
		await before.state(id, 'taken');
		await before.link.close();
		await using after = run(hub.port, folder);
		expect((await after.state(id, 'asking')).reason).toBe('it may be in the chain already');
		expect(hub.chain.length).toBe(2);
	});

	it('is not taken from a run that still has it', async () => {
		const folder = makeFolder('state');
		await using before = run(1, folder);
		const {id} = before.link.submit(72);
		await expect.poll(() => readFiles(folder, 1).join('')).toContain(id);
		await using after = run(1, folder);
		await after.phase('waiting');
		expect(after.reading(id)).toBeUndefined();
	});

	it('is neither offered to a program that only sends, nor lost by it', async () => {
		const folder = makeFolder('state');
		const before = run(1, folder);
		const {id} = before.link.submit(72);
		await before.link.close();
		const sender = run(1, folder, false);
		sender.link.submit(88);
		await sender.phase('waiting');
		await sender.link.close();
		expect(sender.reading(id)).toBeUndefined();
		expect(readFiles(folder, 1)).toHaveLength(1);
		expect(readFiles(folder, 1)[0]).toContain(id);
	});
});
