import {describe, expect, it} from 'vitest';
import {type MouseReport, readMouse} from '../../../src/client/keys/mouse.ts';

describe('a report of the mouse', () => {
	it.each<[string, MouseReport]>([
		['<64;10;5M', {kind: 'wheel', by: -1, x: 9, y: 4}],
		['<65;1;1M', {kind: 'wheel', by: 1, x: 0, y: 0}],
		['<0;200;50M', {kind: 'press', x: 199, y: 49}],
		['<16;3;4M', {kind: 'press', x: 2, y: 3}],
		['<68;3;4M', {kind: 'wheel', by: -1, x: 2, y: 3}],
		['<0;3;4m', {kind: 'other'}],
		['<2;3;4M', {kind: 'other'}],
		['<66;3;4M', {kind: 'other'}],
	])('%s', (text, report) => {
		expect(readMouse(text)).toEqual(report);
	});

	it.each(['', '<0;3M', '0;3;4M', '<0;3;4', '<0;3;4A', '<0;123456;4M', '?62;4c'])('%j is none', text => {
		expect(readMouse(text)).toBeNull();
	});
});
