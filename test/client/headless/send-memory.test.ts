import {describe, expect, it} from 'vitest';
import {runLog} from '../../../src/client/headless/log.ts';
import {runSend} from '../../../src/client/headless/send.ts';
import {formatBlock} from '../../../src/core/block.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {makeChain} from '../../support/chains.ts';
import {makeFolder} from '../../support/child-env.ts';
import {captureOutput} from '../support/captured-output.ts';
import {
	acceptedLine,
	answerBlocks,
	makeWelcome,
	parseAdd,
	prompt,
	serveChain,
	welcome,
} from '../support/live-visit.ts';
import {startScriptedHub} from '../support/scripted-hub.ts';

const chain = makeChain([72]);
const durable = {durable: true, ledger: 'one'};

/** Options of `bchain log` for its effect on what is remembered alone. */
function quiet() {
	return {follow: false, json: false, plain: false, stdout: captureOutput(), stderr: captureOutput()};
}

async function send(
	port: number,
	stateFolder: string,
): Promise<{readonly code: number; readonly stdout: string; readonly stderr: string}> {
	const [stdout, stderr] = [captureOutput(), captureOutput()];
	const bpms = ['80'];
	const code = await runSend({
		host: '127.0.0.1',
		port,
		bpms,
		plain: false,
		timeoutMs: 2_000,
		stateFolder,
		stdout,
		stderr,
	});
	return {code, stdout: stdout.text(), stderr: stderr.text()};
}

describe('bchain send and a hub that it knows', () => {
	it('sends nothing when the hub has another past, however long its chain is', async () => {
		const stateFolder = makeFolder('state');
		let blocks = makeChain([72, 88, 65]);
		await using hub = await startScriptedHub(visitor => {
			serveChain(visitor, blocks, durable)
				.then(() => answerBlocks(visitor, blocks))
				.catch(() => {});
		});
		expect(await runLog({host: '127.0.0.1', port: hub.port, stateFolder, ...quiet()})).toBe(0);
		const edited = makeChain([72, 89, 65]);
		blocks = [...edited, sealBlock(edited[3]!, 60, Date.now())];
		const {code, stdout, stderr} = await send(hub.port, stateFolder);
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toContain(
			'does not have the past it had: its block 3 is not the one that was verified before',
		);
		expect(stderr).toMatch(/# 2 .* BPM 88 .*≠ .* BPM 89 .* first difference/);
		expect(stderr).toContain(`run "bchain connect 127.0.0.1:${hub.port}" and type accept`);
	});

	it('asks for one block, not for the chain, and then sends', async () => {
		const stateFolder = makeFolder('state');
		const old = await startScriptedHub(visitor => void serveChain(visitor, chain, durable));
		expect(await runLog({host: '127.0.0.1', port: old.port, stateFolder, ...quiet()})).toBe(0);
		await old[Symbol.asyncDispose]();
		const longer = [...chain, sealBlock(chain[1]!, 60, Date.now())];
		await using hub = await startScriptedHub(undefined, old.port);
		const result = send(hub.port, stateFolder);
		const visitor = await hub.next();
		visitor.write(prompt);
		await visitor.line();
		visitor.write(`\n${JSON.stringify({welcome: makeWelcome(longer, durable)})}\n`);
		expect(await visitor.line()).toBe('/block 1');
		visitor.write(`{"answer":{"block":${formatBlock(longer[1]!)}}}\n`);
		const {id} = parseAdd(await visitor.line());
		visitor.write(acceptedLine(sealBlock(longer[2]!, 80, Date.now()), id));
		expect((await result).stdout).toBe('80 is durable in block 3\n');
	});

	it('remembers what the hub promised, also where no chain was verified', async () => {
		const stateFolder = makeFolder('state');
		const hub = await startScriptedHub(async visitor => {
			const {id, bpm} = parseAdd(await welcome(visitor, makeWelcome(chain, durable)));
			visitor.write(acceptedLine(sealBlock(chain[1]!, bpm, Date.now()), id));
		});
		expect((await send(hub.port, stateFolder)).code).toBe(0);
		await hub[Symbol.asyncDispose]();
		await using other = await startScriptedHub(async visitor => {
			await welcome(visitor, makeWelcome(makeChain([], 1_795_000_000_000), durable)).catch(() => {});
		}, hub.port);
		const {code, stderr} = await send(other.port, stateFolder);
		expect(code).toBe(1);
		expect(stderr).toContain('does not have the past it had: its genesis block is ');
	});
});
