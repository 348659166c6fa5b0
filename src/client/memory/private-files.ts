import {randomBytes} from 'node:crypto';
import {mkdir, open, readdir, rename, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {printable} from '../../core/printable.ts';
import {describeSystemReason} from '../../core/system-reason.ts';

/** Files that only their owner may read, in folders that only their owner may enter. */

const folderMode = 0o700;
const fileMode = 0o600;
const temporary = /^\..*\.tmp$/;
/** What a crash left behind is removed when it is this old. */
const leftoverMs = 3_600_000;

/** The names in a folder; none where there is no such folder. */
export async function listFolder(folder: string): Promise<readonly string[]> {
	return (await absent(readdir(folder))) ?? [];
}

/** The text of a file, or null where there is none. Throws for a file of more than `bytesMax` bytes. */
export async function readBounded(file: string, bytesMax: number): Promise<string | null> {
	const handle = await absent(open(file, 'r'));
	if (!handle) return null;
	try {
		const buffer = Buffer.alloc(bytesMax + 1);
		let length = 0;
		for (let read = -1; read !== 0 && length < buffer.length; length += read) {
			({bytesRead: read} = await handle.read(buffer, length, buffer.length - length));
		}
		if (length > bytesMax) throw new Error(`it is longer than ${bytesMax} bytes`);
		return buffer.toString('utf8', 0, length);
	} finally {
		await handle.close();
	}
}

/** Writes a new file beside those of `folder`, which is made where it is missing, and returns its path. */
export async function writeTemporary(folder: string, text: string): Promise<string> {
	await mkdir(folder, {recursive: true, mode: folderMode});
	const file = path.join(folder, `.${randomBytes(8).toString('hex')}.tmp`);
	const handle = await open(file, 'wx', fileMode);
	try {
		await handle.writeFile(text);
		// A name must never stand for a file whose text is not on the disk yet.
		await handle.sync();
	} catch (error) {
		// On a full disk every attempt would leave a name behind.
		await rm(file, {force: true}).catch(() => {});
		throw error;
	} finally {
		await handle.close();
	}
	return file;
}

/** Gives a damaged file a name under which nobody looks for it, and returns the new path. */
export async function setAside(file: string): Promise<string> {
	const aside = `${file}.damaged`;
	await absent(rename(file, aside));
	return aside;
}

/** Removes what was being written when a program ended, long ago. */
export async function removeLeftovers(folder: string): Promise<void> {
	for (const name of await listFolder(folder)) {
		if (!temporary.test(name)) continue;
		const file = path.join(folder, name);
		const found = await absent(stat(file));
		if (found && Date.now() - found.mtimeMs > leftoverMs) await rm(file, {force: true});
	}
}

/** What `work` resolves to, or undefined where the file that it is about does not exist. */
export async function absent<T>(work: Promise<T>): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
}

/** The system's name for what went wrong: `EACCES`; undefined where it was not the system. */
export function codeOf(error: unknown): string | undefined {
	return (error as NodeJS.ErrnoException).code;
}

/** What went wrong with a file, as a short phrase that is safe to show. */
export function describeFileError(error: unknown): string {
	const code = codeOf(error);
	if (code !== undefined) return describeSystemReason(code);
	return printable(error instanceof Error ? error.message : String(error));
}
