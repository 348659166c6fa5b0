/** Vitest's global setup: one folder for everything that the tests write, removed when all of them are done. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** Makes the folder, where child-env.ts finds it, and gives what takes it away again. */
export default function setup(): () => void {
	const folder = mkdtempSync(path.join(tmpdir(), 'bchain-test-'));
	process.env.BCHAIN_TEST_FOLDER = folder;
	return () => rmSync(folder, {recursive: true, force: true});
}
