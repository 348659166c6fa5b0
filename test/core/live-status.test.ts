/** The sign of life of a hub, and what it may say besides. */
import {describe, expect, it} from 'vitest';
import {type HubStatus, hubLine, parseHubMessage} from '../../src/core/live-message.ts';
import type {PeerReport} from '../../src/core/peer-report.ts';

const peer: PeerReport = {
	address: 'a:9000',
	node: 'abcdefghijklmnop',
	dialled: true,
	state: 'same',
	height: 7,
	shared: 7,
	branch: 0,
	own: 2,
	roundTripMs: 0.5,
	reason: null,
};
const least: HubStatus = {connections: 3, peers: [peer], uptimeMs: 5};
const extras = {hubs: 2, waiting: 7, blocksPerSecond: 0.5, bytesOut: 9, commitP99Ms: 0, loopDelayP99Ms: 1.5};

describe('a status', () => {
	it('may say how the hub does, all of it, some of it or nothing', () => {
		const line =
			'{"status":{"connections":3,"peers":[{"address":"a:9000","node":"abcdefghijklmnop","dialled":true,' +
			'"state":"same","height":7,"shared":7,"branch":0,"own":2,"roundTripMs":0.5,"reason":null}],"uptimeMs":5,' +
			'"hubs":2,"waiting":7,"blocksPerSecond":0.5,"bytesOut":9,"commitP99Ms":0,"loopDelayP99Ms":1.5}}\n';
		expect(hubLine.status({...least, ...extras})).toBe(line);
		for (const status of [least, {...least, ...extras}, {...least, waiting: 0}, {...least, commitP99Ms: 12}])
			expect(parseHubMessage(hubLine.status(status))).toEqual({
				ok: true,
				message: {kind: 'status', status},
			});
	});

	it('of a front says how the hub behind it stands, safe to show', () => {
		const status: HubStatus = {...least, upstream: 'lab-hub:9000', upstreamState: 'away'};
		expect(parseHubMessage(hubLine.status(status))).toEqual({ok: true, message: {kind: 'status', status}});
		const bare = {ok: true, message: {kind: 'status', status: least}};
		for (const wrong of [{upstreamState: undefined}, {upstreamState: 'asleep'}, {upstream: 7}])
			expect(parseHubMessage(JSON.stringify({status: {...status, ...wrong}}))).toEqual(bare);
		const harmful = JSON.stringify({status: {...status, upstream: '\x1b[2J:9000'}});
		expect(parseHubMessage(harmful)).toMatchObject({message: {status: {upstream: '?[2J:9000'}}});
	});

	it('loses what nobody knows', () => {
		const text = JSON.stringify({status: {...least, mood: 'good', toString: 1}});
		expect(parseHubMessage(text)).toEqual({ok: true, message: {kind: 'status', status: least}});
	});

	it('keeps of the peers those that it understands, safe to show', () => {
		const peers = ['a', {new: 1}, {...peer, address: '\x1b[2J\u202e\n', extra: 1}];
		const text = JSON.stringify({status: {connections: 1, peers, uptimeMs: 1}});
		expect(parseHubMessage(text)).toEqual({
			ok: true,
			message: {
				kind: 'status',
				status: {connections: 1, peers: [{...peer, address: '?[2J??'}], uptimeMs: 1},
			},
		});
	});

	const notAmounts = [null, -0.1, '7', true, [], {}];
	const notCounts = [...notAmounts, 1.5, 2 ** 53];
	it.each([
		['hubs', notCounts],
		['waiting', notCounts],
		['bytesOut', notCounts],
		['blocksPerSecond', notAmounts],
		['commitP99Ms', notAmounts],
		['loopDelayP99Ms', notAmounts],
	] as const)('with a wrong %s is a fault', (name, values) => {
		for (const value of values)
			expect(parseHubMessage(JSON.stringify({status: {...least, ...extras, [name]: value}}))).toEqual({
				ok: false,
				reason: 'its "status" message does not have the agreed shape',
			});
		const infinite = `{"status":{"connections":3,"peers":[],"uptimeMs":5,"${name}":1e999}}`;
		expect(parseHubMessage(infinite).ok).toBe(false);
	});
});
