import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ChainColumns} from '../../../src/client/chain-columns.ts';
import {isSameBlock, mergePins, type Pin, pinBlock, pinBlocks} from '../../../src/client/memory/pin.ts';
import {formatPin, parsePin} from '../../../src/client/memory/pin-format.ts';
import {makeChain, readVectorChain, startMs} from '../../support/chains.ts';
import {makePin, makePinned} from '../support/pins.ts';

const chain = makeChain(Array.from({length: 40}, (_, index) => 60 + index));

function hold(firstIndex = 0): ChainColumns {
	const columns = new ChainColumns(firstIndex);
	for (const block of chain.slice(firstIndex)) columns.append(block);
	return columns;
}

describe('what is pinned of a chain', () => {
	it('is the blocks of its locator, from the tip to the genesis block', () => {
		const blocks = pinBlocks(hold(), []);
		expect(blocks.map(({index}) => index)).toEqual([
			40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 29, 25, 17, 1, 0,
		]);
		expect(blocks[0]).toEqual({index: 40, hash: chain[40]!.hash, bpm: '99', time: chain[40]!.timestamp});
	});

	it('keeps what is older than the part of the chain that is held', () => {
		const older = [makePinned(35), makePinned(20), makePinned(0)];
		const blocks = pinBlocks(hold(33), older);
		expect(blocks.map(({index}) => index)).toEqual([40, 39, 38, 37, 36, 35, 34, 33, 20, 0]);
		expect(blocks.slice(-2)).toEqual([makePinned(20), makePinned(0)]);
	});

	it('tells blocks apart by every field', () => {
		const block = pinBlock(chain[3]!);
		expect(isSameBlock(block, {...block})).toBe(true);
		for (const change of [{index: 4}, {hash: chain[4]!.hash}, {bpm: '1'}, {time: ''}]) {
			expect(isSameBlock(block, {...block, ...change})).toBe(false);
		}
	});
});

describe('of two pins', () => {
	const later = {verifiedAtMs: startMs + 1};
	const other = {ledger: 'ledger-two', durable: true, reorgLimit: 0};

	it.each([
		['the longer chain of one ledger wins', makePin(9), makePin(7, later), 9],
		['the longer chain of one ledger wins, whoever has it', makePin(7), makePin(9, later), 9],
		['a chain wins over none', makePin(9), makePin(0, {blocks: []}), 9],
		['another ledger that was verified later wins', makePin(9), makePin(7, {...later, promises: other}), 7],
		[
			'another ledger that was verified earlier does not',
			makePin(9, later),
			makePin(7, {promises: other}),
			9,
		],
		['a past that a person accepted wins', makePin(9), makePin(7, {accepted: 1}), 7],
		['a past that a person accepted stays', makePin(7, {accepted: 1}), makePin(9, later), 7],
		['live mode is never forgotten', makePin(7), makePin(9, {...later, promises: null}), 7],
		[
			'without promises the newest word counts',
			makePin(9, {promises: null}),
			makePin(7, {...later, promises: null}),
			7,
		],
	] as const)('%s', (_, kept, mine, height) => {
		expect(mergePins(kept, mine).blocks[0]!.index).toBe(height);
	});

	it('at the same height the lower hash wins, as between chains', () => {
		const [low, high] = [makePin(9, {}, 'a'), makePin(9, {}, 'b')];
		expect(mergePins(low, high).blocks).toEqual(low.blocks);
		expect(mergePins(high, low).blocks).toEqual(low.blocks);
	});

	it('of one ledger the stricter promises stay, and the later time', () => {
		const loose = {ledger: 'ledger-one', durable: false, reorgLimit: 5};
		const merged = mergePins(makePin(9), makePin(7, {...later, promises: loose}));
		expect(merged.promises).toEqual({ledger: 'ledger-one', durable: true, reorgLimit: 0});
		expect(merged.verifiedAtMs).toBe(startMs + 1);
	});
});

describe('the file of a pin', () => {
	const address = 'lab-hub:9000';
	const pin: Pin = {...makePin(40), blocks: pinBlocks(hold(), [])};

	it('holds everything that is pinned', () => {
		expect(parsePin(address, formatPin(address, pin))).toEqual(pin);
	});

	it('holds blocks of the tutorial, whatever they are made of', () => {
		const columns = new ChainColumns();
		for (const block of readVectorChain('tutorial-proof-of-work.chain.json')) columns.append(block);
		const tutorial: Pin = {...pin, promises: null, genesis: '', blocks: pinBlocks(columns, [])};
		expect(parsePin(address, formatPin(address, tutorial))).toEqual(tutorial);
		const blocks = [
			pinBlock({
				index: 0,
				timestamp: '\ud800"\\\n'.repeat(60),
				bpm: -(2n ** 63n),
				hash: 'é'.repeat(200),
				prevHash: '',
			}),
		];
		expect(parsePin(address, formatPin(address, {...tutorial, blocks}))).toEqual({...tutorial, blocks});
	});

	it('of another address, another version or another program is none', () => {
		const text = formatPin(address, pin);
		expect(parsePin('lab-hub:9001', text)).toBeNull();
		for (const [from, to] of [
			['"version":1', '"version":2'],
			['"accepted":0', '"accepted":-1'],
			['"durable":true', '"durable":1'],
			['"reorgLimit":0', '"reorgLimit":0.5'],
			['"ledger":"ledger-one"', '"ledger":"\u001b[31m"'],
			['"verified":"2026', '"verified":"x2026'],
			['[39,', '[40,'],
			['[39,', '[-1,'],
			['"98"', '98'],
			['"98"', '"9e9"'],
			['"genesis":"', '"genesis":1,"x":"'],
			[chain[1]!.hash, 'a'.repeat(97)],
		] as const) {
			expect(text).toContain(from);
			expect(parsePin(address, text.replace(from, to)), to).toBeNull();
		}
		for (const wrong of ['', 'null', '[]', '{}', '7', '{"version":1}', text.slice(0, -3)]) {
			expect(parsePin(address, wrong)).toBeNull();
		}
	});

	it('never throws, and never becomes a pin, when a byte of its structure is another', () => {
		const text = formatPin(address, makePin(3));
		fc.assert(
			fc.property(
				fc.nat(text.length - 1),
				fc.constantFrom('', '"', '{', '}', '[', ']', ',', '\u0000'),
				(at, byte) => {
					const parsed = parsePin(address, text.slice(0, at) + byte + text.slice(at + 1));
					expect(parsed === null || parsed.blocks.length <= 2).toBe(true);
				},
			),
		);
	});
});
