import {readdirSync} from 'node:fs';

/** Descriptors kept free: for the ledger, the log, and up to 32 that scrape metrics. */
const spareFiles = 64;
/** In use at the start where the system does not tell: standard streams, event loop, ledger, port. */
const usualFiles = 40;

/** What the system lets this process open. */
export interface FileLimit {
	/** Files and connections together; Node has raised it as far as the system allows. */
	readonly files: number;
	/** How many of them are left for connections. */
	readonly connections: number;
}

/** Reads the limit; null where the system does not tell one. */
export function readFileLimit(): FileLimit | null {
	const files = readOpenFilesMax();
	if (files === null) return null;
	return {files, connections: Math.max(1, files - countOpenFiles() - spareFiles)};
}

function readOpenFilesMax(): number | null {
	// Without it the report looks up the names of this machine's addresses, which may take seconds.
	Object.assign(process.report, {excludeNetwork: true});
	const {userLimits} = process.report.getReport() as {
		userLimits?: {open_files?: {soft?: number | string}};
	};
	const soft = Number(userLimits?.open_files?.soft);
	return Number.isSafeInteger(soft) ? soft : null;
}

function countOpenFiles(): number {
	try {
		return readdirSync('/dev/fd').length;
	} catch {
		return usualFiles;
	}
}
