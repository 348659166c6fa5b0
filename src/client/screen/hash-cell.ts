import {printable} from '../../core/printable.ts';
import {fitText} from './text-width.ts';
import {chipText, type Run} from './theme.ts';

/** The chip of a hash and its first digits, a space between them where there is room; safe to show. */
export function hashCell(hash: string, digits: number, spaced: boolean): readonly [chip: Run, text: Run] {
	const text = fitText(hash === '' ? '(empty)' : printable(hash).slice(0, digits), digits);
	return [{text: chipText, hash}, {text: spaced ? ` ${text}` : text}];
}
