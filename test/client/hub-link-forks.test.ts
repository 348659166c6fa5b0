/** What the link tells of the network: peers, forks, and what a hub remembers of them (protocol section 4). */
import {describe, expect, it} from 'vitest';
import {toForkValue} from '../../src/core/fork.ts';
import {hubLine, type Welcome} from '../../src/core/live-message.ts';
import {makeChain} from '../support/chains.ts';
import {makeFork, makePeer} from './support/forks.ts';
import {type LinkProbe, openProbe} from './support/link-probe.ts';
import {serveChain} from './support/live-visit.ts';
import {type ScriptedHub, startScriptedHub, type Visitor} from './support/scripted-hub.ts';

const chain = makeChain([72, 88]);

async function meet(
	hub: ScriptedHub,
	changes: Partial<Welcome>,
	wantsForks = true,
): Promise<[LinkProbe, Visitor]> {
	const probe = openProbe(hub.port, {wantsForks});
	const visitor = await hub.next();
	await serveChain(visitor, chain, changes);
	await probe.phase('live');
	return [probe, visitor];
}

const told = ({events}: LinkProbe, kind: string) => events.filter(event => event.kind === kind);

describe('the link', () => {
	it('tells what the hub tells of its peers and of forks', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await meet(hub, {reorgLimit: 5});
		await using _probe = probe;
		const peers = [makePeer({state: 'conflict', shared: 1, own: 1, branch: 2, waits: 'ours'})];
		const fork = makeFork();
		const putAgain = {
			fork: 1,
			count: 1,
			readings: [{bpm: 71, was: 1_282, index: 1_286, hash: 'a'.repeat(64)}],
		};
		visitor.write(hubLine.peers(peers) + hubLine.fork(fork) + hubLine.putAgain(putAgain));
		await probe.until('what was put again', () => told(probe, 'putAgain')[0]);
		expect(told(probe, 'peers')).toEqual([{kind: 'peers', peers}]);
		expect(told(probe, 'fork')).toEqual([{kind: 'fork', fork}]);
		expect(told(probe, 'putAgain')).toEqual([{kind: 'putAgain', putAgain}]);
	});

	it('asks for the forks that the hub remembers, once it is live', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await meet(hub, {reorgLimit: 5});
		await using _probe = probe;
		expect(await visitor.line()).toBe('/forks');
		const report = {...makeFork(), putAgain: [], putAgainCount: 0};
		visitor.write(hubLine.answer({forks: [toForkValue(report)]}));
		await probe.until('the forks', () => told(probe, 'forks')[0]);
		expect(told(probe, 'forks')).toEqual([{kind: 'forks', forks: [report]}]);
	});

	it('goes on with a hub that does not know the question, or answers it with nonsense', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await meet(hub, {reorgLimit: 5});
		await using _probe = probe;
		expect(await visitor.line()).toBe('/forks');
		const reason = '"/forks" is not a command. Type /help for help.';
		visitor.write(`${JSON.stringify({refused: {line: '/forks', reason}})}\n`);
		visitor.write(`${JSON.stringify({answer: {forks: Array.from({length: 9}, () => ({}))}})}\n`);
		visitor.write(hubLine.answer({forks: [null, {}, 7]}));
		await probe.until('what is left of an answer', () => told(probe, 'forks')[0]);
		expect(told(probe, 'forks')).toEqual([{kind: 'forks', forks: []}]);
		expect(probe.phases().at(-1)).toEqual({kind: 'live'});
	});

	it('does not ask where no block is ever replaced, nor where nobody wants to know', async () => {
		for (const [reorgLimit, wantsForks] of [
			[0, true],
			[5, false],
		] as const) {
			await using hub = await startScriptedHub();
			const [probe, visitor] = await meet(hub, {reorgLimit}, wantsForks);
			await using _probe = probe;
			visitor.write(hubLine.status({connections: 1, peers: [], uptimeMs: 1}));
			expect(await visitor.line()).toBe('/pong');
		}
	});
});
