import {expect, it} from 'vitest';
import {ChainColumns} from '../../src/client/chain-columns.ts';
import type {HubLink, Reading} from '../../src/client/link-event.ts';
import {FrontReadings} from '../../src/relay/front-readings.ts';
import {KeptReadings} from '../../src/relay/kept-readings.ts';
import {TutorialDelivery} from '../../src/relay/tutorial-delivery.ts';
import {makeChain} from '../support/chains.ts';

const id = 'reading-0000000001';

/** A reading on its way to a hub that has one block, over a link that does with it what a test says. */
async function openDelivery(state: Reading['state']) {
	const chain = new ChainColumns();
	for (const block of makeChain([])) chain.append(block);
	const calls: string[] = [];
	const link: Pick<HubLink, 'chain' | 'submit' | 'withdraw'> = {
		chain,
		submit: bpm => {
			calls.push(`submit ${bpm}`);
			return {id: `link-${calls.length}`, bpm, state};
		},
		withdraw: linkId => calls.push(`withdraw ${linkId}`) > 0,
	};
	const kept = await KeptReadings.open(null);
	await kept.put(id, 72);
	const situation = {upstream: 'a:9000', refusal: null, answersSoon: false, until: ''};
	const options = {kept, queueMax: 10, situation: () => situation, ready: () => {}, log: () => {}};
	const readings = new FrontReadings(options);
	const delivery = new TutorialDelivery(
		() => link as HubLink,
		kept,
		readings,
		() => '',
	);
	return {delivery, calls, kept};
}

it('what the link has not sent when the connection ends is taken back, and not looked for', async () => {
	const {delivery, calls, kept} = await openDelivery('waiting');
	delivery.shown();
	await expect.poll(() => calls).toEqual(['submit 72']);
	expect(kept.get(id)?.sentAfter).toBe(0);
	delivery.close();
	expect(calls).toEqual(['submit 72', 'withdraw link-1']);
	expect(kept.get(id)?.sentAfter).toBeNull();
});

it('what it has sent is looked for', async () => {
	const {delivery, calls, kept} = await openDelivery('sent');
	delivery.shown();
	await expect.poll(() => calls).toEqual(['submit 72']);
	delivery.close();
	expect(calls).toEqual(['submit 72']);
	expect(kept.get(id)?.sentAfter).toBe(0);
});

it('a connection that ends before the reading is sent leaves it as one that was not', async () => {
	const {delivery, calls, kept} = await openDelivery('sent');
	delivery.shown();
	delivery.close();
	await new Promise(resolve => setImmediate(resolve));
	expect([calls, kept.get(id)?.sentAfter]).toEqual([[], null]);
});
