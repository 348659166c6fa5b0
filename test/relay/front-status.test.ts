/** A front tells those who watch how the hub behind it stands, at once when that changes. */
import {expect, it} from 'vitest';
import {openHub} from '../server/support/hub.ts';
import {openLive} from '../server/support/live-client.ts';
import {openLine} from '../support/cuttable-line.ts';
import {openFront} from './support/front.ts';

/** Long before the next sign of life. */
const soonMs = 5_000;

it('A client of a front is told that the hub behind is there, away and back', async () => {
	const hub = await openHub();
	await using line = await openLine(() => hub.port);
	const front = await openFront(line.port);
	await front.until('mirrored');
	const upstream = `127.0.0.1:${line.port}`;
	using live = openLive(front.port, '/from 0\n');
	const states = (): readonly unknown[] =>
		live.messages.flatMap(message => (message.kind === 'status' ? [message.status.upstreamState] : []));
	await live.until('status', ({status}) => status.upstream === upstream, soonMs);
	expect(states()).toEqual(['live']);
	line.cut();
	await live.until('status', ({status}) => status.upstreamState === 'away', soonMs);
	line.mend();
	await live.when('it is back', () => states().at(-1) === 'live', soonMs);
});

it('A hub that is no front says nothing of it', async () => {
	const hub = await openHub();
	using live = openLive(hub.port, '/from 0\n');
	const {status} = await live.until('status');
	expect(status).not.toHaveProperty('upstream');
	expect(status).toMatchObject({hubs: 0});
});
