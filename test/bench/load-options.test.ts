import {expect, it, test} from 'vitest';
import {explainShortage} from '../../bench/descriptors.ts';
import {parseLoad} from '../../bench/load-options.ts';

it('takes a hub and everything else as it is by itself', () => {
	expect(parseLoad(['--to', ':9100', '--rate', '5'])).toEqual({
		kind: 'load',
		options: {
			host: 'localhost',
			port: 9_100,
			connections: 100,
			submitters: 1,
			mode: 'live',
			outstanding: 1,
			seconds: 10,
			perSecond: 5,
			json: false,
		},
	});
});

test.each([
	[[], 'Say which hub, as in --to localhost:9000.'],
	[['--to', 'http://x'], '--to "http://x": it is no URL, so write x.'],
	[['--to', 'x', '--mode', 'both'], '--mode "both": it must be live or plain.'],
	[['--to', 'x', '--connections', '0'], '--connections "0": it is a whole number from 1 to 100000.'],
	[['--to', 'x', '--fast'], /^Unknown option '--fast'/],
	[['--to'], /argument missing/],
])('%j is answered with what is wrong', (args, sentence) => {
	const parsed = parseLoad(args);
	expect(parsed).toEqual({kind: 'bad', sentence: expect.stringMatching(sentence)});
	expect((parsed as {sentence: string}).sentence).toContain('--help');
});

it('says how to allow more connections', () => {
	expect(explainShortage(800, 1_000)).toBeNull();
	expect(explainShortage(801, 1_000)).toBe(
		'801 connections need 1001 open files, and the system allows 1000: raise it with "ulimit -n 1001".',
	);
});
