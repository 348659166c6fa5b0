import {expect, it} from 'vitest';
import {openFront} from '../relay/support/front.ts';
import {openHub} from '../server/support/hub.ts';
import {openLine} from '../support/cuttable-line.ts';
import {openProbe} from './support/link-probe.ts';
import {startTutorialHub} from './support/tutorial-hub.ts';

it('readings are queued at a front whose hub is away, more than go out at once, and each is added once', async () => {
	const hub = await openHub();
	await using line = await openLine(() => hub.port);
	const front = await openFront(line.port, {queueMax: 1_000});
	await front.until('mirrored');
	line.cut();
	await front.until('upstreamAway');
	await using probe = openProbe(front.port);
	await probe.phase('live');
	const readings = Array.from({length: 200}, (_, i) => probe.link.submit(100 + i));
	for (const {id} of readings) await probe.state(id, 'queued');
	line.mend();
	for (const {id} of readings) await probe.state(id, 'accepted');
	await probe.length(201);

	expect(readings.map(({id}) => probe.reading(id)?.index)).toEqual(readings.map((_, i) => i + 1));
	expect(probe.states(readings[0]!.id)).toEqual(['waiting', 'sent', 'queued', 'accepted']);
});

it('a queued reading is sent again when the connection to the front was lost, and is still one', async () => {
	const hub = await openHub();
	await using line = await openLine(() => hub.port);
	const front = await openFront(line.port);
	await front.until('mirrored');
	await using near = await openLine(() => front.port);
	line.cut();
	await front.until('upstreamAway');
	await using probe = openProbe(near.port);
	await probe.phase('live');
	const {id} = probe.link.submit(72);
	await probe.state(id, 'queued');
	near.cut();
	await probe.phase('waiting');
	near.mend();
	await probe.until(
		'it is queued again',
		() => probe.states(id).filter(state => state === 'queued').length === 2,
	);
	line.mend();
	await probe.state(id, 'accepted');
	await probe.length(2);
});

it("in plain mode a queued reading is not refused, and is accepted when the tutorial's chain shows it", async () => {
	await using tutorial = await startTutorialHub({intervalMs: 60});
	const front = await openFront(tutorial.port, {hub: {broadcastIntervalMs: 50}});
	await front.until('shown');
	await using probe = openProbe(front.port, {timing: {welcomeTimeoutMs: 100}});
	await probe.phase('plain');
	const {id} = probe.link.submit(72);
	const accepted = await probe.state(id, 'accepted');

	expect(accepted.index).toBe(1);
	expect(probe.states(id)).toContain('queued');
	expect(probe.states(id)).not.toContain('refused');
	expect(await probe.notice('The hub says: ')).toContain('has no live mode');
});
