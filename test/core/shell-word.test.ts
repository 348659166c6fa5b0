import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {shellWord} from '../../src/core/shell-word.ts';

it.each([
	['/home/ann/.bchain', '/home/ann/.bchain'],
	['[::1]:9000', "'[::1]:9000'"],
	['/home/ann/my heart', "'/home/ann/my heart'"],
	["/it's/$HOME", String.raw`'/it'\''s/$HOME'`],
	['/höhe', "'/höhe'"],
	['', "''"],
	["/a\n\u001b[2J'\\ö", String.raw`$'/a\012\033[2J\047\134\303\266'`],
])('%j is %s, and a shell reads it back', (text, word) => {
	expect(shellWord(text)).toBe(word);
	const {stdout} = spawnSync('bash', ['-c', `printf %s ${word}`], {encoding: 'utf8'});
	expect(stdout).toBe(text);
});
