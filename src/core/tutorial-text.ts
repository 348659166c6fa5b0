import type {AnyBlock} from './block.ts';

/**
 * A block of any program as compact JSON, in ASCII and without a brace in a string: what it says is the same, and
 * whoever looks for its end in bytes finds it.
 */
export function formatAnyBlock(block: AnyBlock): string {
	const {index, timestamp, bpm, hash, prevHash} = block;
	const fields = [
		`"Index":${index}`,
		`"Timestamp":${quote(timestamp)}`,
		`"BPM":${bpm}`,
		`"Hash":${quote(hash)}`,
		`"PrevHash":${quote(prevHash)}`,
	];
	if ('nonce' in block)
		fields.push(`"Difficulty":${block.difficulty}`, `"Nonce":${quote(block.nonce ?? '')}`);
	return `{${fields.join(',')}}`;
}

function quote(text: string): string {
	return JSON.stringify(text).replace(
		/[{}\u007f-\uffff]/g,
		character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}
