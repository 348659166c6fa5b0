import {expect, it} from 'vitest';
import {isForNow} from '../../src/relay/refusal.ts';

const id = 'reading-0000000001';

it.each([
	['Not added: the disk is full.', true],
	['Not added: the hub at a:9000 refused it: the disk is full.', true],
	['Not added: 10000 readings wait for the hub at a:9000 already.', true],
	['Not added: this hub passes nothing on to a:9000: its ledger is b, and was c.', true],
	[`Not added: the id ${id} has been used for BPM 72 in block 1.`, false],
	[`Not added: the hub at a:9000 refused it: the id ${id} has been used for BPM 72 in block 1.`, false],
	[
		`Not added: the hub at a:9000 refused it: the hub at b:9000 refused it: the id ${id} has been used.`,
		false,
	],
	[
		'Not added: the hub at a:9000 refused it: -5 is out of range: a BPM is a whole number from 1 to 999.',
		false,
	],
	['1200 is out of range: a BPM is a whole number from 1 to 999.', false],
	['"abc" is not a whole number.', false],
])('%j is for the moment: %s', (reason, expected) => {
	expect(isForNow(reason)).toBe(expected);
});
