import {styleText} from 'node:util';
import {formatAddress, reachable} from '../core/address.ts';
import type {Block} from '../core/block.ts';
import {printable} from '../core/printable.ts';
import {type HubEvent, type HubLog, type LeftReason, type LogLevel, levelOf, listedBlocksMax} from './log.ts';
import {describePeerEvent} from './log-peers.ts';
import {describeUpstreamEvent} from './log-upstream.ts';

const severities: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

export interface PrettySettings {
	readonly level: LogLevel;
	readonly color: boolean;
	/** How the program is started, as in `npx bchain`. */
	readonly program: string;
}

/** What a person sees in the first terminal: how to join, then a line for every block and every coming and going. */
export function createPrettyLog(
	{level, color, program}: PrettySettings,
	write: (text: string) => void,
): HubLog {
	const least = severities.indexOf(level);
	const paint: Paint = (style, text) => (color ? styleText(style, text, {validateStream: false}) : text);
	return event => {
		if (severities.indexOf(levelOf(event)) >= least) write(describe(event, paint, program));
	};
}

function describe(event: HubEvent, paint: Paint, program: string): string {
	switch (event.event) {
		case 'verifying':
			return note(paint, `verifying the chain: ${event.verified} of ${event.total} blocks`);
		case 'opened':
			return describeOpened(event, paint);
		case 'listening':
			return describeListening(event, paint, program);
		case 'http':
		case 'metrics':
			return describeSidePort(event);
		case 'blocks':
			return describeBlocks(event, paint);
		case 'replaced':
		case 'kept':
		case 'moved':
		case 'peerJoined':
		case 'peerLeft':
		case 'peerAway':
		case 'peerRefused':
		case 'diverged':
		case 'clockAhead':
		case 'adoptedReadings':
			return describePeerEvent(event, paint, program);
		case 'upstreamUp':
		case 'upstreamAway':
		case 'upstreamStopped':
		case 'upstreamSays':
		case 'mirrored':
		case 'shown':
		case 'queued':
		case 'delivered':
		case 'undelivered':
			return describeUpstreamEvent(event, paint);
		case 'joined':
			return note(paint, `+ ${event.from} joined, ${here(event.connections)}`);
		case 'live':
			return note(paint, `· ${event.from} switched to live mode`);
		case 'left':
			return note(paint, `- ${event.from} ${leftWords[event.reason]}, ${here(event.connections)}`);
		case 'streamOpened':
			return note(paint, `+ ${event.from} follows over HTTP, ${streams(event.streams)}`);
		case 'streamClosed':
			return note(paint, `- ${event.from} ${leftWords[event.reason]}, ${streams(event.streams)}`);
		case 'httpRefused':
			return paint('yellow', `  ! a request from ${event.from} was refused: ${event.reason}\n`);
		case 'httpFailed':
			return paint('red', `  ! a request over HTTP failed: ${event.reason}\n`);
		case 'turnedAway':
			return paint('yellow', `  ! ${describeTurnedAway(event)}: ${event.reason}\n`);
		case 'fileLimit':
			return paint(
				'yellow',
				`  ! this process may open ${event.files} files: there is room for ${event.connections} connections (ulimit -n raises it)\n`,
			);
		case 'acceptFailed':
			return paint('red', `  ! a connection could not be taken: ${event.reason}\n`);
		case 'health':
			return paint(event.ok ? 'green' : 'red', `  ! the ledger: ${event.reason}\n`);
		case 'dropped': {
			const lines = event.lines === 1 ? '1 line of the log was' : `${event.lines} lines of the log were`;
			return paint('yellow', `  … ${lines} dropped: whoever reads it is too slow\n`);
		}
		case 'stopping':
			return `\n  stopping: ${event.reason}, ${here(event.connections)}\n`;
		case 'stopped':
			return event.height < 0 ? '  stopped\n' : `  stopped at block ${event.height}\n`;
	}
}

function describeSidePort({event, host, port, open}: HubEvent & {event: 'http' | 'metrics'}): string {
	if (event === 'metrics') {
		const whom = open ? ', for anybody who reaches that' : '';
		return `  metrics are at http://${formatAddress(host, port)}/metrics${whom}\n`;
	}
	const others = open ? '; other machines reach it, too' : '';
	return `  the page for browsers is at http://${formatAddress(reachable(host), port)}/${others}\n`;
}

function describeTurnedAway({from, count}: HubEvent & {event: 'turnedAway'}): string {
	if (count === 1) return `${from} was turned away`;
	return `${from} and ${count - 1} before it were turned away`;
}

function describeOpened(
	{folder, blocks, front, tookMs, notes}: HubEvent & {event: 'opened'},
	paint: Paint,
): string {
	const nothing = front ? 'no block of the hub behind is known yet' : 'a new chain begins';
	const held =
		blocks === 0 ? nothing : `${blocks} ${blocks === 1 ? 'block' : 'blocks'}, all verified in ${tookMs} ms`;
	const lines = [
		`  ${front ? 'what this front knows' : 'the chain'} is kept in ${printable(folder)}: ${held}`,
		...notes.map(text => paint('yellow', `  ! ${text}`)),
	];
	return lines.map(line => `${line}\n`).join('');
}

function describeListening(event: HubEvent & {event: 'listening'}, paint: Paint, program: string): string {
	const {host, port} = event;
	const join = host === '0.0.0.0' || host === '::' ? 'THIS-MACHINE' : host;
	const warnings = [
		...(event.durable ? [] : ['nothing is stored: this chain lives in memory and ends with the hub']),
		...(event.open
			? [
					`open to the network: anybody who reaches ${formatAddress(host, port)} can read the chain and add to it`,
				]
			: []),
	];
	return [
		`${paint('bold', `bchain ${__VERSION__}`)}  the hub listens on ${paint('bold', formatAddress(host, port))}`,
		'',
		`  join it:  ${paint('cyan', `nc ${join} ${port}`)}   or   ${paint('cyan', `${program} connect ${formatAddress(join, port)}`)}`,
		...warnings.map(text => `  ${paint('yellow', `! ${text}`)}`),
		`  ${paint('dim', `Ctrl+C stops it; it is process ${event.pid}`)}`,
		'',
		paint('dim', '        #  time          BPM  PrevHash   Hash      from'),
		'',
	].join('\n');
}

function describeBlocks({blocks, from}: HubEvent & {event: 'blocks'}, paint: Paint): string {
	if (blocks.length <= listedBlocksMax)
		return blocks.map((block, i) => describeBlock(block, from[i], paint)).join('');
	const [first, last] = [blocks[0]!, blocks.at(-1)!];
	const hidden = note(paint, `… blocks ${first.index} to ${last.index - 1}, in one commit`);
	return hidden + describeBlock(last, from.at(-1), paint);
}

function describeBlock(block: Block, from: string | undefined, paint: Paint): string {
	const index = String(block.index).padStart(9);
	const bpm = paint('bold', String(block.bpm).padStart(5));
	const prevHash = block.prevHash === '' ? '(none)  ' : block.prevHash.slice(0, 8);
	const sender = block.index === 0 ? 'the genesis block' : (from ?? 'another hub');
	const hashes = `${paint('dim', `${prevHash} →`)} ${paint('cyan', block.hash.slice(0, 8))}`;
	return `${index}  ${localTime(block.timestamp)} ${bpm}  ${hashes}  ${paint('dim', sender)}\n`;
}

/** The local time of day of a timestamp, to the millisecond. */
function localTime(timestamp: string): string {
	const date = new Date(timestamp);
	const two = (n: number): string => String(n).padStart(2, '0');
	const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
	return `${clock}.${timestamp.slice(20, 23)}`;
}

const leftWords: Readonly<Record<LeftReason, string>> = {
	left: 'left',
	quit: 'left',
	lost: 'was lost',
	stalled: 'was cut off: it took nothing and said nothing',
	nonsense: 'was cut off: it said nothing sensible',
	notForUs: 'was cut off: it does not speak this protocol',
	stopping: 'was told that the hub stops',
};

function here(connections: number): string {
	return connections === 1 ? '1 connection' : `${connections} connections`;
}

function streams(count: number): string {
	return count === 1 ? '1 event stream' : `${count} event streams`;
}

function note(paint: Paint, text: string): string {
	return `${paint('dim', `  ${text}`)}\n`;
}
