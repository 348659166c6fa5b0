import {expect, test} from 'vitest';
import type {State} from '../../../src/client/state/state.ts';
import type {UpstreamState} from '../../../src/core/upstream-report.ts';
import {liveState, makeColumns, screenLines} from '../support/screen.ts';

const blocks = makeColumns();

test('Nothing in the header moves when blocks stop coming or the hub has not told how many are here', () => {
	const busy = {...liveState(120, 36, blocks)};
	const rates = [0, 0.3, 0.5, 1, 12, 99].map(shownPerSecond => {
		const arrivals = {...busy.arrivals, shownPerSecond};
		return screenLines({...busy, arrivals}, blocks)[0]!;
	});
	expect(new Set(rates.map(line => line.indexOf('31 here'))).size).toBe(1);
	expect(rates.map(line => /[\d.]+\/s/.exec(line)?.[0])).toEqual([
		undefined,
		undefined,
		'0.5/s',
		'1.0/s',
		'12/s',
		'99/s',
	]);
	expect(rates.every(line => !line.includes(' up '))).toBe(true);
});

test('How many are here is said as soon as the hub has told it, also of one alone, and nothing moves', () => {
	const live = liveState(120, 36, blocks);
	const withStatus = (connections: number): State => ({
		...live,
		status: {connections, peers: [], uptimeMs: 10_000},
	});
	const before = screenLines({...live, status: null}, blocks)[0]!;
	const alone = screenLines(withStatus(1), blocks)[0]!;
	expect(before).not.toContain('here');
	expect(alone).toContain(' 1 here ');
	expect(alone.replace('1 here', '      ')).toBe(before);
	expect(screenLines(withStatus(2), blocks)[0]).toBe(alone.replace('1 here', '2 here'));
});

test('The uptime is there where there is room, and a slow hub says so', () => {
	const live = liveState(200, 50, blocks);
	const status = {connections: 31, peers: [], uptimeMs: 1_260_000, commitP99Ms: 249, loopDelayP99Ms: 249};
	const header = (changes: Partial<typeof status> = {}) =>
		screenLines({...live, status: {...status, ...changes}}, blocks)[0]!;
	expect(header()).toMatch(/ 31 here .* up 21 min {3}height 1,284 /);
	expect(header()).not.toMatch(/late|commits/);
	expect(header({commitP99Ms: 1_840})).toContain('   commits take 1.8 s   up 21 min   ');
	expect(header({loopDelayP99Ms: 300})).toContain('   the hub is 300 ms late   up 21 min   ');
});

test('Other hubs that dialled the hub are not counted as here', () => {
	const live = liveState(120, 36, blocks);
	const status = {connections: 3, hubs: 2, peers: [], uptimeMs: 10_000};
	expect(screenLines({...live, status}, blocks)[0]).toContain(' 1 here ');
});

test('A front says which hub it stands before, and that this one is away or will not come back', () => {
	const header = (upstreamState: UpstreamState, columns = 120): string => {
		const live = liveState(columns, 36, blocks);
		const status = {connections: 1, peers: [], uptimeMs: 10_000, upstream: 'go-hub:9000', upstreamState};
		return screenLines({...live, status}, blocks)[0]!;
	};
	for (const state of ['live', 'plain'] as const)
		expect(header(state)).toMatch(/● live {2}lab-hub:9000 {2}front for go-hub:9000 /);
	expect(header('away')).toContain(' ◐ front · go-hub:9000 is away  lab-hub:9000  ');
	expect(header('away')).not.toMatch(/live|front for/);
	expect(header('connecting')).toContain('go-hub:9000 is away');
	expect(header('away', 40)).toMatch(/◐ (?:front · )?hub away/);
	expect(header('stopped')).toContain('✗ front · cut off from go-hub:9000');
	expect(header('stopped', 40)).toContain('cut off');
});
