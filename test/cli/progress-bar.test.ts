import {expect, it} from 'vitest';
import {createProgressBar} from '../../src/cli/progress-bar.ts';
import {captureOutput} from '../client/support/captured-output.ts';

/** A bar on a terminal, at a clock that the test sets. */
function draw({isTTY = true, term = 'xterm'} = {}) {
	const output = captureOutput();
	const clock = {ms: 0};
	const stream = Object.assign(output, {isTTY});
	const bar = createProgressBar('Verifying', {stream, term, now: () => clock.ms});
	return {bar, clock, text: output.text};
}

it('shows nothing of what does not take long', () => {
	const {bar, clock, text} = draw();
	bar.show(1, 3);
	clock.ms = 399;
	bar.show(2, 3);
	bar.clear();
	expect(text()).toBe('');
});

it('draws a line over the one before ten times a second, and takes it away', () => {
	const {bar, clock, text} = draw();
	for (const [ms, done] of [
		[400, 1],
		[499, 2],
		[500, 3],
	] as const) {
		clock.ms = ms;
		bar.show(done, 3);
	}
	bar.clear();
	bar.clear();
	const lines = [`[${'='.repeat(8)}${' '.repeat(16)}] 33%`, `[${'='.repeat(24)}] 100%`];
	expect(text()).toBe(`${lines.map(line => `\rVerifying ${line}\u001b[K`).join('')}\r\u001b[K`);
});

it('counts blocks where nobody knows the total', () => {
	const {bar, clock, text} = draw();
	clock.ms = 400;
	bar.show(12_345, null);
	expect(text()).toBe('\rVerifying 12345 blocks\u001b[K');
});

it.each([{isTTY: false}, {term: 'dumb'}])('shows nothing on %j', surroundings => {
	const {bar, clock, text} = draw(surroundings);
	clock.ms = 1_000;
	bar.show(1, 2);
	bar.clear();
	expect(text()).toBe('');
});
