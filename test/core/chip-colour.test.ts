import {expect, test} from 'vitest';
import {chipColour} from '../../src/core/chip-colour.ts';
import {black, leastContrast, type Rgb, white} from '../../src/core/contrast.ts';

test('A chip can be seen on black and on white, whatever the hash', () => {
	for (let at = 0; at < 4_096; at++) {
		const colour = chipColour(((at * 4_093) & 0xffffff).toString(16).padStart(6, '0'));
		expect(leastContrast(colour, [black, white])).toBeGreaterThan(2.9);
	}
});

test('The same hash has the same colour, and its neighbours in the chain another', () => {
	expect(chipColour('8cab155aa034')).toEqual(chipColour('8cab15'));
	const colours = new Set(['5296be', '8cab15', '39b997', '021767'].map(hash => String(chipColour(hash))));
	expect(colours.size).toBe(4);
});

test('Two hashes with the same hue differ in how light or how strong they are, as a rule', () => {
	const far = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
	for (const hue of ['0000', '2aaa', '5555', '8000', 'd555', 'e000']) {
		const same = Array.from({length: 6}, (_, at) => chipColour(`${hue}0${at}`));
		for (const [at, a] of same.entries())
			for (const b of same.slice(at + 1)) expect(far(a, b)).toBeGreaterThan(18);
	}
});
