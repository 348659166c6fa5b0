import {describe, expect, test} from 'vitest';
import {mouseOff, mouseOn} from '../../src/client/keys/mouse.ts';
import {backgroundQuery} from '../../src/client/terminal-query.ts';
import {type FakeSession, startSession} from './support/fake-terminal.ts';
import {factsOf, liveEvents, makeColumns} from './support/screen.ts';

const white = '\x1b]11;rgb:ffff/ffff/ffff\x1b\\';
const device = '\x1b[?62;4c';

function goLive(session: FakeSession, lastIndex = 1_284): void {
	session.link.chain = makeColumns(lastIndex);
	for (const event of liveEvents(session.link.chain)) session.link.emit(event);
}

/** The colour of the word "live" as it was written last. */
function liveColour(session: FakeSession): string | undefined {
	return [...session.raw().matchAll(/\x1b\[([\d;]+)m● live/g)].at(-1)?.[1];
}

describe('the background of the terminal', () => {
	test('is asked for once; the first frame waits for the answer and has the right colours', async () => {
		await using session = startSession(80, 24, {}, 24);
		expect(session.raw()).toBe(backgroundQuery);
		session.type(white + device);
		goLive(session);
		await session.until('● live');
		const onWhite = liveColour(session);
		await using other = startSession(80, 24, {}, 24);
		other.type(`\x1b]11;rgb:0000/0000/0000\x07${device}`);
		goLive(other);
		await other.until('● live');
		expect(onWhite).toMatch(/38;5;\d+$/);
		expect(liveColour(other)).toMatch(/38;5;\d+$/);
		expect(liveColour(other)).not.toBe(onWhite);
		expect(session.raw().split('\x1b]11;?')).toHaveLength(2);
	});

	test('is never typed text, wherever its answer is split, also when it comes late', async () => {
		for (let cut = 1; cut < white.length; cut++) {
			await using session = startSession(80, 24, {}, 24);
			session.type(device);
			await session.until('q quit');
			session.type(white.slice(0, cut));
			await new Promise(resolve => setImmediate(resolve));
			session.type(`${white.slice(cut)}72\r`);
			await session.untilAsked('submit 72');
		}
	});

	test('takes nothing of what is typed before it is told', async () => {
		await using session = startSession(80, 24, {}, 24);
		session.type(`72\r8${white}8\r${device}`);
		await session.untilAsked('submit 72', 'submit 88');
	});

	test('that is on its way when the client is left is waited for, and nothing typed by then is added', async () => {
		const session = startSession(80, 24, {}, 24);
		await session.until('q quit');
		session.type('q88\r');
		session.type(white + device);
		await session.end;
		expect(session.link.asked).toEqual(['close']);
		expect(session.stdin.isRaw).toBe(false);
	});

	test('is not waited for for ever', async () => {
		await using session = startSession(80, 24, {}, 24);
		await session.until('q quit');
	});

	test('changes the colours when it comes late', async () => {
		await using session = startSession(80, 24, {}, 24);
		session.type(device);
		goLive(session);
		await session.until('● live');
		const unknown = liveColour(session);
		session.type(white);
		await expect.poll(() => liveColour(session)).not.toBe(unknown);
	});

	test('is not asked for where it makes no difference', async () => {
		for (const [env, depth] of [
			[{NO_COLOR: '1'}, 24],
			[{TERM: 'dumb'}, 24],
			[{}, 4],
		] as const) {
			await using session = startSession(80, 24, env, depth);
			await session.until('quit');
			expect(session.raw()).not.toContain('\x1b]11;?');
		}
	});
});

test('One key goes through the themes and says which one it is', async () => {
	await using session = startSession(80, 24, {}, 24);
	session.type(device);
	goLive(session);
	await session.until('● live');
	for (const name of ['dark', 'light', 'high contrast', "auto: by the terminal's background"]) {
		session.type('t');
		await session.until(`Theme: ${name}.`);
	}
});

describe('the mouse', () => {
	test('belongs to the terminal until M, and again after it', async () => {
		await using session = startSession(80, 24);
		goLive(session);
		await session.until('● live');
		expect(session.raw()).not.toContain('\x1b[?1000h');
		session.type('\x1b[<64;10;5M');
		await session.until('▸  1,284');
		session.type('M');
		await session.until('The mouse is on');
		expect(session.raw()).toContain(mouseOn);
		session.type('M');
		await session.until('The mouse is off: the terminal selects text.');
		expect(session.raw().lastIndexOf(mouseOff)).toBeGreaterThan(session.raw().lastIndexOf(mouseOn));
	});

	test('scrolls the blocks with its wheel, selects one with a press, and follows again at the end', async () => {
		await using session = startSession(80, 24);
		goLive(session);
		await session.until('▸  1,284');
		session.type('M');
		session.type('\x1b[<64;10;5M\x1b[<64;10;5M');
		await session.until('looking at 1,278');
		const row = session
			.screen()
			.split('\n')
			.findIndex(line => /^ +1,275 /.test(line));
		session.type(`\x1b[<0;20;${row + 1}M\x1b[<0;20;${row + 1}m`);
		await session.until('▸  1,275');
		session.type('\x1b[<65;10;5M'.repeat(9));
		await session.until('chain · following');
	});

	test('on a pane brings the focus there; outside of all it does nothing', async () => {
		await using session = startSession(120, 36);
		goLive(session);
		await session.until('● live');
		session.type('M\x1b[<0;100;10M');
		await session.until('Esc back');
		session.type('\x1b[<0;5;36M\x1b[<0;5;1M\x1b[<0;9999;9999M');
		session.type('\x1b[<0;5;10M');
		await session.until(screen => !screen.includes('Esc back'));
	});

	for (const [how, leave] of [
		['q', (session: FakeSession) => session.type('q')],
		['Ctrl+C', (session: FakeSession) => session.type('\x03')],
		['the end of the terminal', (session: FakeSession) => session.stdin.emit('end')],
	] as const) {
		test(`is given back when the client ends with ${how}`, async () => {
			const session = startSession(80, 24);
			session.type('M');
			await session.until('The mouse is on');
			leave(session);
			await session.end;
			expect(session.raw().lastIndexOf(mouseOff)).toBeGreaterThan(session.raw().lastIndexOf(mouseOn));
		});
	}

	test('is given back when an error of ours ends the client', async () => {
		const session = startSession(80, 24);
		session.type('M');
		await session.until('The mouse is on');
		Object.defineProperty(session.link, 'chain', {
			get() {
				throw new Error('a bug');
			},
		});
		session.link.emit({kind: 'chain', chain: factsOf(makeColumns(3))});
		await expect(session.end).rejects.toThrow('a bug');
		expect(session.raw().lastIndexOf(mouseOff)).toBeGreaterThan(session.raw().lastIndexOf(mouseOn));
	});
});

describe('the help', () => {
	test('is filtered by typing and runs what is chosen', async () => {
		await using session = startSession(80, 24);
		goLive(session);
		await session.until('● live');
		session.type('?oldest');
		await session.until('type to filter: oldest');
		session.type('\r');
		await session.until('▸      0');
		expect(session.screen()).not.toContain('type to filter');
	});

	test('says why a command cannot be run, and stays open', async () => {
		await using session = startSession(80, 24);
		goLive(session);
		session.type('?try to connect\r');
		await session.until('not now: There is no waiting attempt to connect.');
		session.type('\x1b');
		await session.until('type to filter: ▏');
		session.type('\x1b');
		await session.until(screen => !screen.includes('type to filter'));
		expect(session.link.asked).toEqual([]);
	});

	test('types nothing into the box and adds nothing', async () => {
		await using session = startSession(80, 24);
		session.type('?72');
		await session.until('type to filter: 72');
		session.type('?5\r');
		await session.untilAsked('submit 5');
	});
});
