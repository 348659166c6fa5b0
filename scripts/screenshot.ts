/** `npm run screenshot`: pictures of the real screen of a running client, for the README, into docs/images/. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {bin, type HubProcess, startHub} from '../test/support/hub-process.ts';
import {connectSocket} from '../test/support/socket-client.ts';
import {openTerminal} from '../test/support/terminal.ts';
import {root} from './build-options.mjs';
import {renderSvg} from './terminal-svg.ts';

const folder = `${root}docs/images/`;
const sizes = [
	{cols: 120, rows: 36},
	{cols: 80, rows: 24},
];
const readingsCount = 48;
/** What a newcomer types; the port must be free. */
const [port, address] = [9000, 'localhost:9000'];
/** Long enough for the times in the picture to look like somebody's readings. */
const pauseMs = 250;

/** A heart that speeds up and calms down again, in whole beats a minute. */
function beat(index: number): number {
	return Math.round(74 + 11 * Math.sin(index / 5) + 5 * Math.sin(index / 1.7));
}

/** Types readings into a plain connection, as somebody with `nc` would. */
async function feed(hub: HubProcess): Promise<void> {
	await using client = await connectSocket(hub.port);
	await client.until('Enter a new BPM:');
	for (let index = 0; index < readingsCount; index++) {
		client.write(`${beat(index)}\n`);
		await client.until('\nEnter a new BPM:');
		await sleep(pauseMs);
	}
}

/** The screen of a client that follows the chain and has just added a reading of its own. */
async function takePicture(size: {cols: number; rows: number}): Promise<void> {
	await using client = openTerminal(process.execPath, [bin, 'connect', address], size);
	await client.until('verified');
	client.write('72\r');
	await client.until(/in block \d+/);
	// The last frame may still be on its way: the client draws at most thirty a second.
	await sleep(pauseMs);
	const options = {title: `bchain connect ${address}`, cursor: client.cursor()};
	writeFileSync(`${folder}connect-${size.cols}x${size.rows}.svg`, renderSvg(client.emulator, options));
}

await using hub = await startHub({port});
mkdirSync(folder, {recursive: true});
await feed(hub);
for (const size of sizes) await takePicture(size);
console.log(`${sizes.length} pictures in docs/images/`);
