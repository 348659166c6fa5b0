/** How fast readings may come over HTTP. The clock is the test's own; sockets are real. */
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {comeFrom} from '../support/come-from.ts';
import {createHeldLedger} from '../support/held-ledger.ts';
import {type Answer, openHttpHub, post, problemOf} from './support/http-hub.ts';

beforeEach(() => void vi.useFakeTimers({toFake: ['performance', 'setTimeout', 'clearTimeout']}));
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

/** Lets time pass in small steps, with turns of the event loop between. */
async function pass(ms: number): Promise<void> {
	for (let left = ms; left > 0; left -= 100) {
		vi.advanceTimersByTime(100);
		for (let i = 0; i < 10; i++) await new Promise(setImmediate);
	}
}

it('readings beyond the rate of an address wait, those much too many are refused', async () => {
	const hub = await openHttpHub({readingsPerSecondMax: 2});
	comeFrom('192.0.2.7');
	const answers: Answer[] = [];
	const add = async () => void answers.push(await post(hub, '{"BPM":50}'));
	// Two at once, and ten more within the five seconds that somebody is kept waiting.
	const adding = Array.from({length: 14}, add);
	await expect.poll(() => answers.length).toBe(4);
	expect(answers.map(({status}) => status).toSorted()).toEqual([201, 201, 429, 429]);
	const refused = answers.find(({status}) => status === 429)!;
	expect([problemOf(refused).code, refused.headers['retry-after']]).toEqual(['TOO_FAST', '5']);
	await pass(5_100);
	await Promise.all(adding);
	expect(answers.filter(({status}) => status === 201)).toHaveLength(12);
	expect((await hub.ask('/status')).json()).toMatchObject({accepted: 12, refused: 2, heldForRate: 10});
});

it('readings from this machine are not counted', async () => {
	const hub = await openHttpHub({readingsPerSecondMax: 1});
	const answers = await Promise.all(Array.from({length: 10}, () => post(hub, '{"BPM":50}')));
	expect(answers.map(({status}) => status)).toEqual(Array(10).fill(201));
});

it('readings beyond what may wait for the disk wait for room, but not for ever', async () => {
	const ledger = createHeldLedger();
	const hub = await openHttpHub({waitingReadingsTotalMax: 1}, ledger);
	ledger.hold();
	const first = post(hub, '{"BPM":50}');
	await ledger.held();
	const second = post(hub, '{"BPM":51}');
	const counts = async () => (await hub.ask('/status')).json() as {heldForAll: number};
	await expect.poll(async () => (await counts()).heldForAll).toBe(1);
	await pass(5_100);
	const answer = await second;
	expect([answer.status, problemOf(answer)]).toEqual([
		503,
		{code: 'FULL', message: 'Too many readings wait for the disk: try again later.'},
	]);
	const third = post(hub, '{"BPM":52}');
	await expect.poll(async () => (await counts()).heldForAll).toBe(2);
	ledger.unhold();
	expect((await first).status).toBe(201);
	expect(await third).toMatchObject({status: 201, text: expect.stringContaining('"Index": 2')});
});
