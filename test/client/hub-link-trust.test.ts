/** Accepting another past, and the files in which the past is kept. */
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {findHubFolder} from '../../src/client/memory/state-folder.ts';
import {makeFolder} from '../support/child-env.ts';
import {openProbe} from './support/link-probe.ts';
import {parseAdd, serveChain} from './support/live-visit.ts';
import {branchAt, chain, durable, restarted, run, visit, visitAgain} from './support/runs.ts';
import {startScriptedHub} from './support/scripted-hub.ts';

describe('a person who accepts the new chain', () => {
	it('goes on with what the hub has, and is not asked again', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		const edited = branchAt(2, [55, 56, 57]);
		const [probe] = await visitAgain(hub, folder, edited, durable);
		expect(probe.link.trust()).toBe(false);
		const waiting = probe.link.submit(99);
		await probe.phase('alarm');
		expect(probe.link.trust()).toBe(true);
		expect(probe.link.trust()).toBe(false);
		const visitor = await hub.next();
		await serveChain(visitor, edited, durable);
		await probe.phase('live');
		// It was typed for the other chain: a person is asked before it goes to this one.
		expect(await probe.state(waiting.id, 'asking')).toMatchObject({
			reason: 'it was meant for the chain before this one',
		});
		expect(probe.link.resend(waiting.id)).toBe(true);
		expect(parseAdd(await visitor.line())).toEqual({id: waiting.id, bpm: 99});
		expect(probe.link.chain.blockAt(4)).toEqual(edited[4]);
		await probe.link.close();
		await visit(hub, edited, durable, folder);
		const [back] = await visitAgain(hub, folder, chain, durable);
		await using _back = back;
		expect((await back.phase('alarm')).facts.tip.pinned?.hash).toBe(edited[4]!.hash);
	});

	it('is not overruled by a client that still held the old chain', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		const old = run(hub, folder);
		await serveChain(await hub.next(), chain, durable);
		await old.phase('live');
		const shorter = chain.slice(0, 2);
		const [probe] = await visitAgain(hub, folder, shorter, durable);
		await probe.phase('alarm');
		probe.link.trust();
		await serveChain(await hub.next(), shorter, durable);
		await probe.phase('live');
		await probe.link.close();
		await old.link.close();
		await visit(hub, shorter, durable, folder);
	});
});

describe('the files', () => {
	const folderOf = (stateFolder: string, {port}: {readonly port: number}): string =>
		findHubFolder(stateFolder, '127.0.0.1', port);

	it('are not there without memory, and otherwise one for a hub', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		expect(readdirSync(path.join(folder, 'hubs'))).toEqual([`127.0.0.1_${hub.port}`]);
		expect(readdirSync(folderOf(folder, hub))).toEqual(['pin.1.json']);
		const empty = makeFolder('state');
		await using probe = openProbe(hub.port, {});
		await serveChain(await hub.next(), chain, durable);
		await probe.phase('live');
		expect(readdirSync(empty)).toEqual([]);
	});

	it('are written while the link runs, not only at its end', async () => {
		await using hub = await startScriptedHub();
		const folder = makeFolder('state');
		await using probe = run(hub, folder);
		await serveChain(await hub.next(), chain, durable);
		await probe.phase('live');
		await expect
			.poll(() => existsSync(path.join(folderOf(folder, hub), 'pin.1.json')), {timeout: 5_000})
			.toBe(true);
	});

	it('that are damaged are set aside with a notice, and the hub is a new one', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		writeFileSync(path.join(folderOf(folder, hub), 'pin.1.json'), '{"version":1');
		const [probe] = await visitAgain(hub, folder, restarted, durable);
		await using _probe = probe;
		await probe.length(2);
		const aside = path.join(folderOf(folder, hub), 'pin.1.json.damaged');
		expect(probe.notices()).toEqual([
			`What was known of 127.0.0.1:${hub.port} is damaged: it is in ${aside} now, and this hub counts as a new one.`,
		]);
		expect(readFileSync(aside, 'utf8')).toBe('{"version":1');
	});

	it('of readings that cannot be read do not cost the pin: another past is an alarm', async () => {
		await using hub = await startScriptedHub();
		const folder = await visit(hub, chain, durable);
		mkdirSync(path.join(folderOf(folder, hub), 'readings.0123456789abcdef.json'));
		const [probe] = await visitAgain(hub, folder, restarted, {...durable, ledger: 'ledger-two'});
		await using _probe = probe;
		await probe.phase('alarm');
		expect(probe.notices()).toHaveLength(1);
	});

	it('that are no folder are one notice for each kind, and stop nothing', async () => {
		await using hub = await startScriptedHub();
		const folder = path.join(makeFolder('state'), 'file');
		writeFileSync(folder, 'a file where a folder should be');
		const probe = run(hub, folder);
		await serveChain(await hub.next(), chain, durable);
		await probe.phase('live');
		probe.link.submit(99);
		await probe.link.close();
		const address = `127.0.0.1:${hub.port}`;
		const why = `a part of its path is no folder (${folderOf(folder, hub)}).`;
		expect(new Set(probe.notices())).toEqual(
			new Set([
				`What is known of ${address} cannot be read: ${why}`,
				`Undelivered readings for ${address} cannot be read: ${why}`,
				`Undelivered readings for ${address} cannot be kept: ${why}`,
			]),
		);
		expect(probe.notices()).toHaveLength(3);
	});
});
