/** The sign of life of a hub, and what it may say besides. */
import {describe, expect, it} from 'vitest';
import {type HubStatus, hubLine, parseHubMessage} from '../../src/core/live-message.ts';

const least: HubStatus = {connections: 3, peers: ['a:9000'], uptimeMs: 5};
const extras = {waiting: 7, blocksPerSecond: 0.5, bytesOut: 9, commitP99Ms: 0, loopDelayP99Ms: 1.5};

describe('a status', () => {
	it('may say how the hub does, all of it, some of it or nothing', () => {
		const line =
			'{"status":{"connections":3,"peers":["a:9000"],"uptimeMs":5,' +
			'"waiting":7,"blocksPerSecond":0.5,"bytesOut":9,"commitP99Ms":0,"loopDelayP99Ms":1.5}}\n';
		expect(hubLine.status({...least, ...extras})).toBe(line);
		for (const status of [least, {...least, ...extras}, {...least, waiting: 0}, {...least, commitP99Ms: 12}])
			expect(parseHubMessage(hubLine.status(status))).toEqual({
				ok: true,
				message: {kind: 'status', status},
			});
	});

	it('loses what nobody knows', () => {
		const text = JSON.stringify({status: {...least, mood: 'good', toString: 1}});
		expect(parseHubMessage(text)).toEqual({ok: true, message: {kind: 'status', status: least}});
	});

	it('keeps of the names of peers those that are texts, safe to show', () => {
		const status = {connections: 1, peers: ['a', {new: 1}, '\x1b[2J\u202e\n'], uptimeMs: 1};
		expect(parseHubMessage(JSON.stringify({status}))).toMatchObject({
			message: {status: {peers: ['a', '?[2J??']}},
		});
	});

	const notAmounts = [null, -0.1, '7', true, [], {}];
	const notCounts = [...notAmounts, 1.5, 2 ** 53];
	it.each([
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
