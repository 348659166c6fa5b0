import {describe, expect, it, onTestFinished} from 'vitest';
import {
	formatTutorialChain,
	startTutorialHub,
	type TutorialHubOptions,
} from '../client/support/tutorial-hub.ts';
import {type OpenHub, prompt} from '../server/support/hub.ts';
import {makeFolder} from '../support/child-env.ts';
import {openFront} from './support/front.ts';

const intervalMs = 60;

async function startTutorial(options: Partial<TutorialHubOptions> = {}) {
	const hub = await startTutorialHub({intervalMs, ...options});
	onTestFinished(() => hub[Symbol.asyncDispose]());
	return hub;
}

/** Waits until the hub has this many readings. */
async function untilBlocks(front: OpenHub, height: number): Promise<void> {
	await front.until('shown', event => event.height >= height);
}

function bpmsOf({chain}: {readonly chain: readonly {readonly bpm: bigint}[]}): readonly number[] {
	return chain.slice(1).map(({bpm}) => Number(bpm));
}

it('shows the chain as it was broadcast, at once when it changes and at its own interval', async () => {
	const hub = await startTutorial();
	const front = await openFront(hub.port);
	await front.until('shown');
	await using client = await front.connect();
	hub.add(300n);
	hub.add(-5n);
	await client.until('"BPM":-5');
	await client.until(']');

	expect(client.received().toString()).toContain(formatTutorialChain(hub.chain));
	const often = await openFront(hub.port, {hub: {broadcastIntervalMs: 50}});
	await often.until('shown');
	await using other = await often.connect();
	await other.until(formatTutorialChain(hub.chain));
	await other.until(formatTutorialChain(hub.chain));
});

it('has no live mode, and says so', async () => {
	const hub = await startTutorial();
	const front = await openFront(hub.port);
	await front.until('shown');
	await using client = await front.connect();
	client.write('/live\n');

	expect(await client.until(`nothing here.\n${prompt}`)).toMatch(
		/^\nThe hub at 127\.0\.0\.1:\d+ has no live mode, and this is a front for it \(front [\w-]{16}\): \/live does nothing here\.\n/,
	);
});

describe('readings', () => {
	it('are queued, said to be, and passed on one at a time, each when the chain shows the one before', async () => {
		let most = 0;
		let unseen = 0;
		const hub = await startTutorial({
			loses: () => {
				most = Math.max(most, ++unseen);
				return false;
			},
		});
		hub.broadcastText = chain => {
			unseen = 0;
			return formatTutorialChain(chain);
		};
		const front = await openFront(hub.port);
		await front.until('shown');
		await using client = await front.connect();
		client.write('71\n72\n72\n');
		await client.until(
			`\nQueued: not on the chain yet, 3 readings wait here. The hub at 127.0.0.1:${hub.port} is given one at a time, each at least once: it is a block when the chain shows it.\n${prompt}`,
		);
		await untilBlocks(front, 3);
		await front.until('delivered', ({waiting}) => waiting === 0);

		expect(bpmsOf(hub)).toEqual([71, 72, 72]);
		expect(most).toBe(1);
	});

	it('that it prompts for and loses are sent again until the chain shows them', async () => {
		const hub = await startTutorial({loses: (_bpm, count) => count < 2});
		const front = await openFront(hub.port);
		await front.until('shown');
		await using client = await front.connect();
		client.write('72\n');
		await untilBlocks(front, 1);
		await front.until('delivered');

		expect(bpmsOf(hub)).toEqual([72]);
	});

	it('that were sent when the connection broke are looked for in the chain before they are sent again', async () => {
		const hub = await startTutorial();
		const front = await openFront(hub.port);
		await front.until('shown');
		const {broadcastText} = hub;
		// From the reading on nothing is shown, until the connection has broken.
		let isShown = false;
		hub.broadcastText = chain => (isShown ? broadcastText(chain) : '');
		await using client = await front.connect();
		client.write('72\n73\n');
		await expect.poll(() => bpmsOf(hub)).toEqual([72]);
		hub.disconnect();
		isShown = true;
		await untilBlocks(front, 2);

		expect(bpmsOf(hub)).toEqual([72, 73]);
	});

	it('that were sent before the front was ended are looked for as well', async () => {
		const data = makeFolder('front');
		const hub = await startTutorial();
		const front = await openFront(hub.port, {data});
		await front.until('shown');
		const {broadcastText} = hub;
		hub.broadcastText = () => '';
		await using client = await front.connect();
		client.write('72\n73\n');
		await expect.poll(() => bpmsOf(hub)).toEqual([72]);
		await front.server.stop('the test restarts it');
		hub.broadcastText = broadcastText;
		const again = await openFront(hub.port, {data});
		await untilBlocks(again, 2);

		expect(bpmsOf(hub)).toEqual([72, 73]);
	});
});

it('another genesis block stops it: nothing goes to the other chain, and the old one is still shown', async () => {
	const data = makeFolder('front');
	const hub = await startTutorial();
	const front = await openFront(hub.port, {data});
	await front.until('shown');
	const shown = formatTutorialChain(hub.chain);
	const {broadcastText} = hub;
	hub.broadcastText = () => '';
	await using client = await front.connect();
	await using live = await front.connect();
	client.write('72\n');
	await client.until(`shows it.\n${prompt}`);
	client.write('73\n');
	await client.until(`shows it.\n${prompt}`);
	hub.broadcastText = broadcastText;
	hub.restart();
	const stopped = await front.until('upstreamStopped');
	client.write('74\n/chain\n');

	expect(stopped.reason).toBe('it has begun another chain, with another genesis block');
	expect(await client.until(`has begun another chain, with another genesis block.\n${prompt}`)).toMatch(
		/^\nNot added: this hub passes nothing on to 127/,
	);
	expect(await client.until(`]\n${prompt}`)).toBe(`\n${shown}\n${prompt}`);
	live.write('/status\n');
	expect(await live.until(prompt)).toContain('upstreamState: stopped');
	expect(bpmsOf(hub)).toEqual([]);
	await front.server.stop('a restart');

	const again = await openFront(hub.port, {data});
	expect((await again.until('upstreamStopped')).reason).toBe(stopped.reason);
	expect(bpmsOf(hub)).toEqual([]);
});

describe('a hub that begins another chain while readings wait', () => {
	it('gets none before its chain was seen, also where the link had one ready', async () => {
		const hub = await startTutorial({prompts: () => false});
		const front = await openFront(hub.port);
		await front.until('shown');
		await using client = await front.connect();
		client.write('72\n73\n');
		await untilBlocks(front, 1);
		await front.until('delivered');
		hub.restart();
		const {reason} = await front.until('upstreamStopped');

		expect(reason).toBe('it has begun another chain, with another genesis block');
		expect(bpmsOf(hub)).toEqual([]);
	});

	it('gets none while that chain does not hold, and so is not known to be another one', async () => {
		const hub = await startTutorial();
		const front = await openFront(hub.port);
		await front.until('shown');
		const {broadcastText} = hub;
		hub.broadcastText = chain => broadcastText(chain).replace('"BPM":60', '"BPM":61');
		hub.restart();
		hub.add(60n);
		await front.until('upstreamAway');
		await using client = await front.connect();
		client.write('72\n');
		await front.until('upstreamSays', ({text}) => text.includes('does not hold'));
		await client.until('Queued: ');
		hub.broadcastText = broadcastText;
		await front.until('upstreamStopped');

		expect(bpmsOf(hub)).toEqual([60]);
	});
});

it('a front of such a front shows the same chain and passes readings on', async () => {
	const hub = await startTutorial();
	const first = await openFront(hub.port, {hub: {broadcastIntervalMs: intervalMs}});
	await first.until('shown');
	const second = await openFront(first.port);
	hub.add(60n);
	await untilBlocks(second, 1);
	await using client = await second.connect();
	client.write('72\n');
	await untilBlocks(second, 2);
	await second.until('delivered');
	client.write('/chain\n');

	expect(await client.until(formatTutorialChain(hub.chain))).toContain('Queued: ');
	expect(bpmsOf(hub)).toEqual([60, 72]);
});
