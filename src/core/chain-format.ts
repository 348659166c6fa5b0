import {type Block, formatBlock} from './block.ts';
import {csvHeader, csvLineEnd, formatCsvRow} from './chain-csv.ts';

/** How a chain can be written: one block a line, the array that a hub broadcasts, comma-separated values. */
export const chainFormats = ['ndjson', 'json', 'csv'] as const;

export type ChainFormat = (typeof chainFormats)[number];

/**
 * The text of a chain, piece by piece, for blocks that come in pieces. `json` is exactly what a broadcast writes,
 * without a line end; the others end in one.
 */
export function* formatChain(format: ChainFormat, pieces: Iterable<readonly Block[]>): Generator<string> {
	if (format === 'csv') yield csvHeader + csvLineEnd;
	let isFirst = true;
	for (const blocks of pieces) {
		if (format === 'csv') yield join(blocks, formatCsvRow, csvLineEnd);
		else if (format === 'ndjson') yield join(blocks, formatBlock, '\n');
		else yield `${isFirst ? '[' : ','}${blocks.map(formatBlock).join(',')}`;
		isFirst = false;
	}
	if (format === 'json') yield isFirst ? '[]' : ']';
}

function join(blocks: readonly Block[], write: (block: Block) => string, end: string): string {
	let text = '';
	for (const block of blocks) text += write(block) + end;
	return text;
}
