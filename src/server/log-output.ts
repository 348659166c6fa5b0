import {constants, fstatSync, openSync, write as writeFile} from 'node:fs';
import {promisify} from 'node:util';
import {createLineWriter, type Put} from './line-writer.ts';
import type {HubEvent, HubLog, LogLevel} from './log.ts';
import {createJsonLog} from './log-json.ts';
import {createPrettyLog} from './log-pretty.ts';

export interface LogSettings {
	readonly logFormat: 'pretty' | 'json';
	readonly logLevel: LogLevel;
	/** Whether the pretty log is coloured. */
	readonly color: boolean;
	/** How the program is started, as in `npx bchain`, for the lines that name a command. */
	readonly program: string;
}

export interface LogOutput {
	readonly log: HubLog;
	/** Resolves within two seconds, when the lines so far have left or were counted as dropped. */
	close(): Promise<void>;
}

/**
 * The log of `bchain serve` on standard output. It is written in the background: a terminal that was paused
 * with Ctrl+S, or a full pipe, must not stop the hub.
 */
export function openLog(settings: LogSettings): LogOutput {
	const format = createFormatter(settings);
	const writer = createLineWriter(openStandardOutput(), lines => format({event: 'dropped', lines}));
	return {
		log: event => writer.write(format(event), event.event === 'stopping' || event.event === 'stopped'),
		close: () => writer.close(),
	};
}

function createFormatter({logFormat, logLevel, color, program}: LogSettings): (event: HubEvent) => string {
	let text = '';
	const collect = (piece: string): void => {
		text += piece;
	};
	const log =
		logFormat === 'json'
			? createJsonLog(logLevel, collect)
			: createPrettyLog({level: logLevel, color, program}, collect);
	return event => {
		text = '';
		log(event);
		return text;
	};
}

/** The reader or the disk takes nothing now, and may do so later. */
const noRoomCodes: ReadonlySet<string | undefined> = new Set(['EAGAIN', 'ENOSPC', 'EDQUOT']);

/**
 * Standard output, without blocking where the system can do that: a thread that waits in a write to a paused
 * terminal or a full pipe would keep the process from ending.
 */
function openStandardOutput(): Put {
	const write = promisify(writeFile);
	const file = findStandardOutput();
	return async bytes => {
		try {
			return (await write(file, bytes)).bytesWritten;
		} catch (error) {
			if (noRoomCodes.has((error as NodeJS.ErrnoException).code)) return 0;
			throw error;
		}
	};
}

/** A file is not opened again: it would begin anew. */
function findStandardOutput(): number {
	const stats = fstatSync(1);
	if (!stats.isFIFO() && !stats.isCharacterDevice()) return 1;
	try {
		return openSync('/dev/stdout', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
	} catch {
		return 1;
	}
}
