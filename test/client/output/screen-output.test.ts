import type {WriteStream} from 'node:tty';
import {describe, expect, test} from 'vitest';
import {createScreenOutput} from '../../../src/client/output/screen-output.ts';
import {StandIns} from '../../../src/client/output/stand-ins.ts';
import {RecordingTerminal} from '../support/ink-recorder.tsx';

describe('a frame', () => {
	const first = '\x1b[32mone\x1b[39m 1\ntwo\nthree';

	test('is written whole after the terminal was cleared by somebody, and leaves a plain style', () => {
		const {output, terminal} = start();
		output.write(first);
		const drawn = '\x1b[m\x1b[H\x1b[J\x1b[32mone \x1b[m1\x1b[Etwo\x1b[Ethree';
		expect(terminal.take()).toEqual([update(`\x1b[?25l${drawn}`)]);
		output.write('\x1b[2J\x1b[H');
		expect(terminal.take().at(-1)).toBe('\x1b[2J\x1b[H');
		output.write(whole(first));
		expect(terminal.take()).toEqual([update(`\x1b[?25l${drawn}`)]);
	});

	test('is not drawn on the screen of the shell, while we are suspended', () => {
		const {output, terminal} = start(first);
		output.write('\x1b[?2004l\x1b[?1049l\x1b[?25h');
		output.write(whole('four\nfive\nsix'));
		expect(terminal.take().join('')).not.toContain('four');
		output.write('\x1b[?1049h\x1b[?2004h\x1b[?25l');
		output.write(whole('four\nfive\nsix'));
		expect(terminal.take().at(-1)).toBe(update('\x1b[?25l\x1b[m\x1b[H\x1b[Jfour\x1b[Efive\x1b[Esix'));
	});

	test('after another is the cells that changed, the cursor moved the shortest way', () => {
		const {output, terminal} = start(first);
		output.write(whole('\x1b[32mone\x1b[39m 2\ntwo\nthe\x1b[1mee'));
		expect(terminal.take()).toEqual([update('\x1b[1;5H2\x1b[3;3He\x1b[1mee\x1b[m')]);
	});

	test('that is the same as the one before writes nothing, nor do the brackets around it', () => {
		const {output, terminal} = start(first);
		for (const text of ['\x1b[?2026h', whole(first), '\x1b[?2026l']) output.write(text);
		expect(terminal.take()).toEqual([]);
	});

	test('erases a row that became short, and steps over what stays', () => {
		const {output, terminal} = start('a long row\n\n0123456789 a 0123456789');
		output.write(whole('a\n\n1123456789 b 0123456789'));
		expect(terminal.take()).toEqual([update('\x1b[1;2H\x1b[K\x1b[3H1\x1b[10Cb')]);
	});

	test('hides the cursor while it draws, and only then', () => {
		const {output, terminal} = start(first);
		const place = '\x1b[1A\x1b[3G\x1b[?25h';
		output.write(whole(first) + place);
		expect(terminal.take()).toEqual([update('\x1b[2;3H\x1b[?25h')]);
		output.write(whole('one 1\ntwo\nthree') + place);
		expect(terminal.take()).toEqual([update('\x1b[?25l\x1b[Hone\x1b[2;3H\x1b[?25h')]);
	});

	test('with a character that may be wide is written by lines where that is, and by cells elsewhere', () => {
		const {output, terminal} = start('漢 1\ntwo\nthree');
		output.write(whole('漢 2\ntwe\nthree'));
		expect(terminal.take()).toEqual([update('\x1b[H\x1b[K漢 2\x1b[2;3He')]);
	});
});

test('everything else about the terminal is the terminal', () => {
	const {output, terminal} = start();
	let resized = 0;
	output.on('resize', () => resized++);
	terminal.columns = 31;
	terminal.emit('resize');
	expect([output.columns, output.rows, output.isTTY, resized]).toEqual([31, 3, true, 1]);
});

/** A screen of three rows that shows `text` already. */
function start(text?: string): {readonly terminal: RecordingTerminal; readonly output: WriteStream} {
	const terminal = new RecordingTerminal(30, 3);
	const output = createScreenOutput(terminal as unknown as WriteStream, new StandIns());
	if (text !== undefined) output.write(text);
	terminal.take();
	return {terminal, output};
}

function update(text: string): string {
	return `\x1b[?2026h${text}\x1b[?2026l`;
}

/** How Ink writes a frame over another one of three lines. */
function whole(text: string): string {
	return `\x1b[2K\x1b[1A\x1b[2K\x1b[1A\x1b[2K\x1b[G${text}`;
}
