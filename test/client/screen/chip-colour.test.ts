import {expect, test} from 'vitest';
import {chipColour, luminance} from '../../../src/client/screen/chip-colour.ts';

test('A chip can be seen on black and on white, whatever the hash', () => {
	for (let at = 0; at < 4_096; at++) {
		const light = luminance(chipColour(((at * 4_093) & 0xffffff).toString(16).padStart(6, '0')));
		expect((light + 0.05) / 0.05).toBeGreaterThan(2.9);
		expect(1.05 / (light + 0.05)).toBeGreaterThan(2.2);
	}
});

test('The same hash has the same colour, and its neighbours in the chain another', () => {
	expect(chipColour('8cab155aa034')).toEqual(chipColour('8cab15'));
	const colours = new Set(['5296be', '8cab15', '39b997', '021767'].map(hash => String(chipColour(hash))));
	expect(colours.size).toBe(4);
});

test('Black and white are as light as they should be', () => {
	expect(luminance([0, 0, 0])).toBe(0);
	expect(luminance([255, 255, 255])).toBeCloseTo(1, 5);
});
