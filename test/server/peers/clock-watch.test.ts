import {expect, it} from 'vitest';
import {sealBlock} from '../../../src/core/seal.ts';
import type {HubEvent} from '../../../src/server/log.ts';
import {ClockWatch} from '../../../src/server/peers/clock-watch.ts';
import {makeChain, startMs} from '../../support/chains.ts';

const minuteMs = 60_000;

it('tells of a block that is far ahead of the clock here, once in ten minutes', () => {
	const told: HubEvent[] = [];
	let nowMs = startMs;
	const watch = new ClockWatch(
		event => told.push(event),
		() => nowMs,
	);
	const [genesis] = makeChain([]);
	const look = (aheadMs: number): void =>
		watch.look({branch: [sealBlock(genesis!, 72, nowMs + aheadMs)]}, () => 'lab:9000');
	watch.look({branch: []}, () => 'lab:9000');
	look(5 * minuteMs - 1);
	expect(told).toEqual([]);
	look(5 * minuteMs);
	expect(told).toEqual([{event: 'clockAhead', peer: 'lab:9000', index: 1, aheadMs: 5 * minuteMs}]);
	nowMs += 10 * minuteMs - 1;
	look(5 * minuteMs);
	expect(told).toHaveLength(1);
	nowMs++;
	look(60 * minuteMs);
	expect(told[1]).toMatchObject({aheadMs: 60 * minuteMs});
});
