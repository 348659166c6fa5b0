import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {copiedText, copyFromBlock, findMultiplexer, osc52} from '../../src/client/clipboard.ts';
import {formatBlock} from '../../src/core/block.ts';
import {shellLine} from '../../src/core/shell-line.ts';
import {factsOfLong, longChain, tutorialFacts} from './support/details.ts';

const facts = factsOfLong(1_284);

describe('a text for the clipboard', () => {
	test('is one sequence of OSC 52', () => {
		expect(osc52('hash')).toEqual({ok: true, sequence: '\x1b]52;c;aGFzaA==\x07'});
		expect(osc52('é')).toEqual({ok: true, sequence: '\x1b]52;c;w6k=\x07'});
	});

	test('is there twice in tmux, bare and wrapped: its options decide which of the two is handed on', () => {
		expect(osc52('hash', 'tmux')).toEqual({
			ok: true,
			sequence: '\x1b]52;c;aGFzaA==\x07\x1bPtmux;\x1b\x1b]52;c;aGFzaA==\x07\x1b\\',
		});
	});

	test('is wrapped for screen, in pieces of at most 768 bytes', () => {
		expect(osc52('hash', 'screen')).toEqual({ok: true, sequence: '\x1bP\x1b]52;c;aGFzaA==\x07\x1b\\'});
		const long = osc52('x'.repeat(3_000), 'screen');
		const pieces = (long.ok ? long.sequence : '').split(/(?<=\x1b\\)/);
		expect(pieces.map(piece => piece.length)).toEqual([768, 768, 768, 768, 768, 192]);
		const inner = pieces.map(piece => piece.slice(2, -2)).join('');
		expect(osc52('x'.repeat(3_000))).toEqual({ok: true, sequence: inner});
	});

	test('is refused where it is longer than terminals take, not cut', () => {
		expect(osc52('x'.repeat(74_994))).toMatchObject({ok: true});
		expect(osc52('x'.repeat(74_995))).toEqual({
			ok: false,
			reason: 'Not sent: 74,995 bytes are more than terminals take at once.',
		});
	});

	test('comes back as it was, and nothing in it ends the sequence', () => {
		fc.assert(
			fc.property(fc.string({unit: 'grapheme'}), text => {
				const sent = osc52(text);
				const body = /^\x1b\]52;c;([A-Za-z0-9+/=]*)\x07$/.exec(sent.ok ? sent.sequence : '')![1]!;
				expect(Buffer.from(body, 'base64').toString()).toBe(text);
			}),
		);
	});
});

test('The environment tells of tmux and screen', () => {
	expect(findMultiplexer({TERM: 'xterm-256color'})).toBe('none');
	expect(findMultiplexer({TMUX: '/tmp/tmux-0/default,1,0', TERM: 'screen-256color'})).toBe('tmux');
	expect(findMultiplexer({STY: '1234.pts-0.host', TERM: 'screen'})).toBe('screen');
});

describe('what is copied of a block', () => {
	test('is its hash, its canonical JSON, or a line for a shell', () => {
		expect(copiedText('hash', facts)).toBe(longChain[1_284]!.hash);
		expect(copiedText('block', facts)).toBe(formatBlock(longChain[1_284]!));
		expect(copiedText('proof', facts)).toBe(shellLine(1_284, facts.explanation));
	});

	test('is no hash where there is none', () => {
		expect(copiedText('hash', tutorialFacts(2, 0))).toBeNull();
		expect(copyFromBlock('hash', tutorialFacts(2, 0), 'none')).toEqual({
			ok: false,
			message: 'Not sent: block 0 has no Hash.',
			short: 'it has no Hash',
		});
	});

	test('was sent to the terminal, which is all that is known', () => {
		expect(copyFromBlock('hash', facts, 'none')).toEqual({
			ok: true,
			sequence: `\x1b]52;c;${Buffer.from(longChain[1_284]!.hash).toString('base64')}\x07`,
			message: 'The Hash of block 1,284 was sent to the terminal.',
			short: [
				'Hash of block 1,284 sent to the terminal',
				'Hash of block 1,284 sent to the terminal',
				'Hash sent to the terminal',
			],
		});
		expect(copyFromBlock('block', facts, 'tmux').message).toBe(
			'JSON of block 1,284 was sent to the terminal through tmux, which hands it on where set-clipboard is on.',
		);
		expect(copyFromBlock('proof', facts, 'screen').message).toBe(
			'A shell line that proves block 1,284 was sent to the terminal through screen.',
		);
	});
});
