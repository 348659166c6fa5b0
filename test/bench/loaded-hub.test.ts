import {describe, expect, it} from 'vitest';
import {askStatus} from '../../bench/hub-status.ts';
import {LoadedHub, lookForReadings} from '../../bench/load/loaded-hub.ts';
import type {NetworkLoad, NetworkResult} from '../../bench/load/network-load.ts';
import {runScript} from '../../bench/processes.ts';
import type {Block} from '../../src/core/block.ts';
import {hubLine} from '../../src/core/live-message.ts';
import {openHub} from '../server/support/hub.ts';
import {makeChain} from '../support/chains.ts';
import {blocksLine, startOf} from './support/checked.ts';

const chain = makeChain([1, 2, 3]);

/** A hub that has said that its chain is the beginning of `chain`, so many blocks long, and what it was told. */
function welcomed(length: number): {
	hub: LoadedHub;
	said: string[];
	hear: (...lines: readonly string[]) => void;
} {
	const said: string[] = [];
	const hub = new LoadedHub(lines => said.push(lines));
	const hear = (...lines: readonly string[]): void => {
		for (const line of lines) hub.receive(line.trimEnd());
	};
	hear(hubLine.welcome(startOf(chain.slice(0, length), 1_000).welcome));
	return {hub, said, hear};
}

/** Another block in the place of the last but one of `chain`, and one after it. */
function makeBranch(): readonly Block[] {
	return makeChain([1, 4, 5]).slice(2);
}

describe('a hub under load', () => {
	it('is followed over rollbacks, and its answers are timed', () => {
		const {hub, said, hear} = welcomed(2);
		hub.add('reading-of-hub-a1', 2);
		expect([said, hub.unanswered]).toEqual([['/add reading-of-hub-a1 2\n'], 1]);
		hear(blocksLine(...chain.slice(2)), hubLine.accepted(2, chain[2]!.hash, 'reading-of-hub-a1'));
		expect([hub.added, hub.unanswered, hub.answersMs.length]).toEqual([2, 0, 1]);
		const branch = makeBranch();
		hear(hubLine.rollback(2), blocksLine(...branch));
		expect([hub.blocks, hub.tip, hub.fault]).toEqual([branch, branch[1], null]);
	});

	it.each([
		['a block that does not follow', blocksLine(chain[3]!), 'does not hold'],
		['a rollback of what was there before', hubLine.rollback(1), 'block 1 was rolled back'],
		['a rollback of what is not there', hubLine.rollback(2), 'block 2 was rolled back'],
		[
			'an answer to nothing',
			hubLine.accepted(2, chain[2]!.hash, 'reading-of-hub-a1'),
			'an answer to nothing',
		],
		['a refusal', hubLine.refused('72', 'the disk is full'), 'refused: the disk is full'],
		['what is no message', 'x', 'not JSON'],
	])('is at fault for %s', (_what, line, fault) => {
		const {hub, hear} = welcomed(2);
		hear(line);
		expect(hub.fault).toContain(fault);
	});
});

it('finds readings that are missing, and those that are there twice', () => {
	const [, ...blocks] = makeChain([7, 8, 10, 8, 12]);
	expect(lookForReadings(blocks, 7, 4)).toEqual({lost: 1, doubled: 1});
	expect(lookForReadings(blocks.slice(0, 2), 7, 2)).toEqual({lost: 0, doubled: 0});
});

it('loads real hubs, and tells when they do not become one', async () => {
	const [one, other] = [await openHub({bpmRange: [1, 1_000_000]}), await openHub({bpmRange: [1, 1_000_000]})];
	const load = {perSecond: 200, lengthMs: 300, equalTimeoutMs: 300} as const;
	const alone: NetworkLoad = {...load, ports: [one.port], firstBpm: 5};
	const result = (await runScript('network-load.ts', alone)) as NetworkResult;
	expect(result).toMatchObject({accepted: result.sent, lost: 0, doubled: 0, faults: []});
	expect(result.answersMs).toHaveLength(result.sent);
	expect(await askStatus(one.port, 'height')).toBe(result.sent);
	const apart: NetworkLoad = {...load, ports: [one.port, other.port], firstBpm: 5_000};
	const {sent, lost, faults} = (await runScript('network-load.ts', apart)) as NetworkResult;
	expect(lost).toBeGreaterThan(0);
	expect(lost).toBeLessThanOrEqual(sent);
	expect(faults).toEqual(['the hubs did not agree within 0.3 s']);
});
