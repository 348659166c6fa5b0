import {expect, test} from 'vitest';
import {toAscii} from '../../../src/client/screen/ascii.ts';

test('A hash that goes on does not look like the end of a sentence in ASCII', () => {
	expect(toAscii('28def754c7e2…')).toBe('28def754c7e2~');
	expect(toAscii('… 72 waiting')).toBe('. 72 waiting');
	expect(toAscii('Connecting to lab-hub:9000 …')).toBe('Connecting to lab-hub:9000 .');
});
