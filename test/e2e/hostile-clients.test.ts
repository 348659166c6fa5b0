/**
 * Hostile clients of every kind together against one hub, while honest ones must feel nothing of it. It runs for
 * seconds; BCHAIN_HOSTILE_SECONDS=300 makes it minutes.
 */
import {spawnSync} from 'node:child_process';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {createChildEnv, makeFolder} from '../support/child-env.ts';
import {ChainAccount} from '../support/hostile/chain-account.ts';
import {type Haunting, startHaunting} from '../support/hostile/haunting.ts';
import {HonestPeople} from '../support/hostile/honest-people.ts';
import {HubResources} from '../support/hostile/hub-resources.ts';
import {floodBpm, type HostileKind, type HostileName, hostileKinds} from '../support/hostile/kinds.ts';
import {bin, type HubProcess, startHub} from '../support/hub-process.ts';
import {readHubStatus} from '../support/hub-status.ts';
import {requireProgram} from '../support/needs.ts';

type Tallies = Awaited<ReturnType<Haunting['stop']>>;
type Status = Awaited<ReturnType<typeof readHubStatus>>;

const seconds = Number(process.env.BCHAIN_HOSTILE_SECONDS ?? 15);
const stallMs = 2_000;
const hubArgs = [
	`--stall-timeout=${stallMs}ms`,
	'--nonsense-timeout=3s',
	'--broadcast-interval=1s',
	'--broadcast-limit=1MiB',
	'--bpm-range=1-9999',
	'--http-port=0',
];
/** Of this V8 takes 130 MB for young objects, however few of them are in use; the answers over HTTP are such. */
const rssBytesMax = 600_000_000;
/** How long the hub may take to be alone with the honest ones again. */
const settleMs = 10_000;
/** Why connections end: each has a counter of its name in the status. */
const leftReasons = ['left', 'quit', 'lost', 'stalled', 'nonsense', 'notForUs'] as const;

test(
	'honest clients feel nothing of hostile ones, of all kinds together',
	async ({skip}) => {
		requireProgram('nc', {skip});
		const data = makeFolder('data');
		// A line for every block would be gigabytes.
		const keeps = (line: string): boolean => !line.includes('"event":"block"');
		await using hub = await startHub({data, args: hubArgs, keeps});
		await using people = await HonestPeople.join(hub);
		using resources = new HubResources(hub.pid);
		const {descriptors} = resources;

		const {port: httpPort} = await hub.until(({event}) => event === 'http');
		await using haunting = startHaunting(hub.port, Number(httpPort), stallMs);
		await people.goOn(seconds * 1_000).finally(() => tell(people, resources));
		const tallies = await haunting.stop();
		await untilDescriptors(resources, descriptors);
		await people.showReading();

		expectStatus(await readHubStatus(hub.port), tallies, people);
		expectReasons(hub);
		expect(await people.leave()).toBe(0);
		expect(people.faults).toEqual([]);
		expect(await hub.stop()).toEqual({code: 0, signal: null});
		expect(resources.rssBytesMax).toBeLessThan(rssBytesMax);
		expectReadings(new ChainAccount(data, people.firstBpm), tallies, people);
		expectVerified(data);
	},
	(seconds + 90) * 1_000,
);

/** A long run is watched by somebody. */
function tell(people: HonestPeople, {rssBytesMax: rss}: HubResources): void {
	if (process.env.BCHAIN_HOSTILE_SECONDS === undefined) return;
	console.log(`${people.describe()}\nmost memory of the hub: ${Math.round(rss / 1_000_000)} MB`);
}

/** The honest ones come and go, too: it is enough that the hub was alone with them once. */
async function untilDescriptors(resources: HubResources, most: number): Promise<void> {
	const endMs = performance.now() + settleMs;
	let open = resources.descriptors;
	while (open > most && performance.now() < endMs) {
		await sleep(50);
		open = resources.descriptors;
	}
	expect(open).toBeLessThanOrEqual(most);
}

/** What the hub says of itself is what those who did it to it have counted. */
function expectStatus(status: Status, tallies: Tallies, people: HonestPeople): void {
	const count = (name: string): number => Number(status[name]);
	const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
	const kinds = Object.entries<HostileKind>(hostileKinds);
	const visitsOf = (isOfPort: (kind: HostileKind) => boolean): number =>
		sum(kinds.map(([name, kind]) => (isOfPort(kind) ? tallies[name as HostileName].connections : 0)));
	const visits = visitsOf(({web}) => !web) + people.connections;
	// Of those over HTTP only the streams have a reason for their end, and who is cut.
	const webVisits = visitsOf(({web}) => web === true);
	// At the end each of them may have been called off before it knew that it was connected.
	const clients = sum(kinds.map(([, kind]) => kind.clients));
	const visitsCounted = sum(leftReasons.map(count)) + count('connections') - 1;
	expect(visitsCounted).toBeGreaterThanOrEqual(visits);
	expect(visitsCounted).toBeLessThanOrEqual(visits + webVisits + clients);
	const {saysTlsHello, postsReading, postsByteByByte, sendsLongRequest, resetsMidLine} = tallies;
	const foreign = [saysTlsHello, postsReading, postsByteByByte, sendsLongRequest];
	expect(count('notForUs')).toBeGreaterThan(0);
	expect(count('notForUs')).toBeLessThanOrEqual(sum(foreign.map(tally => tally.connections)));
	const resets = resetsMidLine.connections - hostileKinds.resetsMidLine.clients;
	expect(count('lost')).toBeGreaterThanOrEqual(resets);
	expect(count('height')).toBeLessThanOrEqual(count('accepted'));
	for (const name of ['stalled', 'nonsense', 'refused', 'heldForOwn', 'broadcastsSkipped', 'httpRefused'])
		expect(count(name), name).toBeGreaterThan(0);
}

/** The log says why. */
function expectReasons(hub: HubProcess): void {
	const reasons = new Set(hub.events().flatMap(({event, reason}) => (event === 'left' ? [reason] : [])));
	for (const reason of ['stalled', 'nonsense', 'notForUs', 'lost']) expect(reasons).toContain(reason);
}

/** In the chain are the readings that were sent as readings, those of honest people once each and in order. */
function expectReadings(account: ChainAccount, tallies: Tallies, people: HonestPeople): void {
	const {counts, ordered} = account;
	const isOfNc = (bpm: number): boolean => people.added.nc.includes(bpm);
	expect(ordered.filter(isOfNc)).toEqual(people.added.nc);
	expect(ordered.filter(bpm => !isOfNc(bpm))).toEqual(people.added.screen);

	const ofOthers = [...counts.keys()].filter(bpm => bpm < people.firstBpm && bpm !== 0);
	expect(new Set(ofOthers)).toEqual(new Set(Object.values(floodBpm)));
	const {floodsReadings, floodsReadingsSlowly} = tallies;
	expect(counts.get(floodBpm.unread)).toBeLessThanOrEqual(floodsReadings.sent);
	expect(counts.get(floodBpm.readSlowly)).toBeLessThanOrEqual(floodsReadingsSlowly.sent);
	expect(counts.get(floodBpm.readSlowly)).toBeGreaterThanOrEqual(floodsReadingsSlowly.acknowledged);
	expect(counts.get(floodBpm.repeated)).toBe(1);
}

function expectVerified(folder: string): void {
	const options = {env: createChildEnv(), encoding: 'utf8'} as const;
	const {status, stdout, stderr} = spawnSync(process.execPath, [bin, 'verify', folder], options);
	expect(status, stdout + stderr).toBe(0);
}
