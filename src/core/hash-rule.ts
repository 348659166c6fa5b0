import {hash} from 'node:crypto';
import {type HashedFields, type HashRule, hashedText} from './hashed-text.ts';

export type {HashedFields, HashRule} from './hashed-text.ts';

/** SHA-256 of `hashedText`, as 64 lower-case hexadecimal digits. */
export function hashBlock(rule: HashRule, block: HashedFields): string {
	return sha256(hashedText(rule, block));
}

/** SHA-256 of the UTF-8 bytes of `text`, as 64 lower-case hexadecimal digits. */
export function sha256(text: string): string {
	return hash('sha256', text, 'hex');
}
