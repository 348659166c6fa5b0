import {createReadStream, fstatSync, openSync} from 'node:fs';
import {type ChainVerdict, createChainJudge, type JudgeListener} from '../core/chain-judge.ts';
import {fileError} from '../server/new-file.ts';

/** Bytes read at a time. */
const chunkBytes = 256 * 1024;

/**
 * Judges the chain in a file, or on standard input where `path` is null, as it is read: memory does not grow with
 * it. `onProgress` hears of bytes, or of blocks where the length is not known. Throws FILE_UNAVAILABLE when it cannot be read to its end.
 */
export async function judgeFile(
	path: string | null,
	onProgress: (done: number, total: number | null) => void,
	listener: JudgeListener = {},
): Promise<ChainVerdict> {
	const name = path ?? 'Standard input';
	const judge = createChainJudge(listener);
	try {
		const {input, total} = open(path);
		let bytes = 0;
		for await (const chunk of input) {
			judge.push(chunk as Buffer);
			bytes += (chunk as Buffer).length;
			if (total === null) onProgress(judge.blocks, null);
			else onProgress(bytes, total);
		}
		return judge.end();
	} catch (error) {
		throw fileError(name, 'read', error);
	}
}

function open(path: string | null): {readonly input: AsyncIterable<unknown>; readonly total: number | null} {
	if (path === null) return {input: process.stdin, total: null};
	const file = openSync(path, 'r');
	const found = fstatSync(file);
	const input = createReadStream(path, {fd: file, highWaterMark: chunkBytes});
	return {input, total: found.isFile() ? found.size : null};
}
