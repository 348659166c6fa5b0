import {expect, it} from 'vitest';
import {askStatus} from '../../bench/hub-status.ts';
import type {HopProbe} from '../../bench/load/hop-probe.ts';
import type {Relay} from '../../bench/load/relay.ts';
import {runScript, startScript} from '../../bench/processes.ts';
import {openHub} from '../server/support/hub.ts';
import {makeFolder} from '../support/child-env.ts';

const few = {count: 5, warmUp: 1, pauseMs: 1} as const;

it('times every reading from a hub to its own client', async () => {
	const hub = await openHub();
	const probe: HopProbe = {near: hub.port, far: hub.port, speaks: 'live', ...few};
	const timesMs = (await runScript('hop-probe.ts', probe)) as readonly number[];
	expect(timesMs).toHaveLength(5);
	for (const ms of timesMs) expect(ms).toBeGreaterThan(0);
	expect(await askStatus(hub.port, 'height')).toBe(6);
});

it('times what passes a chain of relays, with and without commits', async () => {
	for (const folder of [null, makeFolder('relay')]) {
		const first: Relay = {upstream: null, folder};
		await using near = await startScript('relay.ts', JSON.stringify(first));
		await using far = await startScript('relay.ts', JSON.stringify({upstream: near.port, folder: null}));
		const probe: HopProbe = {near: near.port, far: far.port, speaks: 'blocks', ...few};
		expect(await runScript('hop-probe.ts', probe)).toHaveLength(5);
	}
});
