import {type Block, type Tip, valueFault} from './block.ts';
import {sha256} from './hash-rule.ts';

const beforeIndex = '{"Index":';
const beforeTimestamp = ',"Timestamp":"';
const timestampCharacters = 24;
const beforeBpm = '","BPM":';
const beforeHash = ',"Hash":"';
const beforePrevHash = '","PrevHash":"';
const afterPrevHash = '"}';

/**
 * Reads the block that begins at `at` in `text`, if it is the next after `parent` by the decimal rule: canonical,
 * linked and with the right hash (protocol section 1). Only its Timestamp and BPM are read; everything else is
 * compared with what it must be, which takes half as long as to read a block first and to judge it then. Null for
 * anything else: `parseBlockAt` and `verifyNext` tell what is wrong.
 */
export function readNextBlock(
	text: string,
	at: number,
	parent: Tip,
): {readonly block: Block; readonly end: number} | null {
	const index = parent.index + 1;
	const indexText = String(index);
	const indexEnd = at + beforeIndex.length + indexText.length;
	const timestampAt = indexEnd + beforeTimestamp.length;
	const timestampEnd = timestampAt + timestampCharacters;
	const bpmAt = timestampEnd + beforeBpm.length;
	const bpmEnd = text.indexOf(',', bpmAt);
	const timestamp = text.slice(timestampAt, timestampEnd);
	const bpmText = text.slice(bpmAt, bpmEnd);
	const bpm = Number(bpmText);
	const {hash: prevHash} = parent;
	const hash = sha256(indexText + timestamp + bpmText + prevHash);
	const hashAt = bpmEnd + beforeHash.length;
	const hashEnd = hashAt + hash.length;
	const prevHashAt = hashEnd + beforePrevHash.length;
	const prevHashEnd = prevHashAt + prevHash.length;
	// Piece by piece: to put them together for one comparison costs more than all of these.
	const isAsWritten =
		text.startsWith(hash, hashAt) &&
		text.startsWith(prevHash, prevHashAt) &&
		text.startsWith(beforeIndex, at) &&
		text.startsWith(indexText, at + beforeIndex.length) &&
		text.startsWith(beforeTimestamp, indexEnd) &&
		text.startsWith(beforeBpm, timestampEnd) &&
		text.startsWith(beforeHash, bpmEnd) &&
		text.startsWith(beforePrevHash, hashEnd) &&
		text.startsWith(afterPrevHash, prevHashEnd) &&
		bpmText === String(bpm);
	if (!isAsWritten) return null;
	const block: Block = {index, timestamp, bpm, hash, prevHash};
	const isGood = Number.isInteger(bpm) && valueFault(block) === null;
	return isGood ? {block, end: prevHashEnd + afterPrevHash.length} : null;
}
