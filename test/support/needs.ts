/** Programs of the machine that some tests need, such as `nc`. */
import {accessSync, constants} from 'node:fs';
import path from 'node:path';

/** What of a test's context is needed here: vitest's own `skip`, which ends the test and shows the note. */
export type Skippable = {readonly skip: (note: string) => never};

/** Whether a program of this name is in the PATH. */
export function needs(program: string): boolean {
	return findProgram(program) !== undefined;
}

/** The file of a program in the PATH, or of a path as it is given; undefined where there is none. */
export function findProgram(program: string): string | undefined {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	const files = path.isAbsolute(program) ? [program] : folders.map(folder => path.join(folder, program));
	return files.find(isExecutable);
}

/**
 * Skips the test, visibly, where the program is not installed: `({skip}) => {requireProgram('nc', {skip}); …}`.
 * Under BCHAIN_REQUIRE_PROGRAMS=1, as in continuous integration, the test fails instead.
 */
export function requireProgram(program: string, {skip}: Skippable): void {
	if (needs(program)) return;
	if (process.env.BCHAIN_REQUIRE_PROGRAMS === '1')
		throw new Error(`${program} is not installed, and must be`);
	skip(`${program} is not installed`);
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
