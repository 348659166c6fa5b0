import {expect, it} from 'vitest';
import {describeSystemReason} from '../../src/core/system-reason.ts';

it('says in words what the system says, as far as there are any', () => {
	expect(['ENOENT', 'EROFS', 'EACCES', 'ENOSPC', 'ENOTDIR', 'EXDEV'].map(describeSystemReason)).toEqual([
		'there is no such file or folder',
		'the disk is read-only',
		'this user may not do that',
		'the disk is full',
		'a part of its path is no folder',
		'the system says EXDEV',
	]);
});
