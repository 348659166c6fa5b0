import {isHash} from './block.ts';

/** `sha256sum`, and where there is none (macOS) what does the same. */
const sha256Program = '{ sha256sum 2>/dev/null || shasum -a 256; }';

/**
 * One line for a POSIX shell that proves the hash of a block without bchain: it prints the SHA-256 of the text
 * that is hashed, then whether that is the Hash of block `index`. Of the block it holds only what is quoted or
 * is 64 hexadecimal digits, in printable ASCII: nothing in it can become a command.
 */
export function shellLine(
	index: number,
	{command, stated}: {readonly command: string; readonly stated: string},
): string {
	const print = command.replace(/ \| sha256sum$/, '');
	const name = `the Hash of block ${index}`;
	const verdict = isHash(stated)
		? `[ "$hash" = ${stated} ] && echo 'OK: this is ${name}' || echo 'This is not ${name}'`
		: `echo 'Block ${index} states no SHA-256 as its Hash'`;
	return `${print} | ${sha256Program} | { read -r hash rest; echo "$hash"; ${verdict}; }`;
}
