import {formatMany} from '../core/count.ts';
import {printable} from '../core/printable.ts';
import type {HubEvent} from './log.ts';

/** What the log of a front tells of the hub behind it. */
export type UpstreamEvent = Extract<
	HubEvent,
	{
		event:
			| 'upstreamUp'
			| 'upstreamAway'
			| 'upstreamStopped'
			| 'upstreamSays'
			| 'mirrored'
			| 'shown'
			| 'queued'
			| 'delivered'
			| 'undelivered';
	}
>;

type Paint = (style: 'yellow' | 'red' | 'dim' | 'green', text: string) => string;

/** For people, with its line end. */
export function describeUpstreamEvent(event: UpstreamEvent, paint: Paint): string {
	switch (event.event) {
		case 'upstreamUp': {
			const once = event.mode === 'live' ? 'each reading goes there once' : plainWords;
			return paint(
				'green',
				`  ⇡ a front for the hub at ${event.upstream}, which is there: ${once}${rest(event.waiting)}\n`,
			);
		}
		case 'upstreamAway':
			return paint(
				'yellow',
				`  ! the hub at ${event.upstream} is away: ${event.reason.replace(/\.$/, '')}; readings are queued here${rest(event.waiting)}\n`,
			);
		case 'upstreamStopped':
			return paint('red', describeStopped(event));
		case 'upstreamSays':
			return paint('yellow', `  ! ${event.upstream}: ${printable(event.text)}\n`);
		case 'mirrored': {
			const {upstream, count, height} = event;
			return `  ⇡ ${formatMany(count, 'block')} of ${upstream} came and ${count === 1 ? 'is' : 'are all'} verified, up to block ${height}\n`;
		}
		case 'shown': {
			const {upstream, from, height} = event;
			const blocks = from >= height ? `block ${height}` : `blocks ${from} to ${height}`;
			return paint('dim', `  the hub at ${upstream} shows ${blocks}\n`);
		}
		case 'queued':
			return paint(
				'yellow',
				`  ⇡ ${readings(event.count)} queued for ${event.upstream}${rest(event.waiting)}\n`,
			);
		case 'delivered':
			return `  ⇡ ${readings(event.count)} delivered to ${event.upstream}${rest(event.waiting)}\n`;
		case 'undelivered':
			return paint('red', `  ! the queued reading ${event.bpm} (${event.id}) was refused: ${event.reason}\n`);
	}
}

const plainWords =
	'it speaks only plain mode, so readings go there one at a time, each at least once (in rare cases twice)';

function describeStopped({upstream, reason, waiting}: UpstreamEvent & {event: 'upstreamStopped'}): string {
	const lines = [
		`STOPPED: nothing is passed on to the hub at ${upstream} any more: ${reason}.`,
		`What is known of its chain is still shown, new readings are refused, and ${readings(waiting)} kept here.`,
		'To begin anew with what is there now: start with another --data folder.',
	];
	return lines.map(line => `  !! ${line}\n`).join('');
}

function readings(count: number): string {
	return count === 1 ? '1 reading is' : `${count} readings are`;
}

function rest(waiting: number): string {
	return waiting === 0 ? '' : `, ${waiting === 1 ? '1 waits' : `${waiting} wait`}`;
}
