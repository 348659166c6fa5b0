/** A disk that is soon full: a file system in memory, for tests that run where they may mount one. */
import {spawnSync} from 'node:child_process';
import {makeFolder} from './child-env.ts';
import type {Skippable} from './needs.ts';

export type SmallDisk = {
	readonly folder: string;
	readonly [Symbol.dispose]: () => void;
};

/**
 * Mounts a disk of so many bytes. Skips the test, visibly, where that is not allowed; under
 * BCHAIN_REQUIRE_PROGRAMS=1 the superuser's test fails instead.
 */
export function mountSmallDisk(bytes: number, {skip}: Skippable): SmallDisk {
	const folder = makeFolder('disk');
	const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'tmpfs', folder]);
	if (mount.status !== 0) {
		const note = `no disk can be mounted here: ${mount.stderr ?? mount.error}`;
		if (process.env.BCHAIN_REQUIRE_PROGRAMS === '1' && process.getuid?.() === 0) throw new Error(note);
		skip(note);
	}
	return {
		folder,
		[Symbol.dispose]: () => {
			const unmount = spawnSync('umount', ['-l', folder]);
			if (unmount.status !== 0) throw new Error(`${folder} is still mounted: ${unmount.stderr}`);
		},
	};
}
