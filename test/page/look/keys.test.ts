import {describe, expect, test} from 'vitest';
import {type KeyPlace, keyCommands, resolveKey} from '../../../src/page/look/keys.ts';

const page: KeyPlace = {dialog: false, typing: false, pressing: false, characters: true};

function resolve(key: string, place: Partial<KeyPlace> = {}, held: {ctrlKey?: boolean} = {}): unknown {
	return resolveKey({key, ctrlKey: false, metaKey: false, altKey: false, ...held}, {...page, ...place});
}

describe('a key', () => {
	test('does one thing, and each is in the help', () => {
		const keys = keyCommands.flatMap(command => command.keys as readonly string[]);
		expect(new Set(keys).size).toBe(keys.length);
		for (const {name, keys: own} of keyCommands) expect(own.map(key => resolve(key))).toContain(name);
	});

	test('that is a digit goes to the box', () => {
		expect([resolve('7'), resolve('7', {dialog: true}), resolve('7', {typing: true})]).toEqual([
			'digit',
			null,
			null,
		]);
	});

	test('is left to a box that takes text, but Escape', () => {
		expect(['g', 'Home', 'ArrowUp', 'Enter', '?'].map(key => resolve(key, {typing: true}))).toEqual(
			Array(5).fill(null),
		);
		expect([resolve('Escape', {typing: true}), resolve('Escape', {typing: true, dialog: true})]).toEqual([
			'close',
			null,
		]);
	});

	test('in a dialog only goes to the neighbours; up and down scroll', () => {
		expect(
			['ArrowLeft', 'ArrowRight', 'ArrowUp', 'p', 'Escape'].map(key => resolve(key, {dialog: true})),
		).toEqual(['older', 'newer', null, null, null]);
	});

	test('Enter presses what has the focus', () => {
		expect([resolve('Enter'), resolve('Enter', {pressing: true})]).toEqual(['detail', null]);
	});

	test('with Ctrl is the browser\u2019s, and single characters can be turned off', () => {
		expect(resolve('p', {}, {ctrlKey: true})).toBeNull();
		expect(['p', '7', 'Home'].map(key => resolve(key, {characters: false}))).toEqual([null, null, 'first']);
	});
});
