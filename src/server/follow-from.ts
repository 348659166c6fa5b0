import {hubLine} from '../core/live-message.ts';
import type {Locator} from '../core/locator.ts';
import type {Outbox} from './outbox.ts';
import type {SessionContext} from './session-context.ts';

/** Answers `/from` (protocol section 4): says where the two chains part, and sends the blocks from there on. */
export async function followFrom(
	from: number | Locator,
	{self, signOfLife}: Pick<SessionContext, 'self' | 'signOfLife'>,
	outbox: Outbox,
): Promise<void> {
	const {chain, reader} = self.hub;
	const {version} = chain;
	const wanted = typeof from === 'number' ? from : (await reader.highestShared(from)) + 1;
	// What was replaced meanwhile is not shared any more.
	const index = Math.min(wanted, chain.length, chain.changedSince(version));
	outbox.text(hubLine.from(index));
	outbox.follow(chain.version, index);
	// How many are here is known at once, and not only with the next sign of life.
	outbox.sign('status', hubLine.status(signOfLife()));
}
