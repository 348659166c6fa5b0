import {expect, test} from 'vitest';
import {resolveKey} from '../../../src/client/keys/resolve-key.ts';
import {liveState, makeColumns, stateAfter} from '../support/screen.ts';

test('Where the terminal is too small to show anything, keys only leave', () => {
	const tiny = liveState(30, 8, makeColumns(20));
	const typing = stateAfter(tiny, {kind: 'typed', text: '72'});
	for (const state of [tiny, typing]) {
		for (const key of ['enter', '7', 'm', '/', 'delete', 's', 'escape'])
			expect(resolveKey(key, state).kind, key).toBe('unknown');
		expect(resolveKey('q', state)).toMatchObject({kind: 'command', command: {name: 'quit'}});
		expect(resolveKey('ctrl+c', state)).toMatchObject({kind: 'command', command: {name: 'leaveNow'}});
	}
	expect(stateAfter(tiny, {kind: 'pasted', text: '72', cut: false}).box.text).toBe('');
});
