/** A fork between two real hubs, as those who watch it are told: on live connections, by /forks and by `bchain peers`. */
import {expect, onTestFinished, test} from 'vitest';
import {type Fork, readForkReports} from '../../src/core/fork.ts';
import type {PeerReport} from '../../src/core/peer-report.ts';
import {run} from '../cli/run-program.ts';
import {type LiveClient, openLive} from '../server/support/live-client.ts';
import {type Member, settleMs, startRing, untilSame} from '../support/hub-ring.ts';
import {connectSocket} from '../support/socket-client.ts';

/** Watches a hub until the test is over. */
function watch({port}: Member, andThen = ''): LiveClient {
	const live = openLive(port, andThen);
	onTestFinished(() => live[Symbol.dispose]());
	return live;
}

/** Adds readings to a hub, each after the one before. */
async function add(live: LiveClient, bpms: readonly number[]): Promise<void> {
	for (const [i, bpm] of bpms.entries()) {
		live.write(`${bpm}\n`);
		await live.when(
			`${bpm} is accepted`,
			() => live.messages.filter(({kind}) => kind === 'accepted').length > i,
			settleMs,
		);
	}
}

interface Told {
	readonly member: Member;
	readonly live: LiveClient;
	readonly fork: Fork;
}

/** Parts two hubs, has the one take two readings and the other these, and links them again. */
async function settleFork(
	bpms: readonly number[] = [81, 82, 83, 84],
): Promise<{readonly lost: Told; readonly won: Told}> {
	const {members, lines} = await startRing(2);
	await untilSame(members, []);
	const [lost, won] = members.map(member => watch(member)) as [LiveClient, LiveClient];
	for (const line of lines) line.cut();
	const away = ({peers}: {readonly peers: readonly PeerReport[]}) =>
		peers.length === 1 && peers[0]!.state === 'waiting';
	await lost.until('peers', away, settleMs);
	await add(lost, [71, 66]);
	won.write(bpms.map(bpm => `${bpm}\n`).join(''));
	const accepted = () => won.messages.filter(({kind}) => kind === 'accepted');
	await won.when('all are accepted', () => accepted().length === bpms.length, settleMs);
	for (const line of lines) line.mend();
	await untilSame(members, [71, 66, ...bpms]);
	const told = async (i: 0 | 1, live: LiveClient): Promise<Told> => {
		const {fork} = await live.until('fork', () => true, settleMs);
		return {member: members[i]!, live, fork};
	};
	return {lost: await told(0, lost), won: await told(1, won)};
}

test('a fork is told to those who watch, with who won, why and where the readings are', async () => {
	const {lost, won} = await settleFork();
	const {ours, theirs} = lost.fork;
	expect(lost.fork).toMatchObject({id: 1, shared: 0, winner: 'theirs', why: 'longer', displaced: 2});
	expect(ours.blocks.map(({bpm}) => bpm)).toEqual([71, 66]);
	expect(theirs.blocks.map(({bpm}) => bpm)).toEqual([81, 82, 83, 84]);
	// Before the blocks are taken back.
	const kinds = lost.live.messages.map(({kind}) => kind);
	expect(kinds.indexOf('fork')).toBe(kinds.lastIndexOf('rollback') - 1);
	const again = () => lost.live.messages.flatMap(each => (each.kind === 'putAgain' ? [each.putAgain] : []));
	await lost.live.when('both are put again', () => again().at(-1)?.count === 2, settleMs);
	const places = again().flatMap(({fork, readings}) =>
		readings.map(({bpm, was, index}) => [fork, bpm, was, index]),
	);
	expect(places).toEqual([
		[1, 71, 1, 5],
		[1, 66, 2, 6],
	]);

	// The other hub tells the same fork from its side, and takes nothing back.
	expect(won.fork).toMatchObject({id: 1, shared: 0, winner: 'ours', why: 'longer', displaced: 0});
	expect(won.fork).toMatchObject({ours: theirs, theirs: ours});
	const settled = won.live.messages.slice(won.live.messages.findIndex(({kind}) => kind === 'fork'));
	expect(settled.filter(({kind}) => kind === 'rollback' || kind === 'putAgain')).toEqual([]);

	const count = {index: 1, count: 4, why: 'longer'};
	expect(await lost.member.hub.until(({event, index}) => event === 'replaced' && index !== 0)).toMatchObject({
		...count,
		removed: 2,
		peer: lost.fork.peer,
	});
	expect(await won.member.hub.until(({event}) => event === 'kept')).toMatchObject({
		...count,
		dropped: 2,
		peer: won.fork.peer,
	});
}, 60_000);

test('a fork is told to those who ask later, in plain words and as JSON', async () => {
	const {lost, won} = await settleFork();
	await lost.live.until('putAgain', ({putAgain}) => putAgain.count === 2, settleMs);
	const [theirs, ours] = [lost.fork, won.fork];
	const text = [
		`${theirs.at}  fork after block 0 with ${theirs.peer}: this hub had 2 more blocks, the other one 4.`,
		'  The longer branch wins: that of the other one.',
		'  Put again: 71 -> block 5, 66 -> block 6. No reading is lost.',
	].join('\n');
	await using plain = await connectSocket(lost.member.port);
	plain.write('/forks\n');
	await plain.until(`\nThe last fork:\n${text}\nEnter a new BPM:`);
	const shown = await run(['peers', '--hub', lost.member.hub.address]);
	expect(shown).toMatchObject({code: 0, stderr: ''});
	expect(shown.stdout).toMatch(/^127\.0\.0\.1:\d+ +same chain +block 6/m);
	expect(shown.stdout).toContain(`\n\nThe last fork:\n${text}\n`);
	expect((await run(['peers', '--hub', won.member.hub.address])).stdout).toContain(
		`fork after block 0 with ${ours.peer}: this hub had 4 more blocks, the other one 2.\n` +
			"  The longer branch wins: this hub's.\n" +
			'  The replaced readings came from other hubs, which put them again at the end. No reading is lost.\n',
	);

	const {answer} = await watch(lost.member, '/forks\n').until('answer');
	expect(readForkReports(answer.forks)).toMatchObject([{...theirs, putAgainCount: 2}]);
	const {stdout} = await run(['peers', '--hub', won.member.hub.address, '--json']);
	const {forks} = JSON.parse(stdout) as {readonly forks: unknown};
	expect(readForkReports(forks)).toEqual([{...ours, putAgain: [], putAgainCount: 0}]);
}, 60_000);

test('a long branch, which comes line by line, is one fork, and told by how long it was when the links were mended', async () => {
	const count = 2_000;
	const {lost, won} = await settleFork(Array.from({length: count}, () => 81));
	const forksOf = async ({member}: Told) => {
		const {stdout} = await run(['peers', member.hub.address, '--json']);
		return (JSON.parse(stdout) as {readonly forks: unknown}).forks;
	};
	const tip = won.live.messages.flatMap(each => (each.kind === 'accepted' ? [each.hash] : [])).at(-1);
	expect(await forksOf(lost)).toMatchObject([{winner: 'theirs', ours: {count: 2}, theirs: {count, tip}}]);
	expect(await forksOf(won)).toMatchObject([{winner: 'ours', ours: {count, tip}, theirs: {count: 2}}]);
	// Those who watched heard of it when it began.
	expect(lost.fork.theirs.count).toBeLessThan(count);
}, 60_000);
