import {describe, expect, test} from 'vitest';
import type {Env} from '../support/child-env.ts';
import {bin, startHub} from '../support/hub-process.ts';
import {openTerminal, type Terminal} from '../support/terminal.ts';

function openClient(
	address: string,
	options: readonly string[] = [],
	env: Env = {},
	cols = 100,
	rows = 30,
): Terminal {
	return openTerminal(process.execPath, [bin, 'connect', address, ...options], {cols, rows, env});
}

/** The foreground of the first cell of `word` on the screen, as a number of the 256 colours or of 24 bits. */
function colourOf(client: Terminal, word: string): number {
	const row = client.lines().findIndex(line => line.includes(word));
	const line = client.emulator.buffer.active.getLine(row)!;
	return line.getCell(client.lines()[row]!.indexOf(word))!.getFgColor();
}

describe('for screen readers', () => {
	test('the client tells a line an event, with the terminal as it is and its cursor where one types', async () => {
		await using hub = await startHub();
		await using client = openClient(hub.address, ['--screen-reader']);
		await client.until('Live. Height 0.', 10_000);
		client.write('72\r');
		await client.until('72 is in block 1,');
		client.write('why 1\r');
		await client.until('Link: its PrevHash is the Hash of block 0, all 64 digits the same.');
		await client.until('A shell proves it without us: printf %s');
		client.write('8');
		await client.until(screen => screen.trimEnd().endsWith('\n8'));
		const {column, row} = client.cursor()!;
		expect([client.lines()[row], column]).toEqual(['8', 1]);
		client.write('8\r');
		await client.until('88 is in block 2,');
		expect(client.raw()).not.toContain('\x1b');
		client.write('q\r');
		expect((await client.exited()).exitCode).toBe(0);
		expect(client.screen()).toContain('is at height 2 · 2 readings added');
	});

	test('that are announced to every program of this kind need no option', async () => {
		await using hub = await startHub();
		await using client = openClient(hub.address, [], {INK_SCREEN_READER: 'true'});
		await client.until('screen-reader mode', 10_000);
		client.write('\x03');
		expect((await client.exited()).exitCode).toBe(130);
	});
});

describe('the colours', () => {
	test('are those of a terminal that tells its background, and its answer is not typed', async () => {
		await using hub = await startHub();
		const colours: number[] = [];
		for (const ground of ['rgb:ffff/ffff/ffff', 'rgb:0000/0000/0000']) {
			await using client = openClient(hub.address);
			client.emulator.parser.registerOscHandler(11, () => {
				client.write(`\x1b]11;${ground}\x1b\\`);
				return true;
			});
			await client.until('● live', 10_000);
			colours.push(colourOf(client, '● live'));
			client.write('72\r');
			await client.until('✓ 72 is ');
		}
		expect(colours[0]).not.toBe(colours[1]);
	});

	test('are those that were asked for', async () => {
		await using hub = await startHub();
		await using dark = openClient(hub.address, ['--theme', 'dark']);
		await using light = openClient(hub.address, [], {BCHAIN_THEME: 'light'});
		await dark.until('● live', 10_000);
		await light.until('● live', 10_000);
		expect(colourOf(dark, '● live')).not.toBe(colourOf(light, '● live'));
		dark.write('t');
		await dark.until('Theme: light.');
		expect(colourOf(dark, '● live')).toBe(colourOf(light, '● live'));
	});

	test('and signs beyond ASCII are left out with --ascii', async () => {
		await using hub = await startHub();
		await using client = openClient(hub.address, ['--ascii']);
		client.write('72\r');
		await client.until('ok all 2 verified', 10_000);
		expect(client.screen()).toMatch(/^[\x20-\x7e\n]*$/);
	});
});

describe('the mouse', () => {
	for (const [how, leave, exitCode] of [
		['q', (client: Terminal) => client.write('q'), 0],
		['SIGTERM', (client: Terminal) => process.kill(client.pid, 'SIGTERM'), 143],
	] as const) {
		test(`is heard of after M, and given back on ${how}`, async () => {
			await using hub = await startHub();
			await using client = openClient(hub.address);
			await client.until('● live', 10_000);
			expect(client.emulator.modes.mouseTrackingMode).toBe('none');
			client.write('M');
			await client.until('The mouse is on');
			expect(client.emulator.modes.mouseTrackingMode).toBe('vt200');
			leave(client);
			expect((await client.exited()).exitCode).toBe(exitCode);
			expect(client.emulator.modes.mouseTrackingMode).toBe('none');
		});
	}
});

test('The help is filtered and run on the smallest screen', async () => {
	await using hub = await startHub();
	await using client = openClient(hub.address, [], {}, 40, 10);
	await client.until('● live', 10_000);
	client.write('?');
	await client.until('type to filter: ▏');
	client.write('\x1b[6~\x1b[6~');
	await client.until(/ 9 of \d\d │/);
	client.write('theme');
	await client.until('▸ t ');
	client.write('\r');
	await client.until('Theme: dark.');
});
