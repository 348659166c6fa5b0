import {expect, it} from 'vitest';
import {openTerminal} from './terminal.ts';

const node = process.execPath;

it('shows the screen of the program, and sends it keys', async () => {
	const program = `
		process.stdin.setRawMode(true).once('data', keys => {
			process.stdout.write('\\x1b[2J\\x1b[Hgot ' + JSON.stringify(String(keys)) + '\\r\\n\\x1b[31mred ✓');
			process.exitCode = 3;
			process.stdin.pause();
		});
		process.stdout.write('ready');
	`;
	await using terminal = openTerminal(node, ['-e', program], {cols: 40, rows: 4});
	await terminal.until('ready');
	terminal.write('72\r\x1b[A');

	expect(await terminal.until(/red/)).toBe('got "72\\r\\u001b[A"\nred ✓\n\n');
	expect(terminal.raw()).toContain('\x1b[31mred ✓');
	expect(terminal.bytes()).toBe(Buffer.byteLength(terminal.raw()));
	expect(await terminal.exited()).toMatchObject({exitCode: 3});
});

it('tells the program about its size, and about a new one', async () => {
	const program = `
		const tell = () => console.log(process.stdout.columns + 'x' + process.stdout.rows);
		process.stdout.on('resize', tell);
		tell();
		setInterval(() => {}, 1_000);
	`;
	await using terminal = openTerminal(node, ['-e', program], {cols: 80, rows: 24});
	await terminal.until('80x24');
	terminal.resize(120, 36);

	await terminal.until('120x36');
	terminal.kill();
	expect(await terminal.exited()).toMatchObject({signal: 15});
});

it('says what it waited for and shows the screen when the deadline passes', async () => {
	await using terminal = openTerminal(node, ['-e', 'console.log("hello"); setInterval(() => {}, 1_000)']);
	await terminal.until('hello');

	await expect(terminal.until('goodbye', 50)).rejects.toThrow(
		/^not within 50 ms: goodbye on the screen\nhello\n/,
	);
});

it('does not wait for a program that has ended, and has its last words', async () => {
	await using terminal = openTerminal(node, ['-e', 'console.log("last words")']);

	await expect(terminal.until('more')).rejects.toThrow(
		/^the program has ended \(code 0, signal 0\)[\s\S]*last words/,
	);
});

it('knows where the cursor stands, and whether it shows', async () => {
	const program = `
		process.stdin.setRawMode(true).on('data', () => process.stdout.write('\\x1b[?25lhidden'));
		process.stdout.write('\\r\\n shown');
	`;
	await using terminal = openTerminal(node, ['-e', program]);
	await terminal.until('shown');
	expect(terminal.cursor()).toEqual({column: 6, row: 1});
	terminal.write('x');
	await terminal.until('hidden');
	expect(terminal.cursor()).toBe(undefined);
});

it('keeps what the machine has set away from the program', async () => {
	process.env.CI = 'true';
	process.env.PORT = '1234';
	const program =
		'console.log(["CI", "PORT", "NODE_ENV", "VITEST"].filter(name => name in process.env).length)';
	await using terminal = openTerminal(node, ['-e', program]);

	expect(await terminal.until(/\d/)).toMatch(/^0\n/);
});
