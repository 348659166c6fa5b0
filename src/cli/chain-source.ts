import {closeSync, openSync, readSync, statSync} from 'node:fs';
import {BchainError} from '../core/errors.ts';
import {type Address, isClearlyAddress, parseAddress} from './address.ts';
import {quote} from './options.ts';

/** Where a chain is to be read from. */
export type ChainSource =
	| {readonly kind: 'input'}
	| {readonly kind: 'file'; readonly path: string}
	/** A data folder, or a database by itself. */
	| {readonly kind: 'ledger'; readonly path: string}
	| {readonly kind: 'hub'; readonly address: Address};

/** How every database of SQLite begins. */
const databaseMark = 'SQLite format 3\0';

/**
 * What an argument names: `-`, a folder, a file, or a hub. Throws OPTION_INVALID when it is none of them, and
 * FILE_UNAVAILABLE when it is there and may not be looked at.
 */
export function findSource(text: string): ChainSource {
	if (text === '-') return {kind: 'input'};
	const found = lookAt(text);
	if (found === 'folder' || found === 'database') return {kind: 'ledger', path: text};
	if (found !== 'nothing') return {kind: 'file', path: text};
	const address = parseAddress(text);
	// A bare name is rather a file that is not there.
	if (!address.ok || !isClearlyAddress(text)) {
		const sentence = `There is no file or folder ${quote(text)}, and an address is written HOST:PORT.`;
		throw new BchainError('OPTION_INVALID', sentence, {value: text});
	}
	return {kind: 'hub', address: address.value};
}

/** What is there under a name. A device or a pipe is `other`. Throws FILE_UNAVAILABLE. */
export function lookAt(path: string): 'folder' | 'database' | 'file' | 'other' | 'nothing' {
	const found = stat(path);
	if (found === undefined) return 'nothing';
	if (found.isDirectory()) return 'folder';
	if (!found.isFile()) return 'other';
	return isDatabase(path) ? 'database' : 'file';
}

function stat(path: string): ReturnType<typeof statSync> | undefined {
	try {
		return statSync(path, {throwIfNoEntry: false});
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		// A file that stands where a folder should, or a name that cannot be one.
		if (code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') return undefined;
		throw new BchainError('FILE_UNAVAILABLE', `${path} cannot be looked at: the system says ${code}.`, {
			path,
		});
	}
}

function isDatabase(path: string): boolean {
	let file: number | undefined;
	try {
		file = openSync(path, 'r');
		const start = Buffer.alloc(databaseMark.length);
		return readSync(file, start) === start.length && start.toString('latin1') === databaseMark;
	} catch {
		// Whoever reads it says why it cannot be read.
		return false;
	} finally {
		if (file !== undefined) closeSync(file);
	}
}
