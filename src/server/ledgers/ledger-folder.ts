import {
	accessSync,
	chmodSync,
	closeSync,
	constants,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {BchainError} from '../../core/errors.ts';
import {printable} from '../../core/printable.ts';
import {shellWord} from '../../core/shell-word.ts';
import {isBusy, toRefusal} from './sqlite-errors.ts';

/** The files of a ledger, absolute. */
export interface LedgerFiles {
	readonly folder: string;
	/** The blocks and readings; SQLite keeps `-wal` and `-shm` beside it while it is open. */
	readonly database: string;
	/** Whoever has an exclusive transaction open on this one owns the folder. Nothing is ever written to it. */
	readonly lock: string;
	/** The newest durable block, written outside the database. */
	readonly tip: string;
	/** Who owns the folder, for the sentence that refuses somebody else. */
	readonly hub: string;
}

/** How long a start waits for the owner of the folder: a hub that was killed takes a moment to be gone. */
const lockTimeoutMs = 1_000;
const noteBytesMax = 4_096;

/** Where the parts of a ledger in `folder` are. */
export function ledgerFiles(folder: string): LedgerFiles {
	const absolute = path.resolve(folder);
	const within = (name: string): string => path.join(absolute, name);
	return {
		folder: absolute,
		database: within('chain.db'),
		lock: within('chain.db.lock'),
		tip: within('chain.tip'),
		hub: within('hub.json'),
	};
}

/** Makes the folder, for its owner alone, where there is none. Throws LEDGER_UNAVAILABLE. */
export function makeFolder(files: LedgerFiles): void {
	try {
		mkdirSync(files.folder, {recursive: true, mode: 0o700});
	} catch (error) {
		throw toRefusal(files.folder, explainMissing(files.folder, error));
	}
}

/** On a disk that is read-only a path of several folders is said to be missing: asks the one that is there. */
function explainMissing(folder: string, error: unknown): unknown {
	if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error;
	let nearest = path.dirname(folder);
	while (!existsSync(nearest) && nearest !== path.dirname(nearest)) nearest = path.dirname(nearest);
	try {
		accessSync(nearest, constants.W_OK);
		return error;
	} catch (refusal) {
		return refusal;
	}
}

/**
 * Makes an empty file for its owner alone, or takes the rights of others from the one there is. It never opens
 * a file that exists: closing it again would end the locks that SQLite holds on it in this process.
 */
export function makePrivateFile(file: string): void {
	try {
		closeSync(openSync(file, 'wx', 0o600));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		chmodSync(file, 0o600);
	}
}

export interface FolderLock {
	/** Says in the folder where this hub listens. */
	announce(address: string): void;
	release(): void;
}

/** What the owner of a folder says about itself. */
interface HubNote {
	readonly pid: number;
	readonly started: string;
	readonly address?: string;
}

/**
 * Takes the folder for this process: an exclusive transaction on a side database, which the system ends with
 * the process, however that ends, and which keeps nobody from reading the ledger itself. `nowMs` is
 * milliseconds since 1970. Throws LEDGER_LOCKED with the other's process, or LEDGER_UNAVAILABLE.
 */
export function lockFolder(files: LedgerFiles, nowMs: number): FolderLock {
	let database: DatabaseSync | undefined;
	try {
		makePrivateFile(files.lock);
		database = new DatabaseSync(files.lock);
		// The journal stays in memory: nothing is written, and no file of its own is left behind.
		database.exec(`PRAGMA busy_timeout = ${lockTimeoutMs}; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE`);
	} catch (error) {
		database?.close();
		throw isBusy(error) ? lockedError(files) : toRefusal(files.lock, error);
	}
	const held = database;
	const note: HubNote = {pid: process.pid, started: new Date(nowMs).toISOString()};
	writeNote(files, note);
	return {
		announce: address => writeNote(files, {...note, address}),
		release() {
			rmSync(files.hub, {force: true});
			held.close();
		},
	};
}

/** The note is only there to be read by people: a disk that does not take it is no reason to stop. */
function writeNote(files: LedgerFiles, note: HubNote): void {
	try {
		writeFileSync(files.hub, `${JSON.stringify(note)}\n`, {mode: 0o600});
	} catch {}
}

function lockedError(files: LedgerFiles): BchainError {
	const note = readNote(files.hub);
	const {address} = note ?? {};
	const where = address === undefined ? '' : `, on ${address}`;
	const who = note ? ` (process ${note.pid}, started ${note.started}${where})` : '';
	const join = address === undefined ? '' : `join it with "bchain connect ${shellWord(address)}", `;
	return new BchainError(
		'LEDGER_LOCKED',
		`The ledger in ${files.folder} is in use by another bchain${who}: ${join}stop that one, or choose another folder with --data.`,
		{file: files.lock, ...note},
	);
}

/** What the owner wrote, if it can be read: never longer than a few words, and safe to show. */
function readNote(file: string): HubNote | undefined {
	let value: unknown;
	try {
		if (statSync(file).size > noteBytesMax) return undefined;
		value = JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	const {pid, started, address} = value as Record<string, unknown>;
	if (!Number.isSafeInteger(pid) || typeof started !== 'string') return undefined;
	return {
		pid: pid as number,
		started: printable(started, 40),
		...(typeof address === 'string' ? {address: printable(address, 100)} : {}),
	};
}
