import {PassThrough, Readable} from 'node:stream';
import {describe, expect, it} from 'vitest';
import {runSend, type SendOptions} from '../../../src/client/headless/send.ts';
import type {Block} from '../../../src/core/block.ts';
import type {Welcome} from '../../../src/core/live-message.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {makeChain} from '../../support/chains.ts';
import {within} from '../../support/watch.ts';
import {captureOutput} from '../support/captured-output.ts';
import {startCuttingProxy} from '../support/cutting-proxy.ts';
import {acceptedLine, makeWelcome, parseAdd, prompt, welcome} from '../support/live-visit.ts';
import {type ScriptedHub, startScriptedHub, type Visitor} from '../support/scripted-hub.ts';
import {startTutorialHub} from '../support/tutorial-hub.ts';

const chain = makeChain([72]);
const durable = {durable: true, ledger: 'one'};

/** A hub that stores every reading but 13, each once, and never sends a block: `send` wants none. */
async function startStoringHub(
	changes: Partial<Welcome> = durable,
): Promise<ScriptedHub & {readonly stored: Block[]}> {
	const stored = [...chain];
	const ids = new Map<string, Block>();
	const hub = await startScriptedHub(async visitor => {
		try {
			let line = await welcome(visitor, makeWelcome(stored, changes));
			for (; line !== '/quit'; line = await visitor.line()) {
				const {id, bpm} = parseAdd(line);
				if (bpm === 13) {
					visitor.write(`${JSON.stringify({refused: {line, reason: 'Not added: bad luck.', id}})}\n`);
					continue;
				}
				const block = ids.get(id) ?? sealBlock(stored.at(-1)!, bpm, Date.now());
				if (!ids.has(id)) stored.push(block);
				ids.set(id, block);
				visitor.write(acceptedLine(block, id));
			}
			visitor.end();
		} catch {
			// The client is gone.
		}
	});
	return Object.assign(hub, {stored});
}

async function send(
	port: number,
	bpms: readonly string[],
	options: Partial<SendOptions> = {},
): Promise<{readonly code: number; readonly stdout: string; readonly stderr: string}> {
	const stdout = captureOutput();
	const stderr = captureOutput();
	const code = await runSend({
		host: '127.0.0.1',
		port,
		bpms,
		stdin: null,
		plain: false,
		timeoutMs: 2_000,
		stdout,
		stderr,
		...options,
	});
	return {code, stdout: stdout.text(), stderr: stderr.text()};
}

describe('bchain send', () => {
	it('says of each reading in which block it is durable', async () => {
		await using hub = await startStoringHub();
		expect(await send(hub.port, ['80'])).toEqual({
			code: 0,
			stdout: '80 is durable in block 2\n',
			stderr: '',
		});
		expect((await send(hub.port, ['81', '82'])).stdout).toBe(
			'81 is durable in block 3\n82 is durable in block 4\n',
		);
	});

	it('does not call durable what a hub does not keep', async () => {
		await using hub = await startStoringHub({durable: false});
		expect(await send(hub.port, ['80'])).toEqual({code: 0, stdout: '80 is in block 2\n', stderr: ''});
	});

	it('says on a terminal what that means', async () => {
		await using hub = await startStoringHub({durable: false});
		const stderr = Object.assign(captureOutput(), {isTTY: true});
		await send(hub.port, ['80'], {stderr});
		expect(stderr.text()).toBe('This hub does not keep its chain: a restart of it loses the readings.\n');
	});

	it('writes JSON for other programs', async () => {
		await using hub = await startStoringHub();
		const {stdout} = await send(hub.port, ['80'], {json: true});
		expect(JSON.parse(stdout)).toEqual({bpm: 80, index: 2, durable: true, id: expect.any(String)});
	});

	it.each([
		[['72', 'abc'], '"abc" is not a whole number. Nothing was sent.\n'],
		[['72', '7.5'], '"7.5" is not a whole number. Nothing was sent.\n'],
		[['\u001b[2J'], '"??2J" is not a whole number. Nothing was sent.\n'],
		[
			['99999999999'],
			'99999999999 is out of range: a BPM is a whole number from -2147483648 to 2147483647. Nothing was sent.\n',
		],
		[[], 'There is no BPM to send: give one, as in "bchain send 72".\n'],
	])('%j is wrong use: nothing is sent, not even a connection made', async (bpms, stderr) => {
		await using hub = await startStoringHub();
		expect(await send(hub.port, bpms)).toEqual({code: 2, stdout: '', stderr});
		expect(hub.visits()).toBe(0);
	});

	it('sends nothing when the hub does not take one of the arguments', async () => {
		await using hub = await startStoringHub();
		expect(await send(hub.port, ['72', '1200'])).toEqual({
			code: 2,
			stdout: '',
			stderr: '1200 is out of range: a BPM is a whole number from 1 to 999. Nothing was sent.\n',
		});
		expect(hub.stored).toHaveLength(2);
	});

	it('says what was refused and why', async () => {
		await using hub = await startStoringHub();
		expect(await send(hub.port, ['12', '13', '14'])).toEqual({
			code: 1,
			stdout: '12 is durable in block 2\n14 is durable in block 3\n',
			stderr: '13 was refused: Not added: bad luck.\n',
		});
	});

	it('reads standard input line by line, names bad lines and sends the others', async () => {
		await using hub = await startStoringHub();
		const stdin = Readable.from(['60\n61', '\r\n\n abc\n', `${'9'.repeat(10_000)}\n62\n1200\n`, '63']);
		expect(await send(hub.port, ['-'], {stdin})).toEqual({
			code: 1,
			stdout:
				'60 is durable in block 2\n61 is durable in block 3\n62 is durable in block 4\n63 is durable in block 5\n',
			stderr: [
				'Line 4 was not sent: "abc" is not a whole number.',
				'Line 5 was not sent: it is too long.',
				'Line 7 was not sent: 1200 is out of range: a BPM is a whole number from 1 to 999.',
				'',
			].join('\n'),
		});
	});

	it('sends ten thousand readings in their order', async () => {
		await using hub = await startStoringHub();
		const bpms = Array.from({length: 10_000}, (_, index) => 1 + (index % 900));
		const wanted = bpms.filter(bpm => bpm !== 13);
		const {code, stdout} = await send(hub.port, [], {stdin: Readable.from(wanted.map(bpm => `${bpm}\n`))});
		expect(code).toBe(0);
		expect(hub.stored.slice(2).map(({bpm}) => bpm)).toEqual(wanted);
		expect(stdout.split('\n')).toHaveLength(wanted.length + 1);
	});

	it('says a result as soon as it is known, while input is still open', async () => {
		await using hub = await startStoringHub();
		const stdin = new PassThrough();
		const stdout = captureOutput();
		const done = send(hub.port, [], {stdin, stdout});
		stdin.write('70\n');
		await stdout.has('70 is durable in block 2\n');
		stdin.end('71\n');
		await stdout.has('71 is durable in block 3\n');
		expect((await done).code).toBe(0);
	});

	it('adds each reading once when the connection breaks before its answer', async () => {
		let breaks = 3;
		await using hub = await startStoringHub();
		await using proxy = await startCuttingProxy(hub.port, text => text.includes('accepted') && breaks-- > 0);
		const {code, stdout} = await send(proxy.port, ['70', '71', '72'], {timeoutMs: 5_000});
		expect(code).toBe(0);
		expect(hub.stored.slice(2).map(({bpm}) => bpm)).toEqual([70, 71, 72]);
		expect(stdout.split('\n').sort()).toEqual([
			'',
			'70 is durable in block 2',
			'71 is durable in block 3',
			'72 is durable in block 4',
		]);
		expect(proxy.visits()).toBe(4);
	});

	it('gives up on a hub that is not there', async () => {
		const hub = await startScriptedHub();
		await hub[Symbol.asyncDispose]();
		expect(await send(hub.port, ['72'], {timeoutMs: 100})).toEqual({
			code: 1,
			stdout: '',
			stderr: `There is no hub at 127.0.0.1:${hub.port}: nothing listens there.\n`,
		});
	});

	it('gives up on a hub that does not answer, and says what is not known', async () => {
		await using hub = await startScriptedHub(visitor => void welcome(visitor, makeWelcome(chain, durable)));
		const stdin = new PassThrough();
		stdin.write('72\n73\n');
		const {code, stderr} = await send(hub.port, [], {stdin, timeoutMs: 100});
		expect(code).toBe(1);
		expect(stderr).toContain('72 was sent and not answered: it may be in the chain or not.\n');
		expect(stdin.destroyed).toBe(true);
	});

	it('gives up on a hub that ends the connection at every reading', async () => {
		const serve = async (visitor: Visitor) => {
			await welcome(visitor, makeWelcome(chain, durable));
			visitor.destroy();
		};
		await using hub = await startScriptedHub(visitor => void serve(visitor).catch(() => {}));
		const {code, stderr} = await within('it gives up', send(hub.port, ['72'], {timeoutMs: 400}));
		expect(code).toBe(1);
		expect(hub.visits()).toBeGreaterThan(1);
		expect(stderr).toContain('72 was sent and not answered: it may be in the chain or not.\n');
	});

	it('goes on sending when nobody reads its results', async () => {
		await using hub = await startStoringHub();
		const stdin = Readable.from(['70\n', '71\n', '72\n']);
		const {code} = await send(hub.port, [], {stdin, stdout: captureOutput(0)});
		expect(code).toBe(0);
		expect(hub.stored).toHaveLength(5);
	});
});

describe('bchain send in plain mode', () => {
	const note =
		'This hub is used in plain mode: a reading is only known to be added when a broadcast of the chain shows it.\n';

	it("waits for a broadcast of the tutorial's hub", async () => {
		await using hub = await startTutorialHub({intervalMs: 50});
		expect(await send(hub.port, ['72', '1200'], {plain: true})).toEqual({
			code: 0,
			stdout: '72 is in block 1\n1200 is in block 2\n',
			stderr: note,
		});
	});

	it('says that a reading was only taken', async () => {
		await using hub = await startTutorialHub({intervalMs: 1e6});
		expect(await send(hub.port, ['72'], {plain: true, timeoutMs: 100})).toEqual({
			code: 1,
			stdout: '',
			stderr: `${note}72 was taken by the hub, but no broadcast has shown it: it may be lost.\n`,
		});
	});

	it('says that a broadcast came without a reading', async () => {
		await using hub = await startTutorialHub({intervalMs: 20, loses: () => true});
		expect(await send(hub.port, ['72'], {plain: true, timeoutMs: 300})).toEqual({
			code: 1,
			stdout: '',
			stderr: `${note}72 may be lost: the broadcast that came after it does not show it.\n`,
		});
	});

	it('says what a hub of ours refused', async () => {
		await using hub = await startScriptedHub(async visitor => {
			visitor.write(prompt);
			const line = await visitor.line();
			visitor.write(`\n${line} is out of range: a BPM is a whole number from 1 to 999.\n${prompt}`);
		});
		expect(await send(hub.port, ['1200'], {plain: true})).toMatchObject({
			code: 1,
			stderr: `${note}1200 was refused: 1200 is out of range: a BPM is a whole number from 1 to 999.\n`,
		});
	});
});
