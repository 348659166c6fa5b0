import {describe, expect, it, vi} from 'vitest';
import {createLineWriter} from '../../src/server/line-writer.ts';

/** A reader that takes what its test lets it take. */
function openReader(room = Number.POSITIVE_INFINITY) {
	let text = '';
	const reader = {
		/** Bytes that it still takes. */
		room,
		text: () => text,
		lines: () => text.split('\n').slice(0, -1),
		isGone: false,
		onOffer: (_bytes: number): void => {},
		put: async (bytes: Buffer): Promise<number> => {
			if (reader.isGone) throw Object.assign(new Error('write EPIPE'), {code: 'EPIPE'});
			reader.onOffer(bytes.length);
			const taken = bytes.subarray(0, Math.min(reader.room, bytes.length));
			reader.room -= taken.length;
			text += taken.toString();
			return taken.length;
		},
	};
	const writer = createLineWriter(reader.put, lines => `${lines} dropped\n`);
	return {reader, writer};
}

const kilobyte = `${'x'.repeat(1_023)}\n`;

describe('lines', () => {
	it('leave in their order, whatever pieces the reader takes', async () => {
		const {reader, writer} = openReader(0);
		writer.write('one\ntwo\n', false);
		writer.write('three\n', false);
		for (let i = 0; i < 14; i++) {
			reader.room = 1;
			await vi.waitFor(() => expect(reader.text()).toHaveLength(i + 1));
		}
		expect(reader.text()).toBe('one\ntwo\nthree\n');
	});

	it('beyond 4 MiB are dropped, and a line in their place says how many', async () => {
		const {reader, writer} = openReader(0);
		for (let i = 0; i < 5_000; i++) writer.write(kilobyte, false);
		reader.room = Number.POSITIVE_INFINITY;
		await vi.waitFor(() => expect(reader.text()).toMatch(/dropped\n$/));
		writer.write('and on\n', false);
		await writer.close();
		const kept = reader.lines().filter(line => line.startsWith('x')).length;
		expect(kept).toBeGreaterThanOrEqual(4_096);
		expect(kept).toBeLessThan(4_200);
		expect(reader.lines().slice(kept)).toEqual([`${5_000 - kept} dropped`, 'and on']);
	});

	it('of somebody who left cost nothing and nobody', async () => {
		const {reader, writer} = openReader();
		reader.isGone = true;
		for (let i = 0; i < 10; i++) writer.write(kilobyte, false);
		await writer.close();
		writer.write(kilobyte, true);
		expect(reader.text()).toBe('');
	});
});

describe('closing', () => {
	it('waits for a slow reader, and ends as soon as everything has left', async () => {
		const {reader, writer} = openReader(0);
		writer.write('one\n', false);
		writer.write('bye\n', true);
		const closed = writer.close();
		reader.room = Number.POSITIVE_INFINITY;
		await closed;
		expect(reader.text()).toBe('one\nbye\n');
	});

	it('drops and counts what does not leave in time, and the last lines come after that', async () => {
		const {reader, writer} = openReader(0);
		for (let i = 0; i < 5_000; i++) writer.write(kilobyte, false);
		writer.write('stopping\n', true);
		writer.write(kilobyte, false);
		writer.write('stopped\n', true);
		// A line and a half leave, and nothing more until the time is up.
		reader.room = 1_024 + 500;
		await vi.waitFor(() => expect(reader.text()).toHaveLength(1_024 + 500));
		// What is offered is shorter, once all but the line that is half out is dropped.
		reader.onOffer = bytes => {
			if (bytes < 1_024) reader.room = Number.POSITIVE_INFINITY;
		};
		await writer.close();
		expect(reader.text()).toBe(`${kilobyte}${kilobyte}4999 dropped\nstopping\nstopped\n`);
	});

	it('does not wait for a reader that takes nothing', async () => {
		const {reader, writer} = openReader(0);
		writer.write('stopped\n', true);
		const startMs = performance.now();
		await writer.close();
		expect(performance.now() - startMs).toBeLessThan(2_500);
		expect(reader.text()).toBe('');
	});
});
