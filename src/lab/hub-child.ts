import {type ChildProcess, spawn} from 'node:child_process';
import type {Readable} from 'node:stream';
import {createLineSplitter} from '../core/lines.ts';
import {printable} from '../core/printable.ts';

/** What starts a hub of a lab. */
export interface HubChildOptions {
	/** The file of the program, for Node. */
	readonly bin: string;
	/** Where its chain is kept; made when it is not there. */
	readonly data: string;
	/** The port; 0 takes a free one. */
	readonly port: number;
	/** The working directory: an empty one, so that no `.env` of the person is read. */
	readonly cwd: string;
	/** Further options of `bchain serve`. */
	readonly args: readonly string[];
}

/** A hub that a lab has started. */
export interface HubChild {
	/** The port on which it listens, or why it does not, a sentence without its end. */
	readonly listening: Promise<
		{readonly ok: true; readonly port: number} | {readonly ok: false; readonly reason: string}
	>;
	/** Resolves when the process is gone. */
	readonly ended: Promise<void>;
	/** Ends it without a word, as a power cut would. */
	kill(): void;
}

/** What a hub of a lab may see of the surroundings; options that the person has set for hubs stay outside. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'LC_ALL', 'TZ'];
const logLineBytesMax = 65_536;
/** The end of what it says on standard error. */
const complaintCharactersMax = 400;

/**
 * Starts `bchain serve` as a child on the loopback interface. It ends with this process, however that ends: over the
 * channel between them it sees the end (server/serve.ts).
 */
export function startHubChild({bin, data, port, cwd, args}: HubChildOptions): HubChild {
	const options = ['--host', '127.0.0.1', '--port', String(port), '--data', data, '--log-format', 'json'];
	const child = spawn(process.execPath, [bin, 'serve', ...options, ...args], {
		cwd,
		env: Object.fromEntries(inherited.map(name => [name, process.env[name]])),
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		windowsHide: true,
	});
	// The channel is there to be seen broken, and must not keep us.
	child.channel?.unref();
	let complaint = '';
	child.stderr!.setEncoding('utf8').on('data', (text: string) => {
		complaint = (complaint + text).slice(-complaintCharactersMax);
	});
	const ended = endOf(child);
	const listening = Promise.race([
		readPort(child.stdout!).then(listeningPort => ({ok: true, port: listeningPort}) as const),
		ended.then(failure => {
			const reason = printable(complaint.trim().replace(/\.$/, '') || (failure ?? 'it ended at once'));
			return {ok: false, reason} as const;
		}),
	]);
	return {listening, ended: ended.then(() => {}), kill: () => void child.kill('SIGKILL')};
}

/** Resolves when it is gone and all that it wrote was read, with why it could not be started if that is so. */
function endOf(child: ChildProcess): Promise<string | null> {
	return new Promise(resolve => {
		child.once('close', () => resolve(null));
		child.on('error', error => {
			if (child.pid === undefined) resolve(error.message);
		});
	});
}

/** Resolves with the port that its log names, and goes on reading the log away: it must not fill the pipe. */
function readPort(log: Readable): Promise<number> {
	const lines = createLineSplitter(logLineBytesMax);
	return new Promise(resolve => {
		log.on('data', (chunk: Buffer) => {
			for (const line of lines.push(chunk)) {
				const port = line.kind === 'line' ? portOf(line.text) : null;
				if (port !== null) resolve(port);
			}
		});
	});
}

function portOf(line: string): number | null {
	if (!line.includes('"listening"')) return null;
	try {
		const {event, port} = JSON.parse(line) as {readonly event?: unknown; readonly port?: unknown};
		return event === 'listening' && typeof port === 'number' ? port : null;
	} catch {
		return null;
	}
}
