import type {ReadStream, WriteStream} from 'node:tty';
import type {Reading} from './link-event.ts';
import {formatCount, formatMany} from './screen/format.ts';
import {findUndelivered, type Readings} from './state/readings.ts';
import {type State, tipOf} from './state/state.ts';

/** How a session ended. */
export interface SessionEnd {
	readonly exitCode: number;
	/** One line about what came of it. */
	readonly summary: string;
}

/** Leaving on a signal, with the exit code that shells know for it. */
const signals = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;
const hangUp = 129;

/**
 * Ends a session, by resolving `end` with its exit code, on everything besides a key that can: signals and a
 * terminal that is gone; our own errors reject it. The returned function listens no more.
 */
export function listenForTheEnd(
	{stdin, stdout}: {readonly stdin: ReadStream; readonly stdout: WriteStream},
	end: PromiseWithResolvers<number>,
): () => void {
	const handlers = Object.entries(signals).map(
		([signal, code]) => [signal, () => end.resolve(code)] as const,
	);
	const gone = (): void => end.resolve(hangUp);
	const fail = (error: unknown): void => end.reject(error);
	for (const [signal, handler] of handlers) process.on(signal, handler);
	process.on('uncaughtException', fail);
	process.on('unhandledRejection', fail);
	// The end of a pipe is no terminal that is gone.
	if (stdin.isTTY) stdin.on('end', gone);
	stdin.on('error', gone);
	stdout.on('error', gone);
	return () => {
		for (const [signal, handler] of handlers) process.off(signal, handler);
		process.off('uncaughtException', fail);
		process.off('unhandledRejection', fail);
		stdin.off('end', gone).off('error', gone);
		stdout.off('error', gone);
	};
}

/** How many of them are not in the chain that there is now. */
function addedElsewhere({added, gone}: Readings): string {
	if (gone === 0) return '';
	const which = gone === added ? '' : `${formatCount(gone)} of them `;
	return `, ${which}to a chain that is gone`;
}

/** What is worth knowing after the screen is gone: how far the chain is, what was added, what was not. */
export function summarise({address, chain, readings, phase}: State, keepsReadings = false): string {
	const tip = tipOf(chain);
	const lost = findUndelivered(readings);
	const kept = keepsReadings ? ', kept for the next time' : '';
	const height = tip < 0 ? `${address}: no block seen` : `${address} is at height ${formatCount(tip)}`;
	const parts = [
		phase.kind === 'alarm' ? `${address} does not have the past it had, and is not trusted` : height,
		`${formatMany(readings.added, 'reading')} added${addedElsewhere(readings)}`,
		...(lost.length > 0 ? [`not delivered: ${listReadings(lost)}${kept}`] : []),
	];
	return parts.join(' · ');
}

/** More than these are counted: they would be more than a line. */
const listedMost = 20;

function listReadings(readings: readonly Reading[]): string {
	return readings.length > listedMost
		? formatMany(readings.length, 'reading')
		: readings.map(({bpm}) => bpm).join(' ');
}
