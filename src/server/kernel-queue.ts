import type {Buffer} from 'node:buffer';
import {createReadStream} from 'node:fs';
import {isIPv4, type Socket} from 'node:net';

/** The system's connections; one is in the first or in the second. */
const tables = ['/proc/net/tcp', '/proc/net/tcp6'] as const;
/** `sl: LOCAL:PORT REMOTE:PORT STATE TX_QUEUE:…`, all in hexadecimal. */
const entry = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]+:[0-9A-F]{4}) [0-9A-F]{2} ([0-9A-F]{8}):/;

/** Bytes that the system holds for each connection of a port. */
export interface KernelQueues {
	/** Undefined where it is not known. */
	of(socket: Socket): number | undefined;
}

/**
 * Reads how many bytes the system has taken from us that the other sides have not confirmed, for all
 * connections of our `port`. Of a slow reader there is nothing else to see for minutes: Node learns only what
 * the system takes, megabytes at a time. Knows nothing where the system does not tell (all but Linux).
 */
export async function readKernelQueues(port: number): Promise<KernelQueues> {
	const queues = new Map<string, number>();
	for (const table of tables) await readTable(table, port, queues);
	return {
		of({remoteAddress, remotePort}) {
			if (remoteAddress === undefined || remotePort === undefined) return undefined;
			return queues.get(`${toHex(remoteAddress)}:${toDigits(remotePort, 4)}`);
		},
	};
}

/** A piece of the table a turn of the event loop: with ten thousand connections it is 1.5 MB. */
async function readTable(table: string, port: number, queues: Map<string, number>): Promise<void> {
	let rest = '';
	try {
		for await (const chunk of createReadStream(table)) {
			const lines = (rest + (chunk as Buffer).toString('latin1')).split('\n');
			rest = lines.pop()!;
			for (const line of lines) {
				const [, local, remote, bytes] = entry.exec(line) ?? [];
				if (local !== undefined && Number.parseInt(local, 16) === port)
					queues.set(remote!, Number.parseInt(bytes!, 16));
			}
		}
	} catch {
		// Without the table nothing is known, as on other systems.
	}
}

/** An address as the tables write it: words of 32 bits, each with its lowest byte first. */
function toHex(address: string): string {
	const bytes = isIPv4(address) ? address.split('.').map(Number) : ipv6Bytes(address);
	let hex = '';
	for (let word = 0; word < bytes.length; word += 4)
		for (let at = 3; at >= 0; at--) hex += toDigits(bytes[word + at]!, 2);
	return hex;
}

function ipv6Bytes(address: string): readonly number[] {
	const [before, after] = address
		.replace(/%.*$/, '')
		.split('::')
		.map(half => half.split(':').filter(Boolean).flatMap(groupBytes));
	const tail = after ?? [];
	return [...before!, ...Array.from<number>({length: 16 - before!.length - tail.length}).fill(0), ...tail];
}

/** Two bytes of a group, or the four of an IPv4 address at the end. */
function groupBytes(group: string): readonly number[] {
	if (isIPv4(group)) return group.split('.').map(Number);
	const value = Number.parseInt(group, 16);
	return [value >> 8, value & 0xff];
}

function toDigits(value: number, digits: number): string {
	return value.toString(16).toUpperCase().padStart(digits, '0');
}
