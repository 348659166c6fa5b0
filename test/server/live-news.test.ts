import {expect, it} from 'vitest';
import type {PeerReport} from '../../src/core/peer-report.ts';
import {LiveNews} from '../../src/server/live-news.ts';

const peer: PeerReport = {
	address: 'lab:9000',
	node: null,
	dialled: true,
	state: 'same',
	height: 7,
	shared: 7,
	branch: 0,
	own: 0,
	roundTripMs: 0.5,
	reason: null,
};

/** So many listeners, and what each of them was told. */
function listen(count: number) {
	const told: string[] = [];
	const signs: string[] = [];
	let peers: readonly PeerReport[] = [];
	let nowMs = 0;
	const listeners = Array.from({length: count}, () => ({
		outbox: {
			news: (line: string) => void told.push(line),
			sign: (kind: string, line: string) => void signs.push(`${kind} ${line}`),
		},
	}));
	const news = new LiveNews(
		new Set(listeners),
		() => peers,
		() => nowMs,
	);
	const show = (now: readonly PeerReport[]): number => {
		peers = now;
		signs.length = 0;
		news.tellPeers();
		return signs.length;
	};
	return {news, told, signs, show, pass: (ms: number) => (nowMs += ms)};
}

it('tells the peers to everybody when one of them stands elsewhere, and not for the time of an answer', () => {
	const {signs, show} = listen(3);
	expect(show([])).toBe(0);
	expect(show([peer])).toBe(3);
	expect(signs[0]).toBe(`peers ${JSON.stringify({peers: [peer]})}\n`);
	expect(show([peer])).toBe(0);
	expect(show([{...peer, roundTripMs: 9}])).toBe(0);
	for (const facts of [{height: 8}, {state: 'ahead'}, {branch: 1}, {node: 'abcdefghijklmnop'}] as const)
		expect(show([{...peer, ...facts}])).toBe(3);
	expect(show([])).toBe(3);
});

it('tells a line at once', () => {
	const {news, told} = listen(2);
	news.tell('a fork');
	expect(told).toEqual(['a fork', 'a fork']);
});

it('keeps thousands of listeners from being sent more than blocks leave room for', () => {
	const {news, told, show, pass} = listen(1_000);
	const line = 'x'.repeat(16 * 1_024);
	for (let i = 0; i < 100; i++) news.tell(line);
	// Two seconds of it may leave at once, each of them a line, and the one that passes that.
	expect(told.length / 1_000).toBe(3);
	expect(show([peer])).toBe(0);
	pass(1_000);
	expect(show([peer])).toBe(1_000);
	expect(show([peer])).toBe(0);
});
