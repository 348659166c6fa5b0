import xterm from '@xterm/headless';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import {lowerRows, upperRows} from '../../../src/client/screen/screen-rows.ts';
import {tameText} from '../../../src/client/screen/tame-text.ts';
import {textWidth} from '../../../src/client/screen/text-width.ts';
import {createTheme, type Row} from '../../../src/client/screen/theme.ts';
import {printable} from '../../../src/core/printable.ts';
import {readVectorChain} from '../../support/chains.ts';
import {liveState, makeColumns, readingEvent, stateAfter} from '../support/screen.ts';

/** Text that breaks columns wherever it is taken as it is. */
const nasty = [
	'漢字テスト',
	'e\u0301e\u0301',
	'a\u0300\u0301\u0302\u0303\u0304',
	'\u0301',
	'👩‍👩‍👧‍👦',
	'🇩🇪🇫🇷',
	'❤️',
	'1️⃣',
	'👍🏽',
	'한\u1112\u1161\u11ab',
	'नमस्ते',
	'שלום',
	'مرحبا',
	'ﷺ',
	'\u{1f9ff}\u{e0067}',
	'x\ufe0f',
	'ⓐ①Ａ',
];

describe('text from outside', () => {
	it('takes the cells that were counted for it', () => {
		for (const text of nasty) expect(textWidth(tameText(text)), text).toBe(textWidth(text));
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), text => {
				const shown = printable(text);
				expect(textWidth(tameText(shown))).toBe(textWidth(shown));
			}),
		);
	});

	it('keeps what every terminal shows alike', () => {
		for (const text of ['lab-hub:9000', 'Müller', 'été', '漢字テスト', '한국어', 'Ωмега', '✓ 72 → ▸']) {
			expect(tameText(text)).toBe(text);
		}
		expect(tameText('Mu\u0308ller')).toBe('Müller');
	});

	it('loses what they do not', () => {
		expect(tameText('🇩🇪')).toBe('??');
		expect(tameText('👩‍👩‍👧‍👦')).toBe('??');
		expect(tameText('x\u0302\u0303y')).toBe('?y');
		expect(tameText('\u0301')).toBe('');
		expect(tameText('שלום')).toBe('????');
	});
});

/** In which column of a real terminal each row ends. */
async function endsOf(rows: readonly Row[], width: number): Promise<readonly number[]> {
	const emulator = new xterm.Terminal({cols: width + 20, rows: rows.length + 1, allowProposedApi: true});
	const theme = createTheme(24, true);
	const text = rows.map(row => `${theme.paint(row, width)}|\r\n`).join('');
	await new Promise<void>(resolve => emulator.write(text, resolve));
	return rows.map((_, at) => {
		const line = emulator.buffer.active.getLine(at)!;
		for (let column = 0; column < emulator.cols; column++) {
			if (line.getCell(column)?.getChars() === '|' && column >= width - 1) return column;
		}
		return -1;
	});
}

describe('the screen', () => {
	it('keeps its columns whatever stands in the fields of a tutorial block, in a message and in a name', async () => {
		const [genesis] = readVectorChain('tutorial-part1.chain.json');
		for (const text of nasty) {
			const blocks = new ChainColumns();
			blocks.append({...genesis!, timestamp: text});
			blocks.append({...genesis!, index: 1, timestamp: `2026 ${text}`, hash: text, prevHash: genesis!.hash});
			blocks.append({...genesis!, index: 2, timestamp: text.repeat(9), hash: `${text}ab`, prevHash: text});
			for (const [columns, rows] of [
				[40, 10],
				[80, 24],
				[120, 36],
			] as const) {
				const state = stateAfter(
					{...liveState(columns, rows, blocks), address: `${text}:9000`},
					{kind: 'notice', tone: 'warn', text: `The hub says ${text}.`},
					readingEvent(72, 'refused', {reason: text}),
				);
				const drawn = [...upperRows(state, blocks), ...lowerRows(state)];
				expect(new Set(await endsOf(drawn, columns)), `${text} at ${columns}x${rows}`).toEqual(
					new Set([columns]),
				);
			}
		}
	});

	it('is as wide without anything of that', async () => {
		const blocks = makeColumns(20);
		const state = liveState(80, 24, blocks);
		expect(new Set(await endsOf(upperRows(state, blocks), 80))).toEqual(new Set([80]));
	});
});
