import {constants, fstatSync, openSync} from 'node:fs';
import {pino} from 'pino';
import type {HubLog, LogLevel} from './log.ts';
import {createJsonLog} from './log-json.ts';
import {createPrettyLog} from './log-pretty.ts';

/** Log text kept while standard output takes none; beyond it lines are dropped, never the hub's time. */
const waitingBytesMax = 4 * 1024 * 1024;
/** How long the last lines may take to leave when the hub stops. */
const closeTimeoutMs = 500;

export interface LogOutput {
	readonly log: HubLog;
	/** Resolves when the lines so far have left, or half a second later. Lines after it are dropped. */
	close(): Promise<void>;
}

/**
 * The log of `bchain serve` on standard output. It is written in the background: a terminal that was paused
 * with Ctrl+S, or a full pipe, must not stop the hub.
 */
export function openLog(format: 'pretty' | 'json', level: LogLevel, color: boolean): LogOutput {
	// Flushing waits for what is being written only where there is a least length.
	const options = {sync: false, minLength: 1, maxLength: waitingBytesMax};
	const destination = pino.destination({fd: openStandardOutput(), ...options});
	// A reader that went away (EPIPE) ends the log, not the hub.
	destination.on('error', () => {});
	const write =
		format === 'json'
			? createJsonLog(pino({level, base: null, timestamp: pino.stdTimeFunctions.isoTime}, destination))
			: createPrettyLog(level, color, text => void destination.write(text));
	let open = true;
	return {
		log: event => {
			if (open) write(event);
		},
		async close() {
			if (!open) return;
			await new Promise(resolve => {
				setTimeout(resolve, closeTimeoutMs);
				destination.flush(resolve);
			});
			open = false;
			destination.destroy();
		},
	};
}

/**
 * Standard output, without blocking where the system can do that: a thread that waits in a write to a paused
 * terminal or a full pipe would keep the process from ending. A file is not opened again: it would begin anew.
 */
function openStandardOutput(): number {
	const stats = fstatSync(1);
	if (!stats.isFIFO() && !stats.isCharacterDevice()) return 1;
	try {
		return openSync('/dev/stdout', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
	} catch {
		return 1;
	}
}
