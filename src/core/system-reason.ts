/** What the system says about a file or a connection, in words. */
const reasons: ReadonlyMap<string, string> = new Map([
	['ENOENT', 'there is no such file or folder'],
	['EACCES', 'this user may not do that'],
	['EPERM', 'this user may not do that'],
	['EISDIR', 'it is a folder'],
	['ENOTDIR', 'a part of its path is no folder'],
	['ENOSPC', 'the disk is full'],
	['EDQUOT', 'the disk quota is used up'],
	['EROFS', 'the disk is read-only'],
	['EIO', 'the disk reports an input/output error'],
	['ENAMETOOLONG', 'its name is too long'],
	['EMFILE', 'this process may open no more files (ulimit -n)'],
	['ENFILE', 'the system may open no more files'],
	['ENOMEM', 'the system has no memory left'],
]);

/** Why the system did not do something, from its code as in `ENOSPC`: a phrase for people. */
export function describeSystemReason(code: string): string {
	return reasons.get(code) ?? `the system says ${code}`;
}
