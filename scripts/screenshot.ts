/**
 * `npm run screenshot`: pictures of the real screen of a running client and of the page in a real browser, for the
 * README, into docs/images/.
 */
import {mkdirSync} from 'node:fs';
import {pageUrl} from '../test/support/browser.ts';
import {bin, startHub} from '../test/support/hub-process.ts';
import {makePast} from '../test/support/past.ts';
import {openTerminal} from '../test/support/terminal.ts';
import {root} from './build-options.mjs';
import {takePagePictures} from './page-screenshot.ts';
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

/** The screen of a client that follows the chain and has just added a reading of its own. */
async function takePicture(size: {cols: number; rows: number}): Promise<void> {
	await using client = openTerminal(process.execPath, [bin, 'connect', address], size);
	await client.until(/✓ all/);
	client.write('72\r');
	await client.until(/✓ 72 is /);
	await savePicture(client, `${folder}connect-${size.cols}x${size.rows}.svg`, `bchain connect ${address}`);
}

/** Pictures of one hub with a long past: the page, and the full-screen client in every size. Gives how many. */
async function takePictures(): Promise<number> {
	const data = makePast({readings: pastReadings, betweenMs, bpm: beat});
	await using hub = await startHub({port, data, args: ['--http-port', '0']});
	const pagePictures = await takePagePictures(pageUrl(hub), folder);
	for (const size of sizes) await takePicture(size);
	return pagePictures + sizes.length;
}

mkdirSync(folder, {recursive: true});
const pictures = await takePictures();
await takeForkPicture(`${folder}fork-120x36.svg`);
await takeLabPicture(`${folder}lab-120x36.svg`);
console.log(`${pictures + 2} pictures in docs/images/`);
