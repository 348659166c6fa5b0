/** A hub whose disk is full, or whose database somebody else has locked. */
import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {makeFolder} from '../support/child-env.ts';
import {openDatabase, readBlocks} from '../support/data-folder.ts';
import {startHub} from '../support/hub-process.ts';
import {mountSmallDisk} from '../support/small-disk.ts';
import {connectSocket, type SocketClient} from '../support/socket-client.ts';

const bpmOf = (number: number): number => 1 + (number % 999);

type Answers = {
	readonly accepted: ReadonlyMap<string, number>;
	readonly refused: ReadonlyMap<string, string>;
};

const prompt = 'Enter a new BPM:';

/** Sends readings with the ids `reading-000000-<number>`, and gives the answers to all of them. */
async function add(client: SocketClient, from: number, count: number): Promise<Answers> {
	const numbers = Array.from({length: count}, (_, i) => from + i);
	client.write(numbers.map(number => `/add reading-000000-${number} ${bpmOf(number)}\n`).join(''));
	const accepted = new Map<string, number>();
	const refused = new Map<string, string>();
	while (accepted.size + refused.size < count) {
		const line = await client.until('\n', 20_000);
		if (!/^\{"(?:accepted|refused)"/.test(line)) continue;
		const message = JSON.parse(line);
		if (message.accepted) accepted.set(message.accepted.id, message.accepted.index);
		else refused.set(message.refused.id, message.refused.reason);
	}
	return {accepted, refused};
}

async function openLive(port: number): Promise<SocketClient> {
	const client = await connectSocket(port);
	await client.until(prompt);
	client.write('/live\n');
	await client.until('{"welcome":');
	await client.until('\n');
	return client;
}

/** The ids that are on the disk with a block of the chain. */
function readIds(folder: string): ReadonlySet<string> {
	using database = openDatabase(folder);
	const query = 'SELECT id FROM readings JOIN blocks USING (idx, hash) WHERE id IS NOT NULL';
	return new Set(
		database
			.prepare(query)
			.all()
			.map(({id}) => String(id)),
	);
}

const mebibyte = 1024 * 1024;
const reason = 'Not added: the disk is full.';
/** Readings sent at once: where they have no room together, a single one may still have. */
const batch = 50;

/** Sends readings one by one, until one is refused because the disk is full. Gives how many were not. */
async function addUntilRefused(client: SocketClient): Promise<number> {
	for (let taken = 0; ; taken++) {
		client.write('72\n');
		const answer = await client.until(`\n${prompt}`);
		if (answer === `\n${prompt}`) continue;
		expect(answer).toBe(`\n${reason}\n${prompt}`);
		return taken;
	}
}

describe('a full disk', () => {
	test('loses nothing that was acknowledged, keeps nothing that was refused, and the hub goes on', async ({
		skip,
	}) => {
		using disk = mountSmallDisk(4 * mebibyte, {skip});
		const data = path.join(disk.folder, 'data');
		const ballast = path.join(disk.folder, 'ballast');
		writeFileSync(ballast, Buffer.alloc(2 * mebibyte));
		await using hub = await startHub({data});
		await using client = await openLive(hub.port);
		const accepted = new Set<string>();
		let refused: Answers['refused'] = new Map();
		let next = 1;
		for (; refused.size === 0; next += batch) {
			const answers = await add(client, next, batch);
			for (const id of answers.accepted.keys()) accepted.add(id);
			({refused} = answers);
		}
		expect([...new Set(refused.values())]).toEqual([reason]);
		await using reader = await connectSocket(hub.port);
		await reader.until(prompt);
		const taken = await addUntilRefused(reader);
		reader.write('/last 1\n');
		expect(await reader.until(/\[\{.*\}\]\n/)).toContain(`"Index":${accepted.size + taken},`);
		expect(readIds(data)).toEqual(accepted);
		expect(readBlocks(data).length).toBe(1 + accepted.size + taken);
		expect(hub.events()).toContainEqual(expect.objectContaining({event: 'health', ok: false}));

		rmSync(ballast);
		while (refused.size > 0) {
			const answers = await add(client, next - batch, batch);
			for (const id of answers.accepted.keys()) accepted.add(id);
			({refused} = answers);
		}
		await hub.stop();
		expect(accepted.size).toBe(next - 1);
		expect(readIds(data)).toEqual(accepted);
		expect(readBlocks(data).length).toBe(1 + accepted.size + taken);
		expect(hub.events().findLast(({event}) => event === 'health')).toMatchObject({ok: true});
	}, 60_000);
});

describe('a database that another program has locked', () => {
	test('refuses readings with the reason, serves readers, and says when it works again', async () => {
		const data = makeFolder('data');
		await using hub = await startHub({data});
		await using client = await openLive(hub.port);
		await add(client, 1, 1);
		const other = openDatabase(data);
		other.exec('BEGIN IMMEDIATE');

		const {refused} = await add(client, 2, 1);
		expect([...refused]).toEqual([
			['reading-000000-2', 'Not added: the database is locked by another program.'],
		]);
		await using reader = await connectSocket(hub.port);
		await reader.until(prompt);
		reader.write('/block 1\n');
		await reader.until('"Index":1,');
		await hub.until(({event, ok}) => event === 'health' && ok === false);
		other.exec('ROLLBACK');
		other.close();
		await hub.until(({event, ok}) => event === 'health' && ok === true, 10_000);

		const {accepted} = await add(client, 2, 1);
		expect([...accepted]).toEqual([['reading-000000-2', 2]]);
		expect(readBlocks(data).map(({bpm}) => bpm)).toEqual([0, bpmOf(1), bpmOf(2)]);
	});
});
