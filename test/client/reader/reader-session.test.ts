import {PassThrough} from 'node:stream';
import type {ReadStream, WriteStream} from 'node:tty';
import {describe, expect, test} from 'vitest';
import type {LinkEvent} from '../../../src/client/link-event.ts';
import {runReaderSession} from '../../../src/client/reader/reader-session.ts';
import {sealBlock} from '../../../src/core/seal.ts';
import {createWatch} from '../../support/watch.ts';
import {alarmEvent, makeFacts} from '../support/alarm.ts';
import {FakeLink} from '../support/fake-terminal.ts';
import {factsOf, liveEvents, makeColumns, readingEvent, startMs} from '../support/screen.ts';

/** The screen-reader mode on a terminal that exists only in memory. */
function startReader(isTTY = true) {
	const link = new FakeLink();
	const stdin = Object.assign(new PassThrough(), {isTTY, isRaw: false, setRawMode() {}});
	const size = isTTY ? {columns: 80, rows: 24} : {};
	const stdout = Object.assign(new PassThrough(), {isTTY, ...size});
	let written = '';
	const watch = createWatch(() => `${written}\nasked: ${link.asked.join(', ')}`);
	stdout.on('data', (data: Buffer) => {
		written += data;
		watch.changed();
	});
	link.onAsked = watch.changed;
	const end = runReaderSession({
		address: 'lab-hub:9000',
		env: {},
		stdin: stdin as unknown as ReadStream,
		stdout: stdout as unknown as WriteStream,
		open(on) {
			link.emit = on;
			return link;
		},
	});
	return {
		link,
		end,
		written: () => written,
		type: (text: string) => void stdin.write(text),
		/** The end of a pipe. */
		finish: () => void stdin.end(),
		until: (text: string) => watch.until(text, () => written.includes(text)),
		untilAsked: (text: string) => watch.until(text, () => link.asked.includes(text)),
		goLive(lastIndex = 20) {
			link.chain = makeColumns(lastIndex);
			// A link is live once the chain is here.
			const isLive = (event: LinkEvent) => event.kind === 'phase' && event.phase.kind === 'live';
			const events = liveEvents(link.chain);
			for (const event of events) if (!isLive(event)) link.emit(event);
			for (const event of events) if (isLive(event)) link.emit(event);
		},
		async [Symbol.asyncDispose]() {
			stdin.write('\x03');
			await end.catch(() => {});
		},
	};
}

describe('the screen-reader mode', () => {
	test('tells what happens a line an event, without a single escape sequence', async () => {
		await using reader = startReader();
		reader.goLive();
		await reader.until('Live. Height 20. All 21 blocks verified here.\n');
		reader.type('72\r');
		await reader.untilAsked('submit 72');
		reader.link.emit(readingEvent(72, 'accepted', {index: 21, answeredMs: 12}));
		await reader.until('72 is durable in block 21, 12 ms.\n');
		// The typed line comes back from the terminal as it is typed, and nothing else is ever written again.
		expect(reader.written()).not.toContain('\x1b');
	});

	test('does not write into a line that is being typed', async () => {
		await using reader = startReader();
		reader.goLive();
		await reader.until('Live.');
		reader.type('7');
		await reader.until('\n7');
		reader.link.emit({kind: 'notice', tone: 'info', text: 'New chain.'});
		reader.type('2');
		await reader.until('\n72');
		expect(reader.written()).not.toContain('New chain.');
		reader.type('\r');
		await reader.until('New chain.\n');
		await reader.untilAsked('submit 72');
	});

	test('reads blocks, explains them and finds them', async () => {
		await using reader = startReader();
		reader.goLive();
		reader.type('g 12\r');
		await reader.until('Block 12: BPM');
		reader.type('g +1\r');
		await reader.until('Block 13: BPM');
		reader.type('why\r');
		await reader.until('its PrevHash is the Hash of block 12');
		const hash = reader.link.chain.hashAt(7)!;
		reader.type(`/${hash.slice(0, 8)}\r`);
		await reader.until(`Finding Hash beginning ${hash.slice(0, 8)}`);
		await reader.until('Block 7: BPM');
		reader.type('g 99\r');
		await reader.until('Block 99 does not exist yet: the newest is 20.');
	});

	test('tells of the blocks of others in one line, and of own ones only once', async () => {
		await using reader = startReader();
		reader.goLive();
		await reader.until('Live.');
		const {chain} = reader.link;
		let parent = chain.blockAt(20)!;
		for (const bpm of [70, 71, 72]) {
			const block = sealBlock(parent, bpm, startMs + 90_000);
			chain.append(block);
			parent = block;
			reader.link.emit({kind: 'chain', chain: factsOf(chain)});
		}
		await reader.until('Blocks 21 to 23, the newest with BPM 72.\n');
		chain.append(sealBlock(parent, 99, startMs + 91_000));
		reader.link.emit({kind: 'chain', chain: factsOf(chain)});
		reader.link.emit(readingEvent(99, 'accepted', {index: 24}));
		await reader.until('99 is durable in block 24.');
		const another = sealBlock(chain.blockAt(24)!, 64, startMs + 92_000);
		chain.append(another);
		reader.link.emit({kind: 'chain', chain: factsOf(chain)});
		await reader.until('with BPM 64.');
		expect(reader.written()).not.toContain('Block 24: BPM 99.');
	});

	test('asks before it adds several readings, and before it leaves with one that is not delivered', async () => {
		const reader = startReader();
		reader.type('72 88\r');
		await reader.until('Add 2 readings: 72 88? Type y or n.');
		reader.type('n\r');
		await reader.until('Nothing was done.');
		reader.type('72 88\ry\r');
		await reader.untilAsked('submit 88');
		reader.type('q\r');
		await reader.until('2 readings not delivered: 72 88. Leave all the same? Type y or n.');
		reader.type('y\r');
		expect(await reader.end).toEqual({
			exitCode: 0,
			summary: 'lab-hub:9000: no block seen · 0 readings added · not delivered: 72 88',
		});
	});

	test('an alarm is told, and accepted by the whole word', async () => {
		await using reader = startReader();
		reader.goLive();
		reader.link.emit(alarmEvent(makeFacts(reader.link.chain, 10)));
		await reader.until('Type accept to trust the new chain, or q to leave.');
		reader.type('acc\r');
		await reader.until('"acc" is nothing that can be done here.');
		expect(reader.link.asked).toEqual([]);
		reader.type('accept\r');
		await reader.untilAsked('trust');
	});

	test('works on a pipe: nothing is echoed, and its end waits until what was read is delivered', async () => {
		const reader = startReader(false);
		reader.goLive();
		reader.type('/>90\n72\n');
		await reader.until('Finding BPM above 90: 1 match.\nBlock 14: BPM 92');
		await reader.untilAsked('submit 72');
		reader.finish();
		reader.link.emit(readingEvent(72, 'accepted', {id: 'reading-1', index: 21}));
		expect(await reader.end).toEqual({
			exitCode: 0,
			summary: 'lab-hub:9000 is at height 20 · 1 reading added',
		});
		expect(reader.written()).toContain('72 is durable in block 21.');
		expect(reader.written()).not.toMatch(/^72$/m);
	});

	test('Ctrl+C leaves at once', async () => {
		const reader = startReader();
		reader.type('72\r\x03');
		expect(await reader.end).toMatchObject({exitCode: 130});
		expect(reader.link.asked.at(-1)).toBe('close');
	});
});
