import type {HubEvent} from './log.ts';

/** What the log tells of other hubs. */
export type PeerEvent = Extract<
	HubEvent,
	{
		event: 'moved' | 'peerJoined' | 'peerLeft' | 'peerAway' | 'peerRefused' | 'diverged' | 'adoptedReadings';
	}
>;

/** For people, with its line end; `program` is how this program is started. */
export function describePeerEvent(
	event: PeerEvent,
	paint: (style: 'yellow' | 'red' | 'dim' | 'bold', text: string) => string,
	program: string,
): string {
	switch (event.event) {
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
		case 'adoptedReadings': {
			const readings = event.count === 1 ? '1 reading' : `${event.count} readings`;
			return `  adopted ${readings} of other hubs: they are put on the chain again\n`;
		}
	}
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
