import {lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {BchainError} from '../core/errors.ts';
import {describeSystemReason} from '../core/system-reason.ts';

const prefix = 'bchain-lab-';
/** Says which process a folder belongs to. */
const ownerFile = 'owner.json';

/** Who made a folder: a process of a machine. */
interface Owner {
	readonly pid: number;
	readonly host: string;
}

/**
 * Makes a private folder for the hubs of a lab among the temporary files, after those are removed that a lab of this
 * user left behind when it was killed. Throws FILE_UNAVAILABLE where there can be none.
 */
export function makeLabFolder(parent = tmpdir()): string {
	try {
		sweep(parent);
		const folder = mkdtempSync(join(parent, prefix));
		const owner: Owner = {pid: process.pid, host: hostname()};
		writeFileSync(join(folder, ownerFile), JSON.stringify(owner), {mode: 0o600});
		return folder;
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		const reason = code === undefined ? message : describeSystemReason(code);
		const sentence = `The lab needs a temporary folder in ${parent}: ${reason}.`;
		throw new BchainError('FILE_UNAVAILABLE', sentence, {folder: parent, reason}, error);
	}
}

/** Removes a folder and all that is in it; one that is in use on Windows for a moment is tried again. */
export function removeLabFolder(folder: string): void {
	rmSync(folder, {recursive: true, force: true, maxRetries: 5, retryDelay: 50});
}

/** Others may write into the parent, too: what is not a folder of this user stays. */
function sweep(parent: string): void {
	for (const name of readdirSync(parent)) {
		if (!name.startsWith(prefix)) continue;
		const folder = join(parent, name);
		try {
			const stats = lstatSync(folder);
			const isOwn = stats.isDirectory() && (process.getuid === undefined || stats.uid === process.getuid());
			if (isOwn && isLeft(folder)) removeLabFolder(folder);
		} catch {
			// Somebody else removes it at this moment, or it is not ours to remove.
		}
	}
}

/** Whether its process is gone for certain: of those of another machine or container nobody here can say. */
function isLeft(folder: string): boolean {
	const {pid, host} = JSON.parse(readFileSync(join(folder, ownerFile), 'utf8')) as Partial<Owner>;
	if (host !== hostname() || !Number.isSafeInteger(pid) || pid! <= 0) return false;
	try {
		process.kill(pid!, 0);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ESRCH';
	}
}
