import {formatMany} from '../core/count.ts';
import type {ForkReason} from '../core/fork.ts';
import type {HubEvent} from './log.ts';

/** What the log tells of other hubs. */
export type PeerEvent = Extract<
	HubEvent,
	{
		event:
			| 'replaced'
			| 'kept'
			| 'moved'
			| 'peerJoined'
			| 'peerLeft'
			| 'peerAway'
			| 'peerRefused'
			| 'diverged'
			| 'clockAhead'
			| 'adoptedReadings';
	}
>;

const minuteMs = 60_000;

/** For people, with its line end; `program` is how this program is started. */
export function describePeerEvent(
	event: PeerEvent,
	paint: (style: 'yellow' | 'red' | 'dim' | 'bold', text: string) => string,
	program: string,
): string {
	switch (event.event) {
		case 'replaced':
			return paint('yellow', `  ╌ ${describeReplaced(event)}\n`);
		case 'kept':
			return paint('yellow', `  ╌ ${describeKept(event)}\n`);
		case 'moved': {
			const sender = event.from === undefined ? '' : ` of ${event.from}`;
			return paint(
				'yellow',
				`  ↷ the reading ${event.bpm}${sender} was put again: it is in block ${event.index}\n`,
			);
		}
		case 'peerJoined': {
			const how = event.dialled ? 'dialled' : 'it dialled this hub';
			return paint('dim', `  ⇄ linked with the hub ${event.peer} (${how})\n`);
		}
		case 'peerLeft': {
			const rest = event.fault ? ' It broke the rules, and is left alone for a while.' : '';
			return paint(
				event.fault ? 'red' : 'yellow',
				`  ⇹ the link with ${event.peer} is gone: ${event.reason}${rest}\n`,
			);
		}
		case 'peerAway':
			return paint('yellow', `  ! no link with ${event.peer}: ${event.reason}\n`);
		case 'peerRefused':
			return paint('yellow', `  ! ${event.peer} was refused as a peer: ${event.reason}\n`);
		case 'diverged':
			return paint('red', describeDiverged(event, program));
		case 'clockAhead':
			return paint('yellow', `  ! ${describeClockAhead(event)}\n`);
		case 'adoptedReadings': {
			const readings = event.count === 1 ? '1 reading' : `${event.count} readings`;
			return `  adopted ${readings} of other hubs: they are put on the chain again\n`;
		}
	}
}

function describeReplaced({index, removed, count, peer, why}: PeerEvent & {event: 'replaced'}): string {
	if (index === 0)
		return `joined the network: its chain, with ${formatMany(count, 'block')} so far, is this hub's now`;
	const blocks = removed === 1 ? '1 block is' : `${removed} blocks are`;
	return `fork after block ${index - 1}: ${peer} ${reasons[why]}; ${blocks} replaced here by ${count}`;
}

function describeKept({index, count, dropped, peer, why}: PeerEvent & {event: 'kept'}): string {
	const blocks = formatMany(dropped, 'block');
	return `fork after block ${index - 1}: this hub ${reasons[why]}; ${peer} replaces ${blocks} by ${count}`;
}

/** Why a branch won, to be said of the hub whose branch it is. */
const reasons: Readonly<Record<ForkReason, string>> = {
	longer: 'wins with the longer branch',
	lowerHash: 'wins by the lower hash',
	accepted: 'wins, as a person accepted it',
};

function describeClockAhead({peer, index, aheadMs}: PeerEvent & {event: 'clockAhead'}): string {
	const ahead = formatMany(Math.round(aheadMs / minuteMs), 'minute');
	return `block ${index} of ${peer} is ${ahead} ahead of the clock here: one of the two is wrong, and blocks sealed until then get its time`;
}

function describeDiverged({peer, reorgLimit}: PeerEvent & {event: 'diverged'}, program: string): string {
	const lines = [
		`DIVERGED: ${peer} and this hub have different chains, and neither gives way:`,
		reorgLimit === 0
			? 'this hub never replaces a block (--reorg-limit 0).'
			: `they parted more than ${reorgLimit} blocks ago (--reorg-limit).`,
		`To take its chain here, which replaces blocks of this one: ${program} peers accept ${peer}`,
	];
	return lines.map(line => `  !! ${line}\n`).join('');
}
