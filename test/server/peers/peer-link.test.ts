import {describe, expect, it} from 'vitest';
import {BlockLines} from '../../../src/server/block-lines.ts';
import {Hub} from '../../../src/server/hub.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {PeerLink} from '../../../src/server/peers/peer-link.ts';

/** A link over a connection that takes more or does not; time stands still between two lines. */
async function openLink(takesMore: () => boolean) {
	const hub = await Hub.open(createMemoryLedger());
	const ends: [reason: string, fault: boolean][] = [];
	const sent: string[] = [];
	let nowMs = 0;
	const link = new PeerLink({
		hub,
		lines: new BlockLines(hub.reader),
		now: () => nowMs,
		transport: {
			send: data => {
				sent.push(data.toString());
				return takesMore();
			},
			pause: () => {},
			resume: () => {},
			end: () => {},
		},
		onEnd: (...end) => ends.push(end),
		onState: () => {},
	});
	link.start();
	/** Says `ping` so often, slowly enough not to be a flood. */
	const ping = (count: number): void => {
		for (let i = 0; i < count; i++) {
			nowMs++;
			link.receive('{"ping":{"t":1}}');
		}
	};
	return {link, sent, ends, ping};
}

describe('a peer that asks and takes no answers', () => {
	it('is sent away before they fill our memory', async () => {
		const {sent, ends, ping} = await openLink(() => false);
		ping(100_000);
		expect(ends).toEqual([['it asks, and does not take the answers', true]]);
		expect(sent.length).toBeLessThan(1_100);
		expect(sent.at(-1)).toBe('{"bye":{"reason":"it asks, and does not take the answers"}}\n');
	});

	it('is not one that takes them late', async () => {
		const {link, ends, ping} = await openLink(() => false);
		for (let i = 0; i < 10; i++) {
			ping(900);
			link.writable();
		}
		expect(ends).toEqual([]);
	});
});
