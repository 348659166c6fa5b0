/** Documents that are made from the code, and whether those on disk are still what the code would make. */
import type {Problem} from './source.ts';

/** A document of the checkout; `generate` returns the whole file. */
export type GeneratedDoc = {readonly path: string; readonly generate: () => string | Promise<string>};

/** The documents that differ from what `read` finds, which returns undefined where there is no such file. */
export async function checkGenerated(
	docs: readonly GeneratedDoc[],
	read: (path: string) => string | undefined,
): Promise<readonly Problem[]> {
	const problems: Problem[] = [];
	for (const {path, generate} of docs) {
		const line = findDifference((await generate()).split('\n'), read(path)?.split('\n'));
		if (line) problems.push({path, line, message: 'is stale, it is made from the code: run "npm run docs"'});
	}
	return problems;
}

/** The first line that differs, counted from 1; 0 where there is none. */
function findDifference(expected: readonly string[], actual: readonly string[] | undefined): number {
	if (!actual) return 1;
	const length = Math.max(expected.length, actual.length);
	for (let index = 0; index < length; index++) if (expected[index] !== actual[index]) return index + 1;
	return 0;
}
