import {closeSync, fsyncSync, linkSync, lstatSync, openSync, renameSync, rmSync} from 'node:fs';
import path from 'node:path';
import {BchainError} from '../core/errors.ts';
import {describeSystemReason} from '../core/system-reason.ts';

export interface NewFileOptions {
	/** Whether a file of that name may be replaced. */
	readonly force: boolean;
	/** Rights of the file, before the umask. */
	readonly mode: number;
}

/** A file that is being written: nobody sees it under its name before it is whole. */
export interface NewFile {
	/** Where it is written meanwhile: an empty file beside the place that it will have. */
	readonly temporary: string;
	/** Makes it safe on the disk and gives it its name. Throws FILE_EXISTS when somebody was faster. */
	finish(): void;
	/** Takes away what was written; does nothing once it is finished. */
	discard(): void;
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Begins to write a file. Whoever ends the program meanwhile leaves nothing behind. Throws FILE_EXISTS when there
 * is one of that name and `force` is not set, or when it is no file, and FILE_UNAVAILABLE.
 */
export function beginFile(target: string, {force, mode}: NewFileOptions): NewFile {
	refuseExisting(target, force);
	const temporary = `${target}.${process.pid}.partial`;
	attempt(target, () => closeSync(openSync(temporary, 'wx', mode)));
	const discard = (): void => {
		for (const signal of endingSignals) process.off(signal, onSignal);
		rmSync(temporary, {force: true});
	};
	const onSignal = (signal: NodeJS.Signals): void => {
		discard();
		process.kill(process.pid, signal);
	};
	for (const signal of endingSignals) process.once(signal, onSignal);
	return {
		temporary,
		finish() {
			attempt(target, () => sync(temporary));
			if (force) attempt(target, () => renameSync(temporary, target));
			else attempt(target, () => nameNew(temporary, target));
			discard();
			syncFolder(path.dirname(target));
		},
		discard,
	};
}

function refuseExisting(target: string, force: boolean): void {
	const found = attempt(target, () => lstatSync(target, {throwIfNoEntry: false}));
	if (found === undefined) return;
	if (!found.isFile())
		throw new BchainError('FILE_EXISTS', `${target} is there already, and is no file: give another name.`, {
			target,
		});
	if (!force) throw existsError(target);
}

/** Gives a file its name where that is free. A disk without links can only be asked before. */
function nameNew(temporary: string, target: string): void {
	try {
		linkSync(temporary, target);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'EEXIST') throw existsError(target);
		refuseExisting(target, false);
		renameSync(temporary, target);
	}
}

function sync(file: string): void {
	const descriptor = openSync(file, 'r+');
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

/** Makes a new name safe, where the system can: the file itself is safe already. */
function syncFolder(folder: string): void {
	try {
		const descriptor = openSync(folder, 'r');
		try {
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}
	} catch {}
}

function existsError(target: string): BchainError {
	return new BchainError(
		'FILE_EXISTS',
		`${target} is there already: give another name, or --force to replace it.`,
		{
			target,
		},
	);
}

/** Does something with the file, or throws FILE_UNAVAILABLE. */
function attempt<T>(target: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (error instanceof BchainError) throw error;
		throw fileError(target, 'written', error);
	}
}

/** FILE_UNAVAILABLE for an error of the system; anything else comes back as it is. */
export function fileError(file: string, cannotBe: 'read' | 'written', error: unknown): unknown {
	const {code, syscall} = error as NodeJS.ErrnoException;
	if (code === undefined || syscall === undefined) return error;
	const reason = describeSystemReason(code);
	return new BchainError(
		'FILE_UNAVAILABLE',
		`${file} cannot be ${cannotBe}: ${reason}.`,
		{file, reason},
		error,
	);
}
