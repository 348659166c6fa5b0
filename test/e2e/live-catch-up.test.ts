/** Catching up in live mode (protocol section 4), from any place and at any speed. */
import {Buffer} from 'node:buffer';
import {describe, expect, it} from 'vitest';
import {limits} from '../../src/core/limits.ts';
import {makeLocator} from '../../src/core/locator.ts';
import {verifyChain} from '../../src/core/verify.ts';
import {type OpenHub, openHub} from '../server/support/hub.ts';
import {indexesOf, kindsOf, openLive, upTo} from '../server/support/live-client.ts';
import {makeChain} from '../support/chains.ts';

describe('/from', () => {
	const height = 40;
	async function openChain(): Promise<{readonly hub: OpenHub; readonly hashAt: (index: number) => string}> {
		const hub = await openHub();
		await hub.add(...upTo(height + 1, 1));
		using client = openLive(hub.port, '/from 0\n');
		await client.when('the chain', () => client.blocks().length === height + 1);
		const hashes = client.blocks().map(block => block.hash);
		return {hub, hashAt: index => hashes[index]!};
	}

	async function expectFrom(hub: OpenHub, argument: string, index: number): Promise<void> {
		using client = openLive(hub.port, `/from ${argument}\n`);
		expect(await client.until('from')).toEqual({kind: 'from', index});
		await hub.add(72);
		await client.when('the newest block', () => (indexesOf(client).at(-1) ?? 0) > height);
		expect(indexesOf(client)).toEqual(upTo(indexesOf(client).at(-1)! + 1, index));
	}

	it('an index gives the blocks from there on', async () => {
		const {hub} = await openChain();
		await expectFrom(hub, '0', 0);
		await expectFrom(hub, '17', 17);
	});

	it('an index above the tip gives what comes', async () => {
		const {hub} = await openChain();
		await expectFrom(hub, '999999999999999', height + 1);
	});

	it('a locator gives the blocks above the highest pair that is shared', async () => {
		const {hub, hashAt} = await openChain();
		await expectFrom(hub, JSON.stringify(makeLocator(30, hashAt)), 31);
	});

	it('a locator of a longer, another, or a branched chain goes back as far as needed', async () => {
		const {hub, hashAt} = await openChain();
		const foreign = makeChain(upTo(61, 1)).map(block => block.hash);
		const branched = (index: number): string => (index < 25 ? hashAt(index) : foreign[index]!);
		using client = openLive(hub.port);
		await client.until('welcome');
		const locators: readonly (readonly [string, number])[] = [
			[JSON.stringify(makeLocator(60, index => foreign[index]!)), 0],
			[JSON.stringify(makeLocator(30, branched)), 25],
			[JSON.stringify(makeLocator(60, index => (index <= height ? hashAt(index) : foreign[index]!))), 38],
			[JSON.stringify([[7, hashAt(7)]]), 8],
		];
		for (const [i, [locator]] of locators.entries()) {
			client.write(`/from ${locator}\n`);
			await client.when('the answer', () => kindsOf(client).filter(kind => kind === 'from').length === i + 1);
		}
		const answers = client.messages.flatMap(message => (message.kind === 'from' ? [message.index] : []));
		expect(answers).toEqual(locators.map(([, index]) => index));
	});

	it.each([
		'',
		'x',
		'-1',
		'1.5',
		'1e3',
		'1234567890123456',
		'[]',
		'{}',
		'[[1,2]]',
		'[[1,"abc"]]',
		`[[1,"${'A'.repeat(64)}"]]`,
		`[[1,"${'a'.repeat(64)}"],[1,"${'a'.repeat(64)}"]]`,
		`[[1,"${'a'.repeat(64)}"],[2,"${'a'.repeat(64)}"]]`,
		`[[-1,"${'a'.repeat(64)}"]]`,
		`[[1.5,"${'a'.repeat(64)}"]]`,
		`[[1,"${'a'.repeat(64)}",3]]`,
		`[[1,"${'a'.repeat(64)}"]`,
	])('that is no place is refused: %s', async argument => {
		const hub = await openHub();
		using client = openLive(hub.port, `/from ${argument}\n`);
		const {reason} = await client.until('refused');
		expect(reason).toBe('/from takes an index or a locator, as in /from 0. Type /help for help.');
		expect(kindsOf(client)).toEqual(['welcome', 'refused']);
	});
});

describe('blocks', () => {
	it('come in lines of at most 64 KiB, complete and in order, to a client that catches up in pieces', async () => {
		const hub = await openHub();
		const count = 50_000;
		await hub.add(...upTo(count + 1, 1).map(i => 1 + (i % 999)));
		using client = openLive(hub.port, '/from 0\n');
		// It stops after every piece, and goes on when nothing else is to be done.
		client.socket.on('data', () => {
			client.socket.pause();
			setImmediate(() => client.socket.resume());
		});
		await client.when('more than a megabyte', () => client.messages.length > 20);
		// What is added meanwhile comes at its place.
		await hub.add(72);
		const hasAll = (): boolean => {
			const last = client.messages.at(-1);
			return last?.kind === 'blocks' && last.blocks.at(-1)!.index === count + 1;
		};
		await client.when('all blocks', hasAll, 15_000);
		expect(indexesOf(client)).toEqual(upTo(count + 2));
		expect(verifyChain(client.blocks())).toMatchObject({ok: true, rule: 'decimal', blocks: count + 2});
		const sizes = client.lines.map(line => Buffer.byteLength(line) + 1);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.blocksLineBytesMax);
	});

	it('of one moment share a line, and come to every live connection at once', async () => {
		const hub = await openHub();
		using first = openLive(hub.port);
		using second = openLive(hub.port);
		await Promise.all([first.until('welcome'), second.until('welcome')]);
		await hub.add(61, 62, 63);
		for (const client of [first, second]) {
			await client.when('the blocks', () => client.blocks().length === 3);
			expect(kindsOf(client)).toEqual(['welcome', 'blocks']);
		}
	});

	it('asked for before the end of the input all come before the close', async () => {
		const hub = await openHub();
		await hub.add(...upTo(10_001, 1).map(() => 72));
		using client = openLive(hub.port, '/from 0\n');
		client.socket.end();
		await client.ended();
		expect(indexesOf(client)).toEqual(upTo(10_001));
	});
});
