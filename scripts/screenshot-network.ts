/** Pictures of hubs that were apart: the screen of the one whose branch was shorter, and the lab. */
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {createChildEnv, makeFolder} from '../test/support/child-env.ts';
import {bin, startHub} from '../test/support/hub-process.ts';
import {openTerminal, type Terminal} from '../test/support/terminal.ts';
import {renderSvg} from './terminal-svg.ts';

const size = {cols: 120, rows: 36};
const deadlineMs = 20_000;
/** The demonstration leaves time to read. */
const demoMs = 90_000;
/** The last frame may still be on its way: the client draws at most thirty a second. */
const pauseMs = 500;
/** What a reader of the README types; both ports must be free. */
const [west, east] = [9000, 9001];

/** Writes the picture of what a terminal shows. */
export async function savePicture(terminal: Terminal, file: string, title: string): Promise<void> {
	await sleep(pauseMs);
	writeFileSync(file, renderSvg(terminal.emulator, {title, cursor: terminal.cursor()}));
}

/** Two hubs that were apart: both branches beside each other. */
export async function takeForkPicture(file: string): Promise<void> {
	const data = makeFolder('east');
	const peer = (port: number): readonly string[] => ['--peer', `localhost:${port}`];
	await using _west = await startHub({port: west, data: makeFolder('west'), args: peer(east)});
	const away = await startHub({port: east, data, args: peer(west)});
	const address = `localhost:${west}`;
	await using client = openTerminal(process.execPath, [bin, 'connect', address], size);
	await client.until(/1 peer/, deadlineMs);
	await type(client, [72, 75, 78, 80, 79]);
	await away.stop();

	const alone = await startHub({data});
	execFileSync(process.execPath, [bin, 'send', '--to', alone.address, '80', '82', '79', '77'], {
		env: createChildEnv(),
	});
	await alone.stop();
	await type(client, [71, 66]);
	await using _east = await startHub({port: east, data, args: peer(west)});
	await client.until('two branches, settled', deadlineMs);
	client.write('f');
	await client.until('no reading is lost', deadlineMs);
	await savePicture(client, file, `bchain connect ${address}`);
}

/** The lab, when its demonstration has cut and healed a link. */
export async function takeLabPicture(file: string): Promise<void> {
	await using lab = openTerminal(process.execPath, [bin, 'lab', 'partition', '--demo'], size);
	await lab.until(/ replaced \d block/, demoMs);
	await savePicture(lab, file, 'bchain lab partition --demo');
	lab.write('q');
	await lab.exited(deadlineMs);
}

async function type(client: Terminal, bpms: readonly number[]): Promise<void> {
	for (const bpm of bpms) {
		client.write(`${bpm}\r`);
		await client.until(new RegExp(`✓ +${bpm} +block `), deadlineMs);
	}
}
