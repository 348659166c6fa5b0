/**
 * A crowd as a process of its own, forked by `openCrowd` (crowds.ts): its argument is CrowdOptions as JSON. It does
 * what it is told, one order after the other, and answers each.
 */
import {Crowd} from './crowd.ts';
import type {CrowdOptions, Expected} from './crowd-options.ts';

/** What a crowd can be told; the answers are what the methods of `Crowd` give. */
export type Order =
	| {readonly do: 'connect'; readonly deadlineMs: number}
	| {readonly do: 'submit'}
	| {readonly do: 'stopSubmitting'; readonly deadlineMs: number}
	| {readonly do: 'settle'; readonly expected: Expected; readonly deadlineMs: number}
	| {readonly do: 'look'}
	| {readonly do: 'leave'; readonly deadlineMs: number};

const crowd = new Crowd(JSON.parse(process.argv[2]!) as CrowdOptions);

async function obey(order: Order): Promise<unknown> {
	switch (order.do) {
		case 'connect':
			return crowd.connect(order.deadlineMs);
		case 'submit':
			return crowd.submit();
		case 'stopSubmitting':
			return crowd.stopSubmitting(order.deadlineMs);
		case 'settle':
			return crowd.settle(order.expected, order.deadlineMs);
		case 'look':
			return crowd.look();
		case 'leave':
			return crowd.leave(order.deadlineMs);
	}
}

let busy = Promise.resolve();
process.on('message', (order: Order) => {
	busy = busy.then(async () => void process.send!({answer: await obey(order)}));
});
// Whoever opened it is gone.
process.on('disconnect', () => process.exit());
