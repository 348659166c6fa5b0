/** A data folder with a past, for tests and pictures. */
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {formatBlock} from '../../src/core/block.ts';
import {sealBlock, sealGenesis} from '../../src/core/seal.ts';
import {createChildEnv, makeFolder} from './child-env.ts';
import {bin} from './hub-process.ts';

export type Past = {
	readonly readings: number;
	/** Between two of them; the last one was a moment ago. */
	readonly betweenMs: number;
	readonly bpm: (index: number) => number;
};

/** A new data folder whose chain has these readings. */
export function makePast({readings, betweenMs, bpm}: Past): string {
	const startMs = Date.now() - (readings + 2) * betweenMs;
	let newest = sealGenesis(startMs);
	const lines = [formatBlock(newest)];
	for (let index = 1; index <= readings; index++) {
		newest = sealBlock(newest, bpm(index), startMs + index * betweenMs);
		lines.push(formatBlock(newest));
	}
	const data = path.join(makeFolder('data'), 'heart');
	const file = `${data}.ndjson`;
	writeFileSync(file, `${lines.join('\n')}\n`);
	execFileSync(process.execPath, [bin, 'import', file, '--data', data], {env: createChildEnv()});
	return data;
}
