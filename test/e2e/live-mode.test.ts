/** Live mode (protocol sections 4 and 5) over real sockets. */
import {describe, expect, it} from 'vitest';
import {limits} from '../../src/core/limits.ts';
import {verifyChain} from '../../src/core/verify.ts';
import {createMemoryLedger} from '../../src/server/ledgers/memory.ts';
import {makeBranch} from '../server/support/branch.ts';
import {createHeldLedger} from '../server/support/held-ledger.ts';
import {openHub, prompt} from '../server/support/hub.ts';
import {indexesOf, kindsOf, type LiveClient, openLive, upTo} from '../server/support/live-client.ts';

const id = 'a-reading-of-mine-1';

/** Waits until a client has heard everything up to here: an answer comes after what was said before. */
async function sync(client: LiveClient): Promise<void> {
	const before = client.messages.filter(({kind}) => kind === 'answer').length;
	client.write('/block 0\n');
	await client.when('an answer', () => client.messages.filter(({kind}) => kind === 'answer').length > before);
}

describe('the welcome', () => {
	it('follows the greeting after one LF, and says who the hub is and where it stands', async () => {
		const ledger = createMemoryLedger();
		const hub = await openHub({bpmRange: [20, 250], broadcastIntervalMs: 30_000}, ledger);
		await hub.add(72);
		await using client = await hub.connect();
		client.write('/live\n');
		const line = await client.until(/\n\{"welcome".*\n/);
		const hash = /[0-9a-f]{64}/g;
		const [genesis, tip] = line.match(hash)!;
		expect(line.replace(hash, 'HASH')).toBe(
			`\n{"welcome":{"version":1,"hub":"bchain/0.1.0","ledger":"${ledger.id}","durable":false,"genesis":"HASH","height":1,"tip":"HASH","range":[20,250],"reorgLimit":0,"broadcastMs":30000}}\n`,
		);
		client.write('/block 0\n/block 1\n');
		expect(await client.until(/\}\}\}\n/)).toContain(`"Hash":"${genesis}"`);
		expect(await client.until(/\}\}\}\n/)).toContain(`"Hash":"${tip}"`);
	});

	it('comes after the answers to earlier lines of the same packet, and what follows is in live mode', async () => {
		const hub = await openHub();
		await using client = await hub.connect();
		client.write('72\nabc\n/live\n\nabc\n73\n');
		const text = await client.until(/"accepted".*\n/);
		expect(text.replace(/\{"welcome".*\}\}\n/, 'WELCOME\n').replace(/[0-9a-f]{64}/g, 'HASH')).toBe(
			[
				`\n${prompt}`,
				`\n"abc" is not a whole number. Type /help for help.\n${prompt}`,
				'\nWELCOME\n',
				'{"refused":{"line":"abc","reason":"\\"abc\\" is not a whole number. Type /help for help."}}\n',
				'{"accepted":{"index":2,"hash":"HASH"}}\n',
			].join(''),
		);
	});

	it('is followed by new blocks only, when the client does not say where it stands', async () => {
		const hub = await openHub();
		await hub.add(61, 62);
		using client = openLive(hub.port);
		await client.until('welcome');
		await hub.add(63, 64);
		await client.when('the new blocks', () => client.blocks().length === 2);
		expect(indexesOf(client)).toEqual([3, 4]);
	});
});

describe('readings', () => {
	it('are accepted and refused in the order of their lines, under pipelining', async () => {
		const hub = await openHub();
		using client = openLive(hub.port);
		await client.until('welcome');
		const lines = upTo(3_000).map(i => {
			if (i % 7 === 3) return `bad${i}`;
			if (i % 11 === 5) return `/add ${id}-${i} ${1 + (i % 999)}`;
			return i % 13 === 6 ? `/block ${i + 1_000_000}` : `${1 + (i % 999)}`;
		});
		client.write(`${lines.join('\n')}\n`);
		const isAnswer = (kind: string): boolean => kind === 'accepted' || kind === 'refused';
		await client.when('all answers', () => kindsOf(client).filter(isAnswer).length === lines.length);
		let index = 0;
		const answers = client.messages.filter(({kind}) => isAnswer(kind));
		for (const [i, line] of lines.entries()) {
			const answer = answers[i]!;
			if (line.startsWith('bad') || line.startsWith('/block'))
				expect(answer).toMatchObject({kind: 'refused', line});
			else expect(answer).toMatchObject({kind: 'accepted', index: ++index});
			if (line.startsWith('/add')) expect(answer).toMatchObject({id: line.split(' ')[1]});
		}
		await client.when('all blocks', () => client.blocks().length === index);
		expect(indexesOf(client)).toEqual(upTo(index + 1, 1));
	});

	it('with an id are taken once, however often and on however many connections they are sent', async () => {
		const ledger = createHeldLedger();
		const hub = await openHub({}, ledger);
		using first = openLive(hub.port);
		using second = openLive(hub.port);
		await Promise.all([first.until('welcome'), second.until('welcome')]);
		ledger.hold();
		first.write(`/add ${id} 72\n`);
		await ledger.held();
		// While the first is being committed: again, with another BPM, and on another connection.
		first.write(`/add ${id} 72\n/add ${id} 73\n`);
		second.write(`/add ${id} 72\n/add ${id} 74\n`);
		using other = openLive(hub.port);
		await sync(other);
		expect(kindsOf(first)).toEqual(['welcome']);
		ledger.unhold();
		const reason = `Not added: the id ${id} has been used for BPM 72 in block 1.`;
		await second.until('refused');
		await first.until('refused');
		const heard = (client: LiveClient) =>
			client.messages.filter(({kind}) => kind === 'accepted' || kind === 'refused');
		const accepted = {kind: 'accepted', index: 1, id};
		expect(heard(first)).toMatchObject([accepted, accepted, {kind: 'refused', reason, id}]);
		expect(heard(second)).toMatchObject([accepted, {kind: 'refused', reason, id}]);
		// And later, on a connection of another mode.
		await using plain = await hub.connect();
		plain.write(`/add ${id} 72\n/add ${id} 75\n`);
		expect(await plain.until(new RegExp(`${reason}\n${prompt}`))).toBe(`\n${prompt}\n${reason}\n${prompt}`);
		expect(hub.events.filter(({event}) => event === 'blocks')).toHaveLength(2);
	});

	it('out of range are refused with their id', async () => {
		const hub = await openHub();
		using client = openLive(hub.port, `/add ${id} 1200\n`);
		expect(await client.until('refused')).toEqual({
			kind: 'refused',
			line: `/add ${id} 1200`.slice(0, limits.echoCharactersMax),
			reason: '1200 is out of range: a BPM is a whole number from 1 to 999.',
			id,
		});
	});
});

describe('commands', () => {
	it('are answered as values', async () => {
		const hub = await openHub();
		await hub.add(61, 62);
		using client = openLive(hub.port, '/status\n/help\n/block 2\n/last 2\n/chain\n/pong\n\n');
		const {reason} = await client.until('refused');
		expect(reason).toBe('In live mode /from 0 gives the whole chain, a line at a time.');
		const answers = client.messages.flatMap(message => (message.kind === 'answer' ? [message.answer] : []));
		expect(answers).toMatchObject([
			{status: {hub: 'bchain/0.1.0', height: 2, live: 1, durable: false}},
			{help: expect.arrayContaining([{name: '/add', usage: '/add <id> <bpm>', help: expect.any(String)}])},
			{block: {Index: 2, BPM: 62}},
			{chain: [{Index: 1}, {Index: 2}]},
		]);
	});

	it('/last keeps to the length of a line', async () => {
		const hub = await openHub();
		await hub.add(...upTo(1_500, 1).map(() => 72));
		using client = openLive(hub.port, '/last 1000\n');
		const {answer} = await client.until('answer');
		const chain = answer.chain as {Index: number}[];
		expect(chain.at(-1)!.Index).toBe(1_499);
		expect(chain.length).toBeGreaterThan(250);
		expect(chain.map(block => block.Index)).toEqual(upTo(1_500, 1_500 - chain.length));
	});

	it('/quit closes the connection after the answers to earlier lines', async () => {
		const hub = await openHub();
		using client = openLive(hub.port, '72\n/quit\n73\n');
		await client.ended();
		client.socket.end();
		expect(kindsOf(client).slice(0, 2)).toEqual(['welcome', 'accepted']);
		expect((await hub.until('left')).reason).toBe('quit');
		using other = openLive(hub.port);
		expect((await other.until('welcome')).welcome.height).toBe(1);
	});
});

describe('a longer chain', () => {
	it('is announced to those who have what it replaced, and to nobody else', async () => {
		const ledger = createHeldLedger({replaceable: true});
		const hub = await openHub({}, ledger);
		await hub.add(61, 62, 63);
		using current = openLive(hub.port, '/from 0\n');
		using newOnly = openLive(hub.port);
		await current.when('the chain', () => current.blocks().length === 4);
		await newOnly.until('welcome');
		const chain = current.blocks();
		const branch = makeBranch(chain[1]!, [72, 73, 74]);
		const tip = chain[3]!;
		await ledger.replaceFrom(
			{index: tip.index, hash: tip.hash},
			2,
			branch.map(block => ({block})),
		);
		for (const client of [current, newOnly]) {
			expect(await client.until('rollback')).toEqual({kind: 'rollback', from: 2});
			await client.when('the branch', () => indexesOf(client).at(-1) === 4);
			expect(kindsOf(client).slice(-2)).toEqual(['rollback', 'blocks']);
			expect(client.blocks().slice(-3)).toEqual(branch);
		}
		using later = openLive(hub.port, '/from 0\n');
		await later.when('the chain', () => later.blocks().length === 5);
		expect(kindsOf(later).slice(0, 3)).toEqual(['welcome', 'from', 'blocks']);
		expect(verifyChain(later.blocks())).toMatchObject({ok: true, blocks: 5});
		current.write('75\n');
		// The readings whose blocks were replaced are put again first.
		expect(await current.until('accepted')).toMatchObject({index: 7});
		await current.when('all of them', () => current.blocks().length === 4 + 3 + 3);
		expect(
			current
				.blocks()
				.slice(-3)
				.map(({bpm}) => bpm),
		).toEqual([62, 63, 75]);
	});
});
