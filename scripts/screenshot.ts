/** `npm run screenshot`: pictures of the real screen of a running client, for the README, into docs/images/. */
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {formatBlock} from '../src/core/block.ts';
import {sealBlock, sealGenesis} from '../src/core/seal.ts';
import {createChildEnv, makeFolder} from '../test/support/child-env.ts';
import {bin, startHub} from '../test/support/hub-process.ts';
import {openTerminal} from '../test/support/terminal.ts';
import {root} from './build-options.mjs';
import {savePicture, takeForkPicture, takeLabPicture} from './screenshot-network.ts';

const folder = `${root}docs/images/`;
const sizes = [
	{cols: 40, rows: 10},
	{cols: 80, rows: 24},
	{cols: 120, rows: 36},
	{cols: 200, rows: 50},
];
/** What a newcomer types; the port must be free. */
const [port, address] = [9000, 'localhost:9000'];
/** A reading about every second, as somebody would type them, until a moment ago. */
const pastReadings = 1_280;
const betweenMs = 1_037;

/** A heart that speeds up and calms down again, in whole beats a minute. */
function beat(index: number): number {
	return Math.round(74 + 11 * Math.sin(index / 5) + 5 * Math.sin(index / 1.7) + 4 * Math.sin(index / 31));
}

/** A data folder whose chain was begun some minutes ago. */
async function makePast(): Promise<string> {
	const startMs = Date.now() - (pastReadings + 2) * betweenMs;
	let newest = sealGenesis(startMs);
	const lines = [formatBlock(newest)];
	for (let index = 1; index <= pastReadings; index++) {
		newest = sealBlock(newest, beat(index), startMs + index * betweenMs);
		lines.push(formatBlock(newest));
	}
	const data = path.join(makeFolder('data'), 'heart');
	const file = `${data}.ndjson`;
	writeFileSync(file, `${lines.join('\n')}\n`);
	execFileSync(process.execPath, [bin, 'import', file, '--data', data], {env: createChildEnv()});
	return data;
}

/** The screen of a client that follows the chain and has just added a reading of its own. */
async function takePicture(size: {cols: number; rows: number}): Promise<void> {
	await using client = openTerminal(process.execPath, [bin, 'connect', address], size);
	await client.until(/✓ all/);
	client.write('72\r');
	await client.until(/✓ 72 is /);
	await savePicture(client, `${folder}connect-${size.cols}x${size.rows}.svg`, `bchain connect ${address}`);
}

/** Pictures of one hub with a long past, in every size. */
async function takePictures(): Promise<void> {
	await using _hub = await startHub({port, data: await makePast()});
	for (const size of sizes) await takePicture(size);
}

mkdirSync(folder, {recursive: true});
await takePictures();
await takeForkPicture(`${folder}fork-120x36.svg`);
await takeLabPicture(`${folder}lab-120x36.svg`);
console.log(`${sizes.length + 2} pictures in docs/images/`);
