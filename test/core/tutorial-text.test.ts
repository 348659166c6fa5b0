import {Buffer} from 'node:buffer';
import {expect, it} from 'vitest';
import {parseTutorialBlock} from '../../src/core/block.ts';
import {formatAnyBlock} from '../../src/core/tutorial-text.ts';

const genesis =
	'{"Index":0,"Timestamp":"2026-11-20 04:25:50.716487119 +0000 UTC m=+0.000251168","BPM":0,"Hash":"","PrevHash":""}';
const work =
	'{"Index":1,"Timestamp":"now","BPM":-9223372036854775808,"Hash":"0a","PrevHash":"","Difficulty":1,"Nonce":"f"}';

it.each([genesis, work])('writes a block of the tutorial as it was read: %s', text => {
	expect(formatAnyBlock(parseTutorialBlock(text)!)).toBe(text);
});

it('says the same in ASCII, with no brace and no line end inside', () => {
	const block = {index: 1, timestamp: 'é}{\n"\\🫀\u007f', bpm: 1n, hash: '}', prevHash: ''};
	const text = formatAnyBlock(block);

	expect(Buffer.from(text, 'latin1').toString('utf8')).toBe(text);
	expect(text.slice(1, -1)).not.toMatch(/[{}\n\u007f-\uffff]/);
	expect(parseTutorialBlock(text)).toEqual(block);
});
