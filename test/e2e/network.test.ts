/** Networks of real hubs over loopback: links are cut, hubs are killed, and no reading is lost or doubled. */
import {describe, expect, onTestFinished, test} from 'vitest';
import {run} from '../cli/run-program.ts';
import {openLive} from '../server/support/live-client.ts';
import {openLine} from '../support/cuttable-line.ts';
import {startHub} from '../support/hub-process.ts';
import {type Member, settleMs, startRing, untilSame} from '../support/hub-ring.ts';

/** Sends a reading with an id and waits until it is accepted. */
async function send(port: number, id: string, bpm: number): Promise<void> {
	using live = openLive(port, `/add ${id} ${bpm}\n`);
	await live.until('accepted', message => message.id === id, settleMs);
}

let sent = 0;
const makeId = () => `reading-${String(++sent).padStart(12, '0')}`;
/** Sends these readings to a hub, each after the one before. */
async function sendAll({port}: {readonly port: number}, bpms: readonly number[]): Promise<void> {
	for (const bpm of bpms) await send(port, makeId(), bpm);
}

describe.each([2, 3, 5])('%i hubs in a ring', size => {
	test('show one chain with every reading once, after links were cut and healed', async () => {
		const {members, lines} = await startRing(size);
		await untilSame(members, []);
		const together = members.map((_, i) => 100 + i);
		await Promise.all(members.map((member, i) => sendAll(member, [100 + i])));
		await untilSame(members, together);

		// Two cuts part a ring; between two hubs each line is a cut of its own.
		lines[0]!.cut();
		lines[Math.floor(size / 2)]!.cut();
		const apart = members.map((_, i) => [200 + 10 * i, 201 + 10 * i, 202 + 10 * i]);
		await Promise.all(members.map((member, i) => sendAll(member, apart[i]!)));
		for (const line of lines) line.mend();
		await untilSame(members, [...together, ...apart.flat()]);

		const replaced = members.flatMap(({hub}) => hub.events().filter(({event}) => event === 'replaced'));
		expect(replaced.length).toBeGreaterThan(0);
		const moved = members.flatMap(({hub}) => hub.events().filter(({event}) => event === 'moved'));
		expect(moved.length).toBeGreaterThan(0);
	}, 60_000);
});

test('three hubs, one of which is killed again and again, lose and double nothing', async () => {
	const {members} = await startRing(3);
	const [first, second, third] = members as [Member, Member, Member];
	const bpms: number[] = [];
	await untilSame(members, []);
	for (let round = 0; round < 4; round++) {
		const each = [1, 2, 3].map(i => 100 + 10 * round + i);
		bpms.push(...each);
		const sending = [first, second].map((member, i) => sendAll(member, [each[i]!]));
		await sendAll(third, [each[2]!]);
		await third.hub.kill();
		await Promise.all(sending);
		await third.start();
	}
	await untilSame(members, bpms);
}, 90_000);

test('whoever sent a reading that moved is told where it is now', async () => {
	const {members, lines} = await startRing(2);
	await untilSame(members, []);
	for (const line of lines) line.cut();
	const clients = members.map(({port}) => openLive(port));
	onTestFinished(() => {
		for (const client of clients) client[Symbol.dispose]();
	});
	const ids = [makeId(), makeId()];
	for (const [i, client] of clients.entries()) {
		client.write(`/add ${ids[i]} ${70 + i}\n`);
		expect(await client.until('accepted')).toMatchObject({id: ids[i], index: 1});
	}
	for (const line of lines) line.mend();
	await untilSame(members, [70, 71]);
	const moved = await expect.poll(
		() => clients.flatMap(({messages}) => messages.filter(({kind}) => kind === 'moved')),
		{timeout: settleMs},
	);
	await moved.toHaveLength(1);
	const loser = clients.findIndex(({messages}) => messages.some(({kind}) => kind === 'moved'));
	expect(await clients[loser]!.until('moved')).toEqual({kind: 'moved', id: ids[loser], index: 2});
}, 60_000);

test('hubs that parted too long ago say so loudly, and a person settles it', async () => {
	const members: {readonly port: number}[] = [];
	const line = await openLine(() => members[0]!.port);
	onTestFinished(() => line[Symbol.asyncDispose]());
	await using first = await startHub({args: ['--reorg-limit', '2']});
	members.push(first);
	await using second = await startHub({args: ['--peer', `127.0.0.1:${line.port}`, '--reorg-limit', '2']});
	members.push(second);
	await second.until(({event}) => event === 'peerJoined');
	await untilSame(members, []);
	line.cut();
	await second.until(({event}) => event === 'peerLeft');
	for (const bpm of [71, 72, 73]) await send(first.port, makeId(), bpm);
	for (const bpm of [81, 82, 83, 84]) await send(second.port, makeId(), bpm);
	line.mend();
	const {peer, level} = await first.until(({event}) => event === 'diverged', settleMs);
	expect(level).toBe('error');
	expect(await run(['peers', '--hub', first.address])).toMatchObject({
		stdout: expect.stringContaining('DIVERGED'),
	});
	expect(await run(['peers', 'accept', String(peer), '--hub', first.address])).toMatchObject({code: 0});
	await untilSame(members, [71, 72, 73, 81, 82, 83, 84]);
}, 60_000);

test('a hub joins a network that has begun, and is told of by its clients', async () => {
	await using first = await startHub({args: ['--reorg-limit', '5']});
	for (const bpm of [71, 72]) await send(first.port, makeId(), bpm);
	await using second = await startHub({args: ['--peer', first.address]});
	await untilSame([first, second], [71, 72]);
	using live = openLive(second.port, '/status\n');
	const {welcome} = await live.until('welcome');
	expect(welcome).toMatchObject({reorgLimit: 1_000, height: 2});
	using other = openLive(first.port);
	expect((await other.until('welcome')).welcome).toMatchObject({reorgLimit: 5, genesis: welcome.genesis});
}, 30_000);
