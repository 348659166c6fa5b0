/** What a start makes of a data folder that is in use, was edited, or lost something. */
import {describe, expect, test} from 'vitest';
import {createChildEnv, makeFolder} from '../support/child-env.ts';
import {edit, readBlocks} from '../support/data-folder.ts';
import {bin, startHub} from '../support/hub-process.ts';
import {connectSocket} from '../support/socket-client.ts';
import {openTerminal} from '../support/terminal.ts';

const prompt = 'Enter a new BPM:';

/** A folder in which a hub has stored these readings, and ended. */
async function makeChain(bpms: readonly number[]): Promise<string> {
	const data = makeFolder('data');
	await using hub = await startHub({data});
	await add(hub.port, bpms);
	await hub.stop();
	return data;
}

/** Adds readings one by one, as somebody with `nc` does. */
async function add(port: number, bpms: readonly number[]): Promise<void> {
	await using client = await connectSocket(port);
	await client.until(prompt);
	for (const bpm of bpms) {
		client.write(`${bpm}\n`);
		await client.until(`\n${prompt}`);
	}
}

/** Why a hub does not start on the folder: its output, with the exit code before it. */
async function refusalOf(data: string): Promise<string> {
	const outcome = await startHub({data}).catch((error: Error) => error.message);
	if (typeof outcome === 'string') return outcome;
	await outcome.kill();
	throw new Error(`the hub has started:\n${outcome.output()}`);
}

test('a second hub in the same folder is refused, and told which process has it', async () => {
	const data = makeFolder('data');
	await using hub = await startHub({data});
	await hub.until(({event}) => event === 'listening');

	const refusal = await refusalOf(data);
	expect(refusal).toContain('code 1');
	expect(refusal).toContain(
		`The ledger in ${data} is in use by another bchain (process ${hub.pid}, started `,
	);
	expect(refusal).toContain(`join it with "bchain connect ${hub.address}"`);

	await hub.kill();
	await using next = await startHub({data});
	await add(next.port, [72]);
});

describe('a chain that was changed by hand', () => {
	test('is refused with the block and what can be done, and starts without the rest of it', async () => {
		const data = await makeChain([61, 62, 63, 64]);
		edit(data, 'DROP TRIGGER blocks_are_final; UPDATE blocks SET bpm = 99 WHERE idx = 3');

		const refusal = await refusalOf(data);
		expect(refusal).toContain('code 1');
		expect(refusal).toContain('is broken at block 3: ');
		expect(refusal).toContain(`"bchain verify ${data}"`);
		expect(refusal).toContain('restore a backup');
		expect(refusal).toContain(`"bchain serve --data ${data} --truncate-at 3"`);

		await using hub = await startHub({data, args: ['--truncate-at', '3']});
		await add(hub.port, [65]);
		expect(readBlocks(data).map(({bpm}) => bpm)).toEqual([0, 61, 62, 65]);
	});

	test('is refused when its newest blocks are gone, with their readings or without', async () => {
		const data = await makeChain([61, 62, 63, 64]);
		edit(data, 'DROP TRIGGER blocks_stay; DELETE FROM blocks WHERE idx > 2');
		const half = await refusalOf(data);
		expect(half).toContain('code 1');
		expect(half).toMatch(/readings that are in no block: 2|Stored blocks are missing/);

		edit(data, 'DROP TRIGGER readings_stay; DELETE FROM readings WHERE idx > 2');
		const whole = await refusalOf(data);
		expect(whole).toContain('code 1');
		expect(whole).toContain('Stored blocks are missing');
		expect(whole).toContain('ends at block 2, but block 4 with the hash ');
		expect(whole).toContain(`"bchain serve --data ${data} --truncate-at 3"`);

		await using hub = await startHub({data, args: ['--truncate-at', '3']});
		await add(hub.port, [65]);
		expect(readBlocks(data).map(({bpm}) => bpm)).toEqual([0, 61, 62, 65]);
	});
});

test('a hub that is killed and started again finds its clients back, and they find nothing to ask', async () => {
	const data = makeFolder('data');
	const first = await startHub({data});
	const env = createChildEnv();
	await using client = openTerminal(process.execPath, [bin, 'connect', first.address], {cols: 120, env});
	await client.until('● live', 10_000);
	client.write('72\r');
	await client.until('✓ 72 is durable in block 1');
	await first.kill();
	await client.until('○ reconnecting', 10_000);
	await using second = await startHub({data, port: first.port});
	await client.until('● live', 20_000);
	client.write('88\r');
	await client.until(/✓ .*88 (?:is|are) durable in blocks? /, 10_000);
	const screen = await client.until('✓ all 3 verified');

	expect(screen).not.toMatch(/new chain|alarm|another past/i);
	expect(readBlocks(data).map(({bpm}) => bpm)).toEqual([0, 72, 88]);
	expect(second.events().some(({event}) => event === 'opened')).toBe(true);
});
