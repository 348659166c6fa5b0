import type {AnyBlock} from './block.ts';
import {blankGenesisHash, type Standing} from './verify.ts';

/**
 * What the rule by which a chain is valid leaves unprotected (protocol section 1), a sentence each; none for a
 * chain in the strict shapes. `first` is its first block.
 */
export function listWeaknesses({rule, strict}: Standing, first: AnyBlock): readonly string[] {
	if (strict) return [];
	const weaknesses = [
		'Times have no fixed length: a digit can move from one field to the next, and the hash stays the same.',
	];
	if (rule === 'rune')
		weaknesses.push('Index and BPM are hashed as characters: all negative numbers, and others, hash alike.');
	if (first.index === 0 && first.hash === '')
		weaknesses.push('The genesis block has no hash: nothing shows a change of it.');
	if (first.index === 0 && first.hash === blankGenesisHash)
		weaknesses.push('The hash of the genesis block does not cover its time.');
	if ('difficulty' in first) weaknesses.push('Difficulty is not hashed: it can be lowered unnoticed.');
	return weaknesses;
}
