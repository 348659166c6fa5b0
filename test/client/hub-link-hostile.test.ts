/** Hubs that break the protocol: the link names what is wrong, takes nothing of it, and comes back later. */
import {Buffer} from 'node:buffer';
import {describe, expect, it} from 'vitest';
import {type Block, formatBlock} from '../../src/core/block.ts';
import type {Welcome} from '../../src/core/live-message.ts';
import {makeChain} from '../support/chains.ts';
import {type LinkProbe, openProbe} from './support/link-probe.ts';
import {
	acceptedLine,
	blocksLine,
	makeWelcome,
	parseAdd,
	prompt,
	serveChain,
	welcome,
} from './support/live-visit.ts';
import {type ScriptedHub, startScriptedHub, type Visitor} from './support/scripted-hub.ts';

const chain = makeChain([72, 88, 65, 91]);
const clearScreen = '\u001b[2J';

/** A link at the tip of `chain`, and the hub's side of it. */
async function openAtTip(hub: ScriptedHub, changes: Partial<Welcome> = {}): Promise<[LinkProbe, Visitor]> {
	const probe = openProbe(hub.port, {timing: {backoffMinMs: 1e8, backoffMaxMs: 1e8}});
	const visitor = await hub.next();
	await serveChain(visitor, chain.slice(0, 3), changes);
	await probe.phase('live');
	return [probe, visitor];
}

function forge(block: Block, changes: Partial<Block>): Block {
	return {...block, ...changes};
}

const next = chain[3]!;
const text = formatBlock(next);
const cases: readonly (readonly [what: string, line: string, notice: string])[] = [
	['garbage', 'GET / HTTP/1.1', 'a line is not JSON: GET / HTTP/1.1'],
	['JSON that is no object', '[1,2]', 'a line is not a JSON object'],
	['a misshapen message', '{"from":{"index":-1}}', 'its "from" message does not have the agreed shape'],
	['a line that begins with an escape sequence', `${clearScreen}x`, 'a line is not JSON: ?[2Jx'],
	[
		'an index that jumps',
		blocksLine([chain[4]!]).trim(),
		'block 3 does not hold: its Index is 4, 3 was expected',
	],
	[
		'a block that does not link',
		blocksLine([forge(next, {prevHash: chain[1]!.hash})]).trim(),
		'block 3 does not hold: its PrevHash is not the Hash of block 2',
	],
	[
		'a block with a wrong hash',
		blocksLine([forge(next, {bpm: 66})]).trim(),
		'block 3 does not hold: its Hash is not the SHA-256 of its fields',
	],
	[
		'a duplicate key',
		`{"blocks":[${text.replace('"BPM"', '"BPM":1,"BPM"')}]}`,
		'a block is malformed: it is not in canonical form',
	],
	[
		'an escape sequence in a timestamp',
		`{"blocks":[${text.replace(/"Timestamp":"[^"]*"/, '"Timestamp":"\\u001b[2J"')}]}`,
		'a block is malformed: Timestamp is not of the form',
	],
	[
		'a raw escape sequence in a timestamp',
		`{"blocks":[${text.replace('"2026', `"${clearScreen}`)}]}`,
		'a block is malformed',
	],
	['half an array', `{"blocks":[${text}`, 'a "blocks" message is not in canonical form'],
	['a second welcome', JSON.stringify({welcome: makeWelcome(chain)}), 'it sent a second welcome'],
];

describe('a hub in live mode that sends', () => {
	it.each(cases)('%s is named, and nothing of it is taken', async (_, line, notice) => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await openAtTip(hub);
		await using _probe = probe;
		visitor.write(`${line}\n${blocksLine([next])}`);
		await probe.notice(notice);
		await probe.phase('waiting');
		await visitor.closed;
		expect(probe.link.chain.length).toBe(3);
		expect(JSON.stringify(probe.events)).not.toMatch(/\\u001b|\u001b/);
	});

	it('one bad block after good ones: the good ones are taken, the bad one is in the facts', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await openAtTip(hub);
		await using _probe = probe;
		visitor.write(blocksLine([next, forge(chain[4]!, {bpm: 5})]));
		await probe.phase('waiting');
		expect(probe.chain()).toMatchObject({
			length: 4,
			fault: {index: 4, reason: 'hash', detail: 'its Hash is not the SHA-256 of its fields'},
			refused: {index: 4, bpm: 5},
		});
	});

	it('a line without an end: memory stays bounded and the connection is closed', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await openAtTip(hub);
		await using _probe = probe;
		let sent = 0;
		const chunk = Buffer.alloc(65_536, 'x');
		const pour = () => {
			for (; sent < 100 << 20 && !visitor.socket.destroyed; sent += chunk.length) {
				if (!visitor.socket.write(chunk)) return void visitor.socket.once('drain', pour);
			}
		};
		pour();
		await probe.notice('a line is longer than 131072 bytes');
		await visitor.closed;
		expect(sent).toBeLessThan(20 << 20);
	});

	it('a genesis block that its welcome did not announce', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await welcome(visitor, makeWelcome(chain, {genesis: 'a'.repeat(64)}));
		visitor.write(`{"from":{"index":0}}\n${blocksLine(chain)}`);
		await probe.notice('block 0 does not hold: it is not the genesis block that the welcome announced');
		expect(probe.link.chain.length).toBe(0);
	});

	it('a chain that does not lead to the tip of its welcome', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await welcome(visitor, makeWelcome(chain, {tip: 'a'.repeat(64)}));
		visitor.write(`{"from":{"index":0}}\n${blocksLine(chain)}`);
		await probe.notice('its block 4 is not the one that its welcome announced');
	});

	it('another version of the protocol', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		await welcome(await hub.next(), makeWelcome(chain, {version: 2})).catch(() => {});
		await probe.notice('it speaks version 2 of the protocol, not 1');
	});

	it('an answer that names another block than the one it then sends', async () => {
		await using hub = await startScriptedHub();
		const [probe, visitor] = await openAtTip(hub);
		await using _probe = probe;
		probe.link.submit(77);
		const {id} = parseAdd(await visitor.line());
		visitor.write(acceptedLine(next, id) + blocksLine([next]));
		await probe.notice('block 3 does not hold: the hub said that our 77 is in it, and it is another block');
		expect(probe.link.chain.length).toBe(3);
	});
});

describe('after a fault', () => {
	it('the link comes back, and takes what is good', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port);
		const visitor = await hub.next();
		await serveChain(visitor, [...chain.slice(0, 3), forge(next, {bpm: 66})]);
		await probe.notice('block 3 does not hold');
		expect(probe.chain()?.fault).toMatchObject({index: 3});
		await serveChain(await hub.next(), chain);
		await probe.phase('live');
		expect(probe.chain()).toMatchObject({length: 5, fault: null});
	});

	it('the same fault is told once, and the attempts are counted on', async () => {
		await using hub = await startScriptedHub(visitor => visitor.write(`${prompt}SSH-2.0-OpenSSH_9.6\r\n`));
		await using probe = openProbe(hub.port);
		await probe.until('four attempts', () =>
			probe.phases().some(phase => phase.kind === 'connecting' && phase.attempt === 4),
		);
		expect(probe.notices()).toHaveLength(1);
		expect(probe.notices()[0]).toMatch(/^Nothing more was taken from 127\.0\.0\.1:\d+: /);
	});

	it('something that is no hub is told by the phase for as long as it lasts, not once', async () => {
		await using hub = await startScriptedHub(visitor => visitor.write('SSH-2.0-OpenSSH_9.6\r\n'));
		await using probe = openProbe(hub.port);
		await probe.until('two attempts', () =>
			probe.phases().some(phase => phase.kind === 'connecting' && phase.attempt === 2),
		);
		const waiting = probe.phases().find(phase => phase.kind === 'waiting');
		expect(waiting).toMatchObject({stranger: true});
		expect(waiting?.reason).toMatch(/^it does not greet as a hub does/);
		expect(probe.notices()).toEqual([]);
	});
});

describe('a hub in plain mode', () => {
	it('that sends half an array keeps what was verified of it', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const visitor = await hub.next();
		visitor.write(`${prompt}[${chain.slice(0, 3).map(formatBlock).join(',')},{"Index":3,"Tim`);
		visitor.end();
		await probe.notice('the connection ended inside');
		expect(probe.link.chain.length).toBe(3);
	});

	it('that pours garbage ends at the first byte of it', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const visitor = await hub.next();
		visitor.write(`${prompt}${clearScreen}]0;title\u0007`);
		await probe.phase('waiting');
		await visitor.closed;
		expect(JSON.stringify(probe.events)).not.toMatch(/\\u001b|\\u0007/);
	});

	it('that answers with a text without end is left, with bounded memory', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const visitor = await hub.next();
		visitor.write(`${prompt}\n`);
		const chunk = Buffer.alloc(65_536, 'x');
		for (let count = 0; count < 10; count++) visitor.write(chunk);
		await probe.notice('an answer is longer than 131072 bytes');
		await visitor.closed;
	});

	it('that speaks live mode unasked is left', async () => {
		await using hub = await startScriptedHub();
		await using probe = openProbe(hub.port, {plain: true});
		const visitor = await hub.next();
		visitor.write(`${prompt}\n${JSON.stringify({welcome: makeWelcome(chain)})}\n`);
		await probe.notice('it speaks live mode, and was not asked to');
	});
});
