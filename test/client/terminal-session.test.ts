import {describe, expect, test} from 'vitest';
import {alarmEvent, makeFacts} from './support/alarm.ts';
import {startSession} from './support/fake-terminal.ts';
import {factsOf, liveEvents, makeColumns} from './support/screen.ts';

describe('keys', () => {
	test('that arrive in one read all work: three readings', async () => {
		await using session = startSession(80, 24);
		session.type('72\r88\r99\r');
		await session.untilAsked('submit 72', 'submit 88', 'submit 99');
		await session.until('… 72 88 99 waiting for the connection');
	});

	test('edit the text in the box: Home, End, Del, Backspace, arrows, Ctrl+W, Ctrl+U', async () => {
		await using session = startSession(80, 24);
		session.type('72\x1b[H1\r');
		await session.untilAsked('submit 172');
		session.type('1723\x1b[H\x1b[3~\x1b[F\x7f\r');
		await session.untilAsked('submit 172', 'submit 72');
		session.type('12\x1b[D\x1b[D\x1b[D\x1b[D3\x1b[C\x1b[C\x1b[C\x1b[C4\x1b[D\x7f\r');
		await session.untilAsked('submit 172', 'submit 72', 'submit 314');
		session.type('999\x15\x1799\x1764\r');
		await session.untilAsked('submit 172', 'submit 72', 'submit 314', 'submit 64');
	});

	test('edit where the cursor is seen, also after the screen was too small for the box', async () => {
		await using session = startSession(80, 24);
		session.type('72\x1b[D');
		await session.until(' BPM 72');
		session.resize(30, 8);
		await session.until('bchain needs');
		session.resize(80, 24);
		await session.until(' BPM 72');
		session.type('\x1b[H1\r');
		await session.untilAsked('submit 172');
	});

	test('bring earlier readings back, which can be changed', async () => {
		await using session = startSession(80, 24);
		session.type('72\r188\r9\x1b[A\x1b[A\x1b[B5\r');
		await session.until('1885 is out of range: a BPM is a whole number from 1 to 999.');
		session.type('\x7f\x7f1\r');
		await session.untilAsked('submit 72', 'submit 188', 'submit 181');
	});

	test('that are letters are no commands beside a number, and never make another number of it', async () => {
		await using session = startSession(80, 24);
		session.type('7q2\r');
		await session.until('"7q2" is not a whole number.');
		expect(session.link.asked).toEqual([]);
		session.type('\x7f\x7f2?');
		await session.until('type a BPM, from anywhere');
		session.type('\x1b[B88');
		session.type('?');
		await session.until(
			screen => !screen.includes('type a BPM, from anywhere') && screen.includes(' BPM 72'),
		);
		session.type('\r');
		await session.untilAsked('submit 72');
	});

	test('that the terminal sends by itself are not typed', async () => {
		await using session = startSession(80, 24);
		session.type('7\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\2\x1b[?62;4c\x1b[<64;10;5M\r');
		await session.untilAsked('submit 72');
	});
});

describe('a paste', () => {
	test('of several numbers asks once before it sends', async () => {
		await using session = startSession(80, 24);
		session.type('\x1b[200~72\n88\n99\n\x1b[201~');
		await session.until('3 readings: 72 88 99 — Enter adds them, Esc drops them');
		expect(session.link.asked).toEqual([]);
		session.type('\r');
		await session.untilAsked('submit 72', 'submit 88', 'submit 99');
	});

	test('that is dropped adds nothing, and one that is no number runs no command', async () => {
		await using session = startSession(80, 24);
		session.type('\x1b[200~72 88\x1b[201~');
		await session.until('2 readings: 72 88');
		session.type('\x1b');
		await session.until(screen => !screen.includes('2 readings'));
		session.type('\x1b[200~q\x1b[201~');
		await session.until('Nothing was added: "q" is not a whole number.');
		session.type('5\r');
		await session.untilAsked('submit 5');
	});

	test('of one number can be edited before Enter', async () => {
		await using session = startSession(80, 24);
		session.type('\x1b[200~72\x1b[201~');
		await session.until(' BPM 72');
		session.type('1\r');
		await session.untilAsked('submit 721');
	});

	test('is asked of the terminal as such while the client runs, and not afterwards', async () => {
		const session = startSession(80, 24);
		await session.until('q quit');
		expect(session.raw()).toContain('\x1b[?2004h');
		session.type('q');
		await session.end;
		expect(session.raw().lastIndexOf('\x1b[?2004l')).toBeGreaterThan(
			session.raw().lastIndexOf('\x1b[?2004h'),
		);
	});
});

describe('a size', () => {
	test('that is too small says which it needs, and recovers', async () => {
		await using session = startSession(80, 24);
		for (const event of liveEvents(makeColumns())) session.link.emit(event);
		for (const [columns, rows] of [
			[39, 24],
			[80, 9],
			[20, 5],
			[1, 1],
			[3, 40],
		] as const) {
			session.resize(columns, rows);
			if (columns > 10) await session.until('40x10');
		}
		session.resize(100, 30);
		await session.until('✓ all 1,285 verified');
		expect(session.screen().split('\n')).toHaveLength(30);
		expect(session.screen()).toContain('q quit');
	});

	test('that changes leaves nothing of the screen before', async () => {
		await using session = startSession(120, 36);
		const columns = makeColumns();
		session.link.chain = columns;
		for (const event of liveEvents(columns)) session.link.emit(event);
		await session.until('1,285  next');
		for (const [width, height] of [
			[60, 12],
			[130, 40],
			[41, 33],
			[200, 11],
			[80, 24],
		] as const) {
			session.resize(width, height);
			await session.until(screen => {
				const lines = screen.split('\n');
				const boxes = lines.filter(line => line.startsWith(' BPM'));
				return lines[0]!.includes('1,284') && boxes.length === 1 && lines.at(-1)!.includes('? help  q');
			});
		}
		const before = session.screen();
		session.type('\x0c');
		session.type('7');
		await session.until(' BPM 7');
		session.type('\x15');
		await session.until(screen => screen === before);
	});
});

describe('leaving', () => {
	test('with q leaves the terminal as it was, closes the link and says what came of it', async () => {
		const session = startSession(80, 24);
		for (const event of liveEvents(makeColumns())) session.link.emit(event);
		await session.until('● live');
		expect(session.stdin.isRaw).toBe(true);
		session.type('q');
		expect(await session.end).toEqual({
			exitCode: 0,
			summary: 'lab-hub:9000 is at height 1,284 · 0 readings added',
		});
		expect(session.stdin.isRaw).toBe(false);
		expect(session.link.asked).toEqual(['close']);
		expect(session.raw()).toMatch(/^\x1b\[\?1049h/);
		expect(session.raw()).toMatch(/\x1b\[\?1049l\x1b\[\?25h$/);
	});

	test('asks once while a reading is not delivered, and names it afterwards', async () => {
		const session = startSession(80, 24);
		session.type('72\rq');
		await session.until('Leave without delivering 72?  Enter leaves, Esc stays');
		session.type('\x1b');
		await session.until(screen => !screen.includes('Leave without'));
		session.type('qq');
		expect(await session.end).toEqual({
			exitCode: 0,
			summary: 'lab-hub:9000: no block seen · 0 readings added · not delivered: 72',
		});
	});

	test('with Ctrl+C asks nothing', async () => {
		const session = startSession(80, 24);
		session.type('72\r\x03');
		expect((await session.end).summary).toContain('not delivered: 72');
	});

	test('happens by itself when the terminal is gone', async () => {
		const session = startSession(80, 24);
		await session.until('q quit');
		session.stdin.emit('end');
		expect((await session.end).exitCode).toBe(129);
		expect(session.stdin.isRaw).toBe(false);
	});

	test('on an error of our own gives the terminal back before the error is told', async () => {
		const session = startSession(80, 24);
		await session.until('q quit');
		Object.defineProperty(session.link, 'chain', {
			get() {
				throw new Error('a bug');
			},
		});
		session.link.emit({kind: 'chain', chain: factsOf(makeColumns(3))});
		await expect(session.end).rejects.toThrow('a bug');
		expect(session.stdin.isRaw).toBe(false);
		expect(session.raw()).toMatch(/\x1b\[\?1049l(?:\x1b\[\?\d+[hl])+$/);
	});
});

test('Readings that wait for a decision are sent with s and withdrawn with Del', async () => {
	await using session = startSession(80, 24);
	session.link.emit({kind: 'reading', reading: {id: 'reading-1', bpm: 72, state: 'asking'}});
	await session.until('s sends, Del withdraws');
	session.type('s');
	await session.untilAsked('resend reading-1');
	session.type('\x1b[3~');
	await session.untilAsked('resend reading-1', 'withdraw reading-1');
});

describe('an alarm', () => {
	test('is accepted by typing the word and Enter, and by nothing less', async () => {
		const columns = makeColumns();
		await using session = startSession(80, 24);
		session.link.chain = columns;
		for (const event of liveEvents(columns)) session.link.emit(event);
		session.link.emit(alarmEvent(makeFacts(columns, 813, [812, 813])));
		await session.until('Someone rebuilt 472 blocks');
		session.type('\r');
		await session.until('Enter alone does nothing here');
		session.type('acc\r');
		await session.until('Not yet: the word is accept.');
		session.type('\x1b[200~accept\x1b[201~\r');
		session.type('l');
		await session.until(/▸ +813 .* ≠ +70 /);
		session.type('l');
		await session.until('type  accept  and press Enter: acc▏');
		session.type('ept');
		await session.until('press Enter: accept▏');
		expect(session.link.asked).toEqual([]);
		session.type('\r');
		await session.untilAsked('trust');
	});

	test('lets readings wait, and leaves with a word about it', async () => {
		const session = startSession(80, 24);
		session.link.emit(alarmEvent(makeFacts(makeColumns(), 813)));
		session.type('72\r');
		await session.untilAsked('submit 72');
		await session.until('1 reading waiting: nothing is sent to this hub until you choose');
		session.type('qq');
		expect((await session.end).summary).toBe(
			'lab-hub:9000 does not have the past it had, and is not trusted · 0 readings added · not delivered: 72',
		);
	});
});

test('Readings from the last time are sent or dropped, all at once', async () => {
	await using session = startSession(80, 24);
	for (const bpm of [72, 88]) {
		const reading = {id: `reading-${bpm}`, bpm, state: 'asking', fromLastTime: true} as const;
		session.link.emit({kind: 'reading', reading});
	}
	await session.until('2 readings from last time: 72 88 — s sends, Del withdraws');
	session.type('s');
	await session.untilAsked('resend reading-72', 'resend reading-88');
	session.type('\x1b[3~');
	await session.until('Drop 2 readings for good?');
	session.type('\r');
	await session.untilAsked(
		'resend reading-72',
		'resend reading-88',
		'withdraw reading-72',
		'withdraw reading-88',
	);
});

test('Without colours the terminal shows its own cursor where the next digit goes', async () => {
	await using session = startSession(80, 24);
	session.type('123\x1b[D');
	await session.until(' BPM 123');
	// The box stands in the third line from below; one cell back from the end of the text.
	await expect.poll(() => session.cursor()).toEqual({column: 7, row: 21, shows: true});
});
