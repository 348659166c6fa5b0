import {Buffer} from 'node:buffer';
import {describe, expect, test} from 'vitest';
import {startSession} from './support/fake-terminal.ts';
import {liveEvents, makeColumns} from './support/screen.ts';

describe('at each of the four sizes', () => {
	for (const [columns, rows] of [
		[40, 10],
		[80, 24],
		[120, 36],
		[200, 50],
	] as const) {
		test(`${columns}x${rows}: find a block, see why it is valid, go back, and add a reading`, async () => {
			const blocks = makeColumns();
			await using session = startSession(columns, rows);
			session.link.chain = blocks;
			for (const event of liveEvents(blocks)) session.link.emit(event);
			await session.until(/1,?284/);
			session.type('g');
			await session.until(' GO TO BLOCK ');
			session.type('700\r');
			await session.until(/▸ +700 /);
			const digits = blocks.hashAt(900)!.slice(0, 7);
			session.type(`/${digits}`);
			await session.until(`FIND ${digits}`);
			session.type('\r');
			await session.until(/▸\/? +900 /);
			session.type('\r');
			await session.until(/block 900 is valid/);
			session.type('\x1b[A');
			await session.until(/block 899 is valid/);
			session.type('\x1b');
			await session.until(/▸ +899 /);
			session.type('72\r');
			await session.untilAsked('submit 72');
			session.type('\x1b[F');
			await session.until(/▸ ?1,?284|▸ +1,?284/);
		});
	}
});

test('A letter is a command, or what is looked for; a paste is neither', async () => {
	const blocks = makeColumns();
	await using session = startSession(80, 24);
	session.link.chain = blocks;
	for (const event of liveEvents(blocks)) session.link.emit(event);
	session.type('7/q');
	await session.until('"q" is no BPM (>120)');
	session.type('\x15>91\x1b[200~\nq\n\x1b[201~');
	await session.until(' FIND q');
	session.type('\x15>91');
	await session.until(/BPM above 91 {3}\d+ matches/);
	session.type('\x1b');
	await session.until(' BPM 7');
	expect(session.link.asked).toEqual([]);
});

test('What is copied goes to the clipboard of the terminal, and is called sent', async () => {
	const blocks = makeColumns();
	await using session = startSession(120, 36);
	session.link.chain = blocks;
	for (const event of liveEvents(blocks)) session.link.emit(event);
	await session.until('1,285  next');
	session.type('y');
	await session.until('The Hash of block 1,284 was sent to the terminal.');
	const copied = Buffer.from(blocks.hashAt(1_284)!).toString('base64');
	expect(session.raw()).toContain(`\x1b]52;c;${copied}\x07`);
	session.type('x');
	await session.until('A shell line that proves block 1,284 was sent to the terminal.');
});

test('What stands for a painted line cannot be typed or pasted into the box', async () => {
	await using session = startSession(80, 24);
	const columns = makeColumns(20);
	session.link.chain = columns;
	for (const event of liveEvents(columns)) session.link.emit(event);
	await session.until('following');
	session.type('/\ue000\ue001\x1b[200~\ue002\ue003a\x1b[201~\ue004b');
	await session.until(screen => screen.split('\n').some(line => line.startsWith(' FIND ab ')));
});
