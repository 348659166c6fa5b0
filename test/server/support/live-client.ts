/** A client in live mode that keeps every message, as bytes on the wire and as what they say. */
import {connect, type Socket} from 'node:net';
import type {Block} from '../../../src/core/block.ts';
import {limits} from '../../../src/core/limits.ts';
import {createLineSplitter} from '../../../src/core/lines.ts';
import {type HubMessage, parseHubMessage} from '../../../src/core/live-message.ts';
import {createWatch} from '../../support/watch.ts';
import {prompt} from './hub.ts';

type Message<Kind extends HubMessage['kind']> = HubMessage & {readonly kind: Kind};

export interface LiveClient {
	readonly socket: Socket;
	readonly lines: readonly string[];
	readonly messages: readonly HubMessage[];
	/** The blocks of all `blocks` messages so far. */
	readonly blocks: () => readonly Block[];
	readonly write: (text: string) => void;
	/** Waits for the first message of this kind that fits. */
	readonly until: <Kind extends HubMessage['kind']>(
		kind: Kind,
		fits?: (message: Message<Kind>) => boolean,
		deadlineMs?: number,
	) => Promise<Message<Kind>>;
	/** Waits until something holds, asked again after every message. */
	readonly when: (what: string, holds: () => boolean, deadlineMs?: number) => Promise<unknown>;
	/** Waits until the hub has closed its side. */
	readonly ended: () => Promise<unknown>;
	readonly [Symbol.dispose]: () => void;
}

/** Connects, sends `/live` and what follows it, and reads the greeting away. Anything but live messages throws. */
export function openLive(port: number, andThen = ''): LiveClient {
	const socket = connect({port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true});
	const splitter = createLineSplitter(limits.hubLineBytesMax);
	const lines: string[] = [];
	const messages: HubMessage[] = [];
	let ended = false;
	const watch = createWatch(
		() => `${lines.length} lines, the last: ${lines.slice(-5).join('\n').slice(-2_000)}`,
	);
	socket.on('data', chunk => {
		for (const event of splitter.push(chunk)) {
			if (event.kind === 'tooLong') throw new Error('a line of the hub is too long');
			lines.push(event.text);
			if (lines.length === 1 && event.text === prompt) continue;
			const parsed = parseHubMessage(event.text);
			if (!parsed.ok) throw new Error(`${parsed.reason}: ${event.text.slice(0, 200)}`);
			messages.push(parsed.message);
		}
		watch.changed();
	});
	socket.on('error', () => {});
	socket.on('end', () => {
		ended = true;
		watch.changed();
	});
	socket.write(`/live\n${andThen}`);
	return {
		socket,
		lines,
		messages,
		blocks: () => messages.flatMap(message => (message.kind === 'blocks' ? message.blocks : [])),
		write: text => void socket.write(text),
		until: <Kind extends HubMessage['kind']>(
			kind: Kind,
			fits: (message: Message<Kind>) => boolean = () => true,
			deadlineMs?: number,
		) =>
			watch.until(
				kind,
				() =>
					messages.find((message): message is Message<Kind> => {
						return message.kind === kind && fits(message as Message<Kind>);
					}),
				deadlineMs,
			),
		when: (what, holds, deadlineMs) => watch.until(what, holds, deadlineMs),
		ended: () => watch.until('the end', () => ended),
		[Symbol.dispose]: () => void socket.destroy(),
	};
}

/** The indexes of all blocks that came, in their order. */
export function indexesOf(client: LiveClient): number[] {
	return client.blocks().map(block => block.index);
}

export function kindsOf(client: LiveClient): string[] {
	return client.messages.map(message => message.kind);
}

/** The whole numbers from `from` up to, not including, `end`. */
export function upTo(end: number, from = 0): number[] {
	return Array.from({length: end - from}, (_, i) => from + i);
}
