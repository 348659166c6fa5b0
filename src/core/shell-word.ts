import {Buffer} from 'node:buffer';
import {printable} from './printable.ts';

/**
 * Writes `text`, a path for instance, as one word of a shell: as it is where nothing in it has a meaning there,
 * else between quotes. What no terminal may show is written as octal escapes, so the command can be pasted.
 */
export function shellWord(text: string): string {
	if (/^[\w@%+:,./-]+$/.test(text)) return text;
	// Nothing has a meaning between single quotes but the one that ends them.
	if (printable(text, text.length) === text) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
	const bytes = Array.from(Buffer.from(text), byte => {
		const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c;
		return isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
	});
	return `$'${bytes.join('')}'`;
}
