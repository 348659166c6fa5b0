/** A hub that may open few files, and more people who want to join than it has files for. */
import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {createChildEnv, makeFolder} from '../support/child-env.ts';
import {readBlocks} from '../support/data-folder.ts';
import {HubResources} from '../support/hostile/hub-resources.ts';
import {bin, startHub} from '../support/hub-process.ts';
import {parseHubStatus} from '../support/hub-status.ts';
import {connectSocket, type SocketClient} from '../support/socket-client.ts';

const filesMax = 128;
const visitors = 200;
const prompt = 'Enter a new BPM:';

test.skipIf(process.platform === 'win32')(
	'a hub that runs out of files serves those it has, turns others away, and goes on writing its ledger',
	async () => {
		const data = makeFolder('data');
		await using hub = await startHub({data, filesMax});
		using resources = new HubResources(hub.pid);
		const limit = await hub.until(({event}) => event === 'fileLimit');
		expect(limit.files).toBe(filesMax);
		const places = Number(limit.connections);
		expect(places).toBeGreaterThan(10);

		await using stack = new AsyncDisposableStack();
		const join = async (): Promise<SocketClient> => stack.use(await connectSocket(hub.port));
		const all = await Promise.all(Array.from({length: visitors}, join));
		const takenIn = await Promise.all(all.map(isTakenIn));
		const served = all.filter((_, i) => takenIn[i]);
		const turnedAway = all.filter((_, i) => !takenIn[i]);
		expect(served).toHaveLength(places);
		for (const client of turnedAway) {
			await client.closed();
			expect(String(client.received())).toBe(
				'\nThe hub is full: it has no room for more connections. Try again later.',
			);
		}

		// Everybody who is served is, while the others wait outside.
		for (const [i, client] of served.entries()) client.write(`${i + 1}\n`);
		for (const client of served) await client.until(`\n${prompt}`);
		served[0]!.write('/status\n');
		const status = parseHubStatus(await served[0]!.until(`\n${prompt}`));
		expect(status).toMatchObject({connections: String(places), turnedAwayFiles: String(visitors - places)});
		expect(resources.descriptorsMax).toBeLessThan(filesMax);

		// Whoever leaves makes room.
		const leaving = served.slice(-10);
		for (const client of leaving) client.write('/quit\n');
		const left = () => hub.events().filter(({event}) => event === 'left');
		await hub.until(() => left().length === leaving.length);
		const late = await Promise.all(leaving.map(join));
		expect(await Promise.all(late.map(isTakenIn))).toEqual(leaving.map(() => true));
		for (const client of late) client.write('999\n');
		for (const client of late) await client.until(`\n${prompt}`);

		const told = hub.events().filter(({event}) => event === 'turnedAway' || event === 'acceptFailed');
		expect(told).toMatchObject([{event: 'turnedAway', count: 1}]);
		expect(await hub.stop()).toEqual({code: 0, signal: null});
		expect(readBlocks(data)).toHaveLength(1 + places + late.length);
		const verify = spawnSync(process.execPath, [bin, 'verify', data], {env: createChildEnv()});
		expect(verify.status).toBe(0);
	},
);

test.skipIf(process.platform === 'win32')(
	'those who are turned away and do not leave cost no more files than there are',
	async () => {
		const connectionsMax = 20;
		await using hub = await startHub({filesMax, args: [`--max-connections=${connectionsMax}`]});
		using resources = new HubResources(hub.pid);
		await using stack = new AsyncDisposableStack();
		const served = stack.use(await connectSocket(hub.port));
		expect(await isTakenIn(served)).toBe(true);

		const others = await Promise.all(Array.from({length: 2 * filesMax}, () => connectSocket(hub.port)));
		for (const client of others) stack.use(client);
		served.write('/status\n72\n');
		const status = parseHubStatus(await served.until(`uptimeSeconds`));
		expect(status).toMatchObject({connections: String(connectionsMax), healthy: 'true'});
		await served.until(`\n${prompt}\n${prompt}`);
		const takenIn = await Promise.all(others.map(isTakenIn));
		expect(takenIn.filter(Boolean)).toHaveLength(connectionsMax - 1);
		expect(resources.descriptorsMax).toBeLessThan(filesMax);
		expect(await hub.stop()).toEqual({code: 0, signal: null});
	},
);

/** Whether the hub takes this connection in; it says something in either case. */
async function isTakenIn(client: SocketClient): Promise<boolean> {
	return (await client.until(/^Enter a new BPM:|Try again later\.$/)) === prompt;
}
