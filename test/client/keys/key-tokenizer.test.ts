import {describe, expect, test} from 'vitest';
import {type KeyToken, KeyTokenizer} from '../../../src/client/keys/key-tokenizer.ts';

/** The tokens as short text: keys in <>, pastes in [], reports in (). */
function describeTokens(tokens: readonly KeyToken[]): string {
	return tokens
		.map(token => {
			if (token.kind === 'key') return `<${token.key}>`;
			if (token.kind === 'paste') return `[${token.text}${token.cut ? '…' : ''}]`;
			return token.kind === 'report' ? `(${token.text})` : token.text;
		})
		.join('');
}

function tokenize(...pieces: readonly string[]): string {
	const tokenizer = new KeyTokenizer();
	return describeTokens([...pieces.flatMap(piece => tokenizer.push(piece)), ...tokenizer.flush()]);
}

const inputs: readonly (readonly [what: string, input: string, tokens: string])[] = [
	['three readings in one read', '72\r88\r99\r', '72<enter>88<enter>99<enter>'],
	['a command and a number in one read', 'q88', 'q88'],
	['arrows as CSI and as SS3', '\x1b[A\x1b[B\x1b[C\x1b[D\x1bOA\x1bOB', '<up><down><right><left><up><down>'],
	['pages', '\x1b[5~\x1b[6~', '<pageup><pagedown>'],
	[
		'Home and End of four kinds of terminal',
		'\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~\x1bOH\x1bOF',
		'<home><end><home><end><home><end><home><end>',
	],
	['modifiers', '\x1b[1;5A\x1b[1;2B\x1b[3;3~', '<ctrl+up><shift+down><alt+delete>'],
	[
		'control keys',
		'\x15\x17\x03\x0c\x7f\x08\t',
		'<ctrl+u><ctrl+w><ctrl+c><ctrl+l><backspace><backspace><tab>',
	],
	['Alt with a key', '\x1bx\x1b\x7f', '<alt+x><alt+backspace>'],
	['Ctrl+C in the same moment as Esc', '\x1b\x03q', '<ctrl+c>q'],
	['Esc before another key', '\x1b\x1b[A', '<escape><up>'],
	[
		'the reply to a question for the background colour',
		'\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\72',
		'(11;rgb:1e1e/1e1e/2e2e)72',
	],
	['the same reply ended by BEL', '\x1b]11;rgb:ffff/ffff/ffff\x0772', '(11;rgb:ffff/ffff/ffff)72'],
	['a device report', '\x1b[?62;4c\x1bP>|tmux 3.4\x1b\\5', '(?62;4c)(>|tmux 3.4)5'],
	['a mouse report', '\x1b[<64;10;5M7', '(<64;10;5M)7'],
	['a mouse report of a terminal that has no digits for it', '\x1b[M q17', '(M q1)7'],
	['F1 of three kinds of terminal', '\x1bOP\x1b[11~\x1b[[A7', '<f1><f1><f1>7'],
	['a function key of the Linux console', '\x1b[[B7', '([B)7'],
	['an unknown key', '\x1b[24~7', '(24~)7'],
	['a paste', '\x1b[200~72\n88\r\n\x1b[201~9', '[72\n88\r\n]9'],
	['a paste with escape sequences in it', '\x1b[200~7\x1b[31m2\x03\x1b[20\x1b[201~', '[7[31m2[20]'],
	['Ctrl+C within a reply that does not end', '\x1b]11;rgb\x03q', '(11;rgb)<ctrl+c>q'],
	['Ctrl+C within a sequence that does not end', '\x1b[12\x03', '(12)<ctrl+c>'],
	['a key after a reply that does not end', '\x1b]11;rgb\x1b[A', '(11;rgb)<up>'],
	['characters beyond ASCII', 'é💓', 'é💓'],
	['a control character that is no key', '\x1c\u0085', '(\x1c)(\u0085)'],
];

describe('one read', () => {
	for (const [what, input, tokens] of inputs) {
		test(`of ${what} gives its keys`, () => {
			expect(tokenize(input)).toBe(tokens);
		});
	}
});

describe('in any split', () => {
	for (const [what, input, tokens] of inputs) {
		test(`${what} gives the same keys`, () => {
			expect(tokenize(...input)).toBe(tokens);
			// The terminal's bytes are decoded before, so a character is never split.
			for (let first = 0; first <= input.length; first++) {
				if (/[\udc00-\udfff]/.test(input[first] ?? '')) continue;
				for (let second = first; second <= input.length; second++) {
					if (/[\udc00-\udfff]/.test(input[second] ?? '')) continue;
					expect(tokenize(input.slice(0, first), input.slice(first, second), input.slice(second))).toBe(
						tokens,
					);
				}
			}
		});
	}
});

describe('what is pending', () => {
	test('is nothing after whole keys', () => {
		const tokenizer = new KeyTokenizer();
		tokenizer.push('72\r\x1b[A');
		expect(tokenizer.patienceMs).toBe(0);
	});

	test('is the Esc key after a moment, and shorter than an unfinished sequence', () => {
		const tokenizer = new KeyTokenizer();
		expect(tokenizer.push('\x1b')).toEqual([]);
		expect(tokenizer.patienceMs).toBe(40);
		expect(describeTokens(tokenizer.flush())).toBe('<escape>');
		expect(tokenizer.patienceMs).toBe(0);
	});

	test('is no key where a sequence or a reply never ends', () => {
		for (const begin of ['\x1b[', '\x1b[1;', '\x1bO', '\x1b]', '\x1b]4;1;rgb:0000']) {
			const tokenizer = new KeyTokenizer();
			expect(tokenizer.push(begin)).toEqual([]);
			expect(tokenizer.patienceMs).toBe(250);
			expect(tokenizer.flush().map(({kind}) => kind)).toEqual(['report']);
			expect(describeTokens(tokenizer.push('72'))).toBe('72');
		}
	});

	test('is no typed text where the rest comes after all, with a silence at any place', () => {
		const sequences = [
			['\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\', '(11;rgb:1e1e/1e1e/2e2e)'],
			['\x1b]11;rgb:ffff/ffff/ffff\x07', '(11;rgb:ffff/ffff/ffff)'],
			['\x1b[<64;10;5M', '(<64;10;5M)'],
			['\x1b[1;5A', '<ctrl+up>'],
			['\x1b[A', '<up>'],
			['\x1b[5~', '<pageup>'],
			['\x1bOA', '<up>'],
			['\x1b[?62;4c', '(?62;4c)'],
		] as const;
		for (const [sequence, whole] of sequences) {
			for (let cut = 1; cut < sequence.length; cut++) {
				const tokenizer = new KeyTokenizer();
				const first = [...tokenizer.push(sequence.slice(0, cut)), ...tokenizer.flush()];
				const rest = [...tokenizer.push(sequence.slice(cut)), ...tokenizer.flush()];
				const tokens = [...first, ...rest, ...tokenizer.push('7')];
				expect(tokens.filter(({kind}) => kind === 'text')).toEqual([{kind: 'text', text: '7'}]);
				expect(describeTokens(rest)).toBe(whole);
			}
		}
	});

	test('is waited for longer where it is the answer to a question', () => {
		const tokenizer = new KeyTokenizer();
		tokenizer.push('\x1b]11;rgb:1e1e/');
		expect(tokenizer.patienceMs).toBe(2_000);
		tokenizer.push('1e1e/2e2e\x1b');
		expect(tokenizer.patienceMs).toBe(250);
		expect(describeTokens(tokenizer.push('\\7'))).toBe('(11;rgb:1e1e/1e1e/2e2e)7');
	});

	test('takes nothing from a person who goes on typing, a key a read', () => {
		for (const begin of ['\x1b', '\x1b[', '\x1bO', '\x1b]', '\x1b]11;rgb:1e', '\x1b[<6']) {
			for (const key of [...'0123456789abcdefqgnN?MY/>[]+-']) {
				const tokenizer = new KeyTokenizer();
				tokenizer.push(begin);
				tokenizer.flush();
				expect(describeTokens([...tokenizer.push(key), ...tokenizer.push('7')]), begin + key).toBe(`${key}7`);
			}
		}
	});

	test('is a paste without its end, after a longer silence', () => {
		const tokenizer = new KeyTokenizer();
		expect(tokenizer.push('\x1b[200~72\n8')).toEqual([]);
		expect(tokenizer.patienceMs).toBe(2_000);
		expect(describeTokens(tokenizer.flush())).toBe('[72\n8…]');
	});

	test('is no command where the rest of a paste comes after all, with a silence at any place', () => {
		const end = '72\n8 q\x1b[201~';
		for (let cut = 0; cut < '72\n8 q'.length - 1; cut++) {
			const tokenizer = new KeyTokenizer();
			const first = [...tokenizer.push(`\x1b[200~${end.slice(0, cut)}`), ...tokenizer.flush()];
			const rest = tokenizer.push(end.slice(cut));
			expect(describeTokens([...first, ...rest])).toBe(`[${end.slice(0, cut)}…][${end.slice(cut, 6)}…]`);
			expect(describeTokens(tokenizer.push('\x1b[200~7\x1b[201~q'))).toBe('[7]q');
		}
	});

	test('is nothing of a paste for a person who types, a key a read', () => {
		const tokenizer = new KeyTokenizer();
		tokenizer.push('\x1b[200~72');
		tokenizer.flush();
		expect(describeTokens([...tokenizer.push('q'), ...tokenizer.push('\x1b[A')])).toBe('q<up>');
	});
});

test('A paste of a million characters is kept up to 65536 and says that it was cut', () => {
	const tokenizer = new KeyTokenizer();
	const [paste] = tokenizer.push(`\x1b[200~${'7'.repeat(1_000_000)}\x1b[201~`);
	expect(paste).toMatchObject({kind: 'paste', cut: true});
	expect(paste?.kind === 'paste' && paste.text.length).toBe(65_536);
	expect(describeTokens(tokenizer.push('72'))).toBe('72');
});

test('A reply of a million characters is kept up to 4096', () => {
	const [reply] = new KeyTokenizer().push(`\x1b]52;c;${'A'.repeat(1_000_000)}\x07`);
	expect(reply?.kind === 'report' && reply.text.length).toBe(4_096);
});

test('A sequence of a million parameters is dropped as a whole', () => {
	expect(tokenize(`\x1b[${'1;'.repeat(500_000)}A7`).slice(-2)).toBe(')7');
});
