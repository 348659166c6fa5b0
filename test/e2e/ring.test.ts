/** Five people at five hubs in a ring: two links are cut, everybody goes on typing, the links are healed. */
import {onTestFinished, test} from 'vitest';
import {bin} from '../support/hub-process.ts';
import {settleMs, startRing, untilSame} from '../support/hub-ring.ts';
import {openTerminal, type Terminal} from '../support/terminal.ts';

const size = 5;

/** The full-screen client of a hub, live. */
async function openScreen(port: number): Promise<Terminal> {
	const screen = openTerminal(process.execPath, [bin, 'connect', `127.0.0.1:${port}`], {cols: 120, rows: 36});
	onTestFinished(() => screen[Symbol.asyncDispose]());
	await screen.until('● live', 10_000);
	return screen;
}

/** Types readings, and waits until the pane of this client's own readings says that each is in a block. */
async function typeAll(screen: Terminal, bpms: readonly number[]): Promise<void> {
	for (const bpm of bpms) {
		screen.write(`${bpm}\r`);
		await screen.until(new RegExp(`✓ ${bpm} +block `), settleMs);
	}
}

/** Opens the pane with the two branches, and goes back through the forks to the one that is meant. */
async function showFork(screen: Terminal, meant: RegExp): Promise<void> {
	screen.write('f');
	const newest = await screen.until(/the fork after block|fork \d+ of \d+/);
	let fork = Number(/fork (\d+) of/.exec(newest)?.[1] ?? 1);
	for (; fork > 1 && !meant.test(screen.screen()); fork--) {
		screen.write('[');
		await screen.until(`fork ${fork - 1} of`);
	}
	await screen.until(meant);
	await screen.until('no reading is lost');
}

test('all five show one chain with every reading once, and the screens told what happened', async () => {
	const {members, lines} = await startRing(size);
	await untilSame(members, []);
	const screens = await Promise.all(members.map(({port}) => openScreen(port)));

	const together = members.map((_, i) => 100 + i);
	for (const [i, screen] of screens.entries()) await typeAll(screen, [100 + i]);
	await untilSame(members, together);

	// Two hubs on the one side, three on the other.
	lines[0]!.cut();
	lines[2]!.cut();
	const apart = members.map((_, i) => [200 + 10 * i, 201 + 10 * i]);
	await Promise.all(screens.map((screen, i) => typeAll(screen, apart[i]!)));
	for (const line of lines) line.mend();
	const bpms = [...together, ...apart.flat()];
	await untilSame(members, bpms);

	const height = bpms.length;
	const settled = new RegExp(`height ${height} .*✓ all (?:${height + 1} )?verified`);
	for (const screen of screens) await screen.until(settled, settleMs);
	// Six readings beat four: the two hubs of the shorter branch took the longer one.
	for (const screen of screens.slice(1, 3)) {
		await showFork(screen, /this hub had .* more +\S+ had .* more {2}✓ longer, so it wins/);
	}
}, 90_000);
