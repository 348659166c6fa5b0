import type {ReadStream} from 'node:tty';
import {describe, expect, it} from 'vitest';
import {askBackground, backgroundQuery, readReply} from '../../src/client/terminal-query.ts';
import type {Rgb} from '../../src/core/contrast.ts';

describe('a reply of the terminal', () => {
	it.each<[string, Rgb]>([
		['11;rgb:1e1e/1e1e/2e2e', [0x1e, 0x1e, 0x2e]],
		['11;rgb:ff/80/00', [0xff, 0x80, 0]],
		['11;rgb:f/8/0', [0xff, 0x88, 0]],
		['11;rgb:FFFF/ffff/0000', [255, 255, 0]],
		['11;rgba:0000/2b2b/3636/ffff', [0, 0x2b, 0x36]],
		['11;#1e1e2e', [0x1e, 0x1e, 0x2e]],
		['11;#fff', [255, 255, 255]],
		['11;#00002b2b3636', [0, 0x2b, 0x36]],
	])('%s is its background', (report, rgb) => {
		expect(readReply(report)).toEqual({kind: 'background', rgb});
	});

	it('may say which terminal it is', () => {
		expect(readReply('?62;4c')).toEqual({kind: 'device'});
		expect(readReply('?1;2c')).toEqual({kind: 'device'});
	});

	it.each([
		'',
		'11;?',
		'10;rgb:ffff/ffff/ffff',
		'11;rgb:ffff/ffff',
		'11;rgb:fffff/0/0',
		'11;#12345',
		'<0;1;1M',
		'62;4R',
	])('%j is none', report => {
		expect(readReply(report)).toBeNull();
	});
});

function ask(env: NodeJS.ProcessEnv = {}, colourDepth = 24) {
	const happened: string[] = [];
	const known: Rgb[] = [];
	const query = askBackground({
		env,
		stdin: {
			setRawMode(on) {
				happened.push(on ? 'raw' : 'cooked');
				return this as ReadStream;
			},
		},
		stdout: {getColorDepth: () => colourDepth, write: (text: string) => happened.push(text) > 0},
	});
	query?.listen(rgb => known.push(rgb));
	return {query: query!, known, happened};
}

describe('the question', () => {
	it('is written once, and answered as soon as the terminal says which one it is', async () => {
		const {query, known, happened} = ask();
		expect(happened).toEqual(['raw', backgroundQuery]);
		query.take('11;rgb:1e1e/1e1e/2e2e');
		query.take('?62;4c');
		await query.answered;
		await query.settle();
		expect(known).toEqual([[0x1e, 0x1e, 0x2e]]);
		expect(happened).toHaveLength(2);
	});

	it('is not waited for for ever, and an answer that comes late counts as well', async () => {
		const {query, known} = ask();
		const beganAtMs = performance.now();
		await query.answered;
		expect(performance.now() - beganAtMs).toBeLessThan(1_000);
		expect(known).toEqual([]);
		query.take('11;rgb:ffff/ffff/ffff');
		expect(known).toEqual([[255, 255, 255]]);
	});

	it('is not asked where the background makes no difference', () => {
		for (const [env, depth] of [
			[{NO_COLOR: '1'}, 24],
			[{TERM: 'dumb'}, 24],
			[{}, 4],
			[{}, 1],
		] as const) {
			const {query, happened} = ask(env, depth);
			expect(query).toBeUndefined();
			expect(happened).toEqual([]);
		}
	});

	it('tells whoever begins to listen when it is answered already', () => {
		const {query} = ask();
		query.take('11;rgb:ffff/ffff/ffff');
		const heard: Rgb[] = [];
		query.listen(rgb => heard.push(rgb));
		expect(heard).toEqual([[255, 255, 255]]);
	});

	it('that another answer is given to says nothing', async () => {
		const {query, known} = ask();
		query.take('<64;10;5M');
		query.take('?62;4c');
		await query.answered;
		expect(known).toEqual([]);
	});
});
