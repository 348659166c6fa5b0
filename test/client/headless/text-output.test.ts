import {Writable} from 'node:stream';
import {expect, it} from 'vitest';
import {createTextOutput} from '../../../src/client/headless/text-output.ts';
import {captureOutput} from '../support/captured-output.ts';

it('waits for a slow reader as often as it takes, and leaves no listener behind', async () => {
	let text = '';
	const slow = new Writable({
		highWaterMark: 1,
		write(chunk, _encoding, done) {
			text += chunk;
			setImmediate(done);
		},
	});
	const output = createTextOutput(slow);
	const counts = new Set<number>();
	for (let turn = 0; turn < 20; turn++) {
		expect(await output.write('ab')).toBe(true);
		counts.add(slow.listenerCount('close')).add(slow.listenerCount('error') - 1);
	}
	expect([text, [...counts]]).toEqual(['ab'.repeat(20), [0]]);
});

it('says that nobody reads any more', async () => {
	const output = createTextOutput(captureOutput(1));
	expect(await output.write('a')).toBe(true);
	await output.write('b');
	expect(await output.write('c')).toBe(false);
});
