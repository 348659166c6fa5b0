import {expect, test} from 'vitest';
import {createSeeker} from '../../src/client/seeker.ts';
import {createStore} from '../../src/client/state/store.ts';
import {liveState, makeColumns} from './support/screen.ts';

test('A mark that is set or taken away is said', () => {
	const blocks = makeColumns(250);
	const store = createStore(liveState(40, 10, blocks));
	const seeker = createSeeker(store, () => blocks);
	try {
		seeker.mark(250);
		expect(store.state.remark).toEqual({
			tone: 'muted',
			text: "Block 250 is marked: ' comes back to it.",
			short: ['block 250 marked'],
		});
		expect([...store.state.finding.marks.keys()]).toEqual([250]);
		seeker.mark(250);
		expect(store.state.remark?.short).toEqual(['block 250 unmarked']);
		expect(store.state.finding.marks.size).toBe(0);
	} finally {
		seeker.close();
		store.close();
	}
});
