/** A fork between three real hubs, as people at their terminals see it. */
import {onTestFinished, test} from 'vitest';
import {bin} from '../support/hub-process.ts';
import {settleMs, startRing, untilSame} from '../support/hub-ring.ts';
import {openTerminal, type Terminal} from '../support/terminal.ts';

/** A full-screen client of this hub, live; it ends with the test. */
async function sit(port: number, cols = 120, rows = 36): Promise<Terminal> {
	const client = openTerminal(process.execPath, [bin, 'connect', `127.0.0.1:${port}`], {cols, rows});
	onTestFinished(() => client[Symbol.asyncDispose]());
	await client.until('● live', settleMs);
	return client;
}

/** Types readings, each after the one before is in its block. */
async function type(client: Terminal, bpms: readonly number[], index: number): Promise<void> {
	for (const [at, bpm] of bpms.entries()) {
		client.write(`${bpm}\r`);
		await client.until(new RegExp(`✓ +${bpm} +block ${index + at} +durable`), settleMs);
	}
}

test('whoever sits at the losing side sees what was replaced, why, and where every reading is now', async () => {
	const {members, lines} = await startRing(3);
	const ports = members.map(({port}) => port) as [number, number, number];
	const [loser, winner] = [await sit(ports[0]), await sit(ports[1])];
	await loser.until('2 of 2 linked', settleMs);
	await type(loser, [70], 1);
	await untilSame(members, [70]);

	// It dials the second hub over the first line, and the third one dials it over the last: only the one is missed.
	lines[0]!.cut();
	lines[2]!.cut();
	await loser.until('0 of 1 linked', settleMs);
	await loser.until('peers 0/1', settleMs);
	await type(loser, [71, 66], 2);
	await type(winner, [80, 82, 79, 77], 2);
	for (const line of lines) line.mend();
	await untilSame(members, [70, 71, 66, 80, 82, 79, 77]);

	await loser.until('● two branches, settled', settleMs);
	await loser.until(/71 66 moved from blocks 2 and 3 to blocks 6 and 7/, settleMs);
	await loser.until(/╌ +2 .* 71 .*╌ yours.*╌ +3 .* 66 .*╌ yours/s);
	await loser.until(/block 7 +moved from 3/);

	loser.write('f');
	await loser.until('both hubs agree up to here');
	await loser.until(/this hub had 2 more .* had 4 more +✓ longer, so it wins/);
	await loser.until(/╌ 2 .* 71 .* yours .*✓ 2 .* 80 /);
	await loser.until(/╌ 3 .* 66 .* yours .*✓ 3 .* 82 /);
	await loser.until('71 (yours) → block 6 ✓   66 (yours) → block 7 ✓   no reading is lost');
	loser.write('\r');
	await loser.until(/▸╌ block 2 .*yours, now block 6.*PrevHash .*[0-9a-f]{64} ✓ the Hash of block 1/s);
	loser.write('\x1b[C');
	await loser.until(/━ the branch of 127\.0\.0\.1:\d+ ━/);
	for (const [cols, rows] of [
		[40, 10],
		[80, 24],
		[200, 50],
	] as const) {
		loser.resize(cols, rows);
		await loser.until(/━ the branch of 127\.0\.0\.1:\d+ ━/);
	}
	loser.write('\x1b');
	await loser.until(/✓ longer, so it wins/);
	loser.write('f');
	await loser.until(screen => !screen.includes('so it wins'));

	// Who comes later, or comes back, can still see it: the hub remembers.
	const late = await sit(ports[0], 80, 24);
	late.write('f');
	await late.until(/fork after block 1 .*.*✓ longer.*no reading is lost/s, settleMs);
}, 90_000);
