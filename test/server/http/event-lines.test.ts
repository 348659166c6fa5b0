import {expect, it} from 'vitest';
import {formatBlock} from '../../../src/core/block.ts';
import {limits} from '../../../src/core/limits.ts';
import {ChainReader} from '../../../src/server/chain-reader.ts';
import {ChainText} from '../../../src/server/chain-text.ts';
import {createEventLines, eventText, parseEventId} from '../../../src/server/http/event-lines.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {makeChain} from '../../support/chains.ts';

const blocks = makeChain(Array.from({length: 999}, (_, i) => i + 1));

function makeLines(count: number) {
	const chain = new ChainText();
	for (const block of blocks.slice(0, count)) chain.append(block);
	return createEventLines(new ChainReader(chain, createMemoryLedger()));
}

it('one block is an event with its id', () => {
	const [genesis, first] = blocks;
	const lines = makeLines(2);
	expect(String(lines.from(1)!.bytes)).toBe(
		`event: block\nid: 1-${first!.hash.slice(0, 16)}\ndata: ${formatBlock(first!)}\n\n`,
	);
	expect(String(lines.from(0)!.bytes)).toBe(
		`event: blocks\nid: 1-${first!.hash.slice(0, 16)}\ndata: [${formatBlock(genesis!)},${formatBlock(first!)}]\n\n`,
	);
});

it('many blocks are events of bounded size, each with the id of its last', () => {
	const lines = makeLines(1_000);
	const seen: number[] = [];
	for (let next = 0; next < 1_000; ) {
		const {bytes, to} = lines.from(next)!;
		expect(bytes.length).toBeLessThanOrEqual(limits.blocksLineBytesMax);
		const [, id, data] = /^event: blocks\nid: (\S+)\ndata: (.*)\n\n$/.exec(String(bytes))!;
		expect(id).toBe(`${to - 1}-${blocks[to - 1]!.hash.slice(0, 16)}`);
		seen.push(...(JSON.parse(data!) as readonly {readonly Index: number}[]).map(({Index}) => Index));
		next = to;
	}
	expect(seen).toEqual(blocks.map(({index}) => index));
});

it('an id is read as it was written, and nothing else is one', () => {
	expect(parseEventId('12-0123456789abcdef')).toEqual({index: 12, hashStart: '0123456789abcdef'});
	for (const text of [
		'',
		'12',
		'12-',
		'-0123456789abcdef',
		'12-0123456789ABCDEF',
		'12-0123456789abcdef0',
		'1e1-0123456789abcdef',
	])
		expect(parseEventId(text), text).toBeNull();
});

it('what is told from outside stays on its line', () => {
	expect(eventText.bye('a\n\nevent: block\r')).toBe(
		'event: bye\ndata: {"reason":"a\\n\\nevent: block\\r"}\n\n',
	);
});
