import {describe, expect, it} from 'vitest';
import {readHubStatus} from '../../../src/client/headless/status.ts';
import {limits} from '../../../src/core/limits.ts';
import {makeChain} from '../../support/chains.ts';
import {makeWelcome, prompt} from '../support/live-visit.ts';
import {startScriptedHub, type Visitor} from '../support/scripted-hub.ts';
import {startTutorialHub} from '../support/tutorial-hub.ts';

const chain = makeChain([72]);
const welcomeLine = `\n${JSON.stringify({welcome: makeWelcome(chain)})}\n`;

const read = (port: number, timeoutMs = 2_000) => readHubStatus({host: '127.0.0.1', port, timeoutMs});

/** What becomes of a hub that greets, takes the two lines, and then says this. */
async function readFrom(...answers: readonly (string | ((visitor: Visitor) => void))[]) {
	const lines: string[] = [];
	await using hub = await startScriptedHub(async visitor => {
		visitor.write(prompt);
		lines.push(await visitor.line(), await visitor.line());
		for (const answer of answers) {
			if (typeof answer === 'string') visitor.write(answer);
			else answer(visitor);
		}
		await visitor.closed;
		lines.push(...visitor.unread());
	});
	const answer = await read(hub.port);
	return {answer, lines, address: `127.0.0.1:${hub.port}`};
}

describe('a hub that answers', () => {
	it('is asked in live mode, and left', async () => {
		await using hub = await startScriptedHub();
		const asked = read(hub.port);
		const visitor = await hub.next();
		visitor.write(prompt);
		expect([await visitor.line(), await visitor.line()]).toEqual(['/live', '/status']);
		visitor.write(`${welcomeLine}{"status":{"connections":1,"peers":[],"uptimeMs":1}}\n`);
		visitor.write('{"answer":{"status":{"height":7,"durable":true,"tip":"ab","commitP99Ms":null}}}\n');
		expect(await visitor.line()).toBe('/quit');
		expect(await asked).toEqual({
			ok: true,
			status: {height: 7, durable: true, tip: 'ab', commitP99Ms: null},
		});
	});

	it('may broadcast between, and write in pieces of any size', async () => {
		const {answer} = await readFrom(
			`[{"Index":0,"Timestamp":"t","BPM":0,"Hash":"","PrevHash":""}]${welcomeLine.slice(0, 9)}`,
			`${welcomeLine.slice(9)}{"answer":{"sta`,
			'tus":{"height":7}}}\n',
		);
		expect(answer).toEqual({ok: true, status: {height: 7}});
	});

	it('may be a front that has no live mode now: then it is asked in plain mode', async () => {
		const {answer} = await readFrom(
			`\nIt has none, and this is a front for it (front ${'a'.repeat(16)}).\n${prompt}`,
			`\nheight: 7\ngenesis: \ntip: 0012\x1b[2J\ndurable: false\nupstreamReason: none\ncommitP50Ms: 0.25\n${prompt}`,
		);
		expect(answer).toEqual({
			ok: true,
			status: {
				...{height: 7, genesis: '', tip: '0012?[2J', durable: false},
				...{upstreamReason: null, commitP50Ms: 0.25},
			},
		});
		const refused = await readFrom(
			`\nThis is a front (front ${'a'.repeat(16)}).\n${prompt}`,
			`\nNo such command.\n${prompt}`,
		);
		expect(refused.answer).toEqual({
			ok: false,
			reason: `The hub at ${refused.address} does not say how it does: No such command.`,
		});
	});

	it('cannot bring anything that is not safe to show, or has no place in a status', async () => {
		const status = {
			hub: '\x1b[2Jhub\u202e',
			long: 'x'.repeat(10_000),
			list: [1],
			object: {},
			'a b': 1,
			'\x1b': 1,
			__proto__: 1,
		};
		const {answer} = await readFrom(welcomeLine, `${JSON.stringify({answer: {status}})}\n`);
		expect(answer).toEqual({
			ok: true,
			status: {hub: '?[2Jhub?', long: `${'x'.repeat(limits.textCharactersMax - 1)}…`},
		});
	});

	it('brings at most 200 names', async () => {
		const status = Object.fromEntries(Array.from({length: 500}, (_, at) => [`name${at}`, at]));
		const {answer} = await readFrom(welcomeLine, `${JSON.stringify({answer: {status}})}\n`);
		expect(Object.keys(answer.ok ? answer.status : {})).toHaveLength(200);
	});
});

describe('whoever does not answer is named, with what is known', () => {
	it('where nothing listens', async () => {
		const hub = await startScriptedHub();
		await hub[Symbol.asyncDispose]();
		const address = `127.0.0.1:${hub.port}`;
		expect(await read(hub.port)).toEqual({
			ok: false,
			reason: `There is no hub at ${address}: nothing listens there.`,
		});
	});

	it("the tutorial's hub, which stays silent", async () => {
		await using hub = await startTutorialHub({intervalMs: 20});
		expect(await read(hub.port, 300)).toEqual({
			ok: false,
			reason:
				`The hub at 127.0.0.1:${hub.port} does not say how it does: it is the tutorial's and does not ` +
				'know /status, or too busy to answer (--timeout waits longer).',
		});
	});

	it('a program that waits to be spoken to, as a web server does', async () => {
		await using hub = await startScriptedHub();
		expect(await read(hub.port, 200)).toEqual({
			ok: false,
			reason: `What listens at 127.0.0.1:${hub.port} is no hub: it does not greet as one.`,
		});
	});

	it('a program that greets otherwise, at once', async () => {
		await using hub = await startScriptedHub(visitor => visitor.write('SSH-2.0-OpenSSH_9.9\r\n'));
		expect(await read(hub.port, 60_000)).toEqual({
			ok: false,
			reason: `What listens at 127.0.0.1:${hub.port} is no hub: it does not greet as one.`,
		});
	});

	it('a program that hangs up', async () => {
		await using hub = await startScriptedHub(visitor => visitor.end());
		expect(await read(hub.port)).toEqual({
			ok: false,
			reason: `There is no hub at 127.0.0.1:${hub.port}: the connection was closed before a greeting came.`,
		});
	});

	it('a hub that is full', async () => {
		await using hub = await startScriptedHub(visitor => {
			visitor.write('\nThe hub is full: it serves 2 connections. Try again later.');
			visitor.end();
		});
		expect(await read(hub.port)).toEqual({
			ok: false,
			reason: `The hub at 127.0.0.1:${hub.port} does not say how it does: The hub is full: it serves 2 connections. Try again later.`,
		});
	});

	it.each<[string, string, readonly (string | ((visitor: Visitor) => void))[]]>([
		['hangs up', 'does not say how it does: the hub closed the connection.', [visitor => visitor.end()]],
		['breaks off', 'does not say how it does: the connection broke off.', [v => v.socket.resetAndDestroy()]],
		[
			'has no live mode',
			'does not say how it does: "/live" is not a command. Type /help for help.',
			[`\n"/live" is not a command. Type /help for help.\n${prompt}`],
		],
		[
			'has no such command',
			'does not say how it does: "/status" is not a command.',
			[welcomeLine, '{"refused":{"line":"/status","reason":"\\"/status\\" is not a command."}}\n'],
		],
		[
			'stops',
			'does not say how it does: The hub is shutting down.',
			[welcomeLine, '{"bye":{"reason":"The hub is shutting down."}}\n'],
		],
		['writes what is no JSON', 'broke the protocol: a line is not JSON: no.', [welcomeLine, 'no\n']],
		[
			'writes a line without end',
			'broke the protocol: a line is too long.',
			[welcomeLine, `${'x'.repeat(limits.hubLineBytesMax + 1)}\n`],
		],
		[
			'answers with something else',
			'broke the protocol: its answer does not have the agreed shape.',
			[welcomeLine, '{"answer":{"status":[1]}}\n'],
		],
	])('a hub that %s', async (_, sentence, answers) => {
		const {answer, address} = await readFrom(...answers);
		expect(answer).toEqual({ok: false, reason: `The hub at ${address} ${sentence}`});
	});
});
