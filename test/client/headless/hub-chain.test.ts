import {describe, expect, it} from 'vitest';
import {type HubChain, readHubChain} from '../../../src/client/headless/hub-chain.ts';
import {makeChain} from '../../support/chains.ts';
import {within} from '../../support/watch.ts';
import {makeWelcome, prompt, serveChain, welcome} from '../support/live-visit.ts';
import {startScriptedHub, type Visitor} from '../support/scripted-hub.ts';
import {startTutorialHub} from '../support/tutorial-hub.ts';

const chain = makeChain([72, 88, 165]);

async function read(port: number, plain = false): Promise<HubChain> {
	return readHubChain({host: '127.0.0.1', port, plain, timeoutMs: 1_500});
}

describe('the chain of a hub', () => {
	it('is read in live mode, every block verified', async () => {
		await using hub = await startScriptedHub(visitor => void serveChain(visitor, chain));
		const seen: (number | null)[][] = [];
		const onProgress = (...step: (number | null)[]) => void seen.push(step);
		const found = await readHubChain({host: '127.0.0.1', port: hub.port, plain: false, onProgress});
		if (found.kind !== 'verified') throw new Error(JSON.stringify(found));
		expect(chain.map((_, index) => found.chain.blockAt(index))).toEqual(chain);
		expect(found).toMatchObject({mode: 'live', facts: {rule: 'decimal', strict: true, length: 4}});
		expect(seen.at(-1)?.[0]).toBe(4);
	});

	it('is read from a broadcast in plain mode', async () => {
		await using hub = await startTutorialHub({intervalMs: 30});
		hub.add(72n);
		expect(await read(hub.port, true)).toMatchObject({
			kind: 'verified',
			mode: 'plain',
			facts: {rule: 'rune', strict: false, length: 2},
		});
	});

	it('that does not hold is broken at its first bad block', async () => {
		const broken = chain.with(2, {...chain[2]!, bpm: 89});
		await using hub = await startScriptedHub(visitor => void serveChain(visitor, broken).catch(() => {}));
		const found = await read(hub.port);
		if (found.kind !== 'broken') throw new Error(JSON.stringify(found));
		expect(found.fault).toEqual({
			index: 2,
			reason: 'hash',
			detail: 'its Hash is not the SHA-256 of its fields',
		});
		expect([found.chain.length, found.chain.blockAt(1)]).toEqual([2, chain[1]]);
	});

	it('that does not hold in plain mode is broken, also at its first block', async () => {
		await using hub = await startTutorialHub({intervalMs: 30});
		hub.broadcastText = () => '[{"Index":0,"Timestamp":"t","BPM":0,"Hash":"00","PrevHash":""}]';
		expect(await read(hub.port, true)).toMatchObject({kind: 'broken', fault: {index: 0, reason: 'hash'}});
	});

	it('that is no chain is unreadable', async () => {
		await using hub = await startScriptedHub(visitor => visitor.write(`${prompt}[{"Index":0}]`));
		expect(await read(hub.port, true)).toEqual({
			kind: 'unreadable',
			sentence: expect.stringMatching(
				/^Nothing more was taken from 127\.0\.0\.1:\d+: a block is malformed: /,
			),
		});
	});

	it('that never comes is unreadable', async () => {
		await using hub = await startScriptedHub(visitor => visitor.write(prompt));
		const sentence = `The hub at 127.0.0.1:${hub.port} has not sent its chain.`;
		expect(await read(hub.port, true)).toEqual({kind: 'unreadable', sentence});
	});

	it('is unreadable where every connection ends before it comes', async () => {
		const serve = async (visitor: Visitor) => {
			await welcome(visitor, makeWelcome(chain));
			visitor.destroy();
		};
		await using hub = await startScriptedHub(visitor => void serve(visitor).catch(() => {}));
		const reading = readHubChain({host: '127.0.0.1', port: hub.port, plain: false, timeoutMs: 400});
		expect(await within('it gives up', reading)).toMatchObject({kind: 'unreadable'});
		expect(hub.visits()).toBeGreaterThan(1);
	});

	it('is unreadable where there is no hub', async () => {
		const hub = await startScriptedHub();
		await hub[Symbol.asyncDispose]();
		expect(await read(hub.port)).toMatchObject({
			kind: 'unreadable',
			sentence: `There is no hub at 127.0.0.1:${hub.port}: nothing listens there.`,
		});
	});
});
