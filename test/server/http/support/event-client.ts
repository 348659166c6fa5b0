/** Follows a hub's events as a browser does, and keeps them as they came. */
import {connect, type Socket} from 'node:net';
import {createWatch, deadlineMsDefault} from '../../../support/watch.ts';

export interface HubEvent {
	readonly event: string;
	readonly id: string | undefined;
	// biome-ignore lint/suspicious/noExplicitAny: what it is depends on the event
	readonly data: any;
}

export interface EventClient {
	readonly socket: Socket;
	/** The status line and the headers. */
	readonly head: () => string;
	readonly events: () => readonly HubEvent[];
	/** The blocks of all events so far, by their indexes. */
	readonly indexes: () => readonly number[];
	/** Waits for an event that fits, also one that has come already. */
	readonly until: (name: string, fits?: (event: HubEvent) => boolean) => Promise<HubEvent>;
	/** Waits until something holds, asked again after everything that comes. */
	readonly when: (what: string, holds: () => boolean, deadlineMs?: number) => Promise<unknown>;
	/** Waits until the hub has closed its side. */
	readonly ended: () => Promise<unknown>;
	readonly [Symbol.dispose]: () => void;
}

export function openEvents(port: number, path = '/events', headers: readonly string[] = []): EventClient {
	const socket = connect({port, host: '127.0.0.1', noDelay: true});
	let text = '';
	let ended = false;
	const split = (): readonly string[] => text.split('\r\n\r\n');
	const events = (): readonly HubEvent[] => parse(split().slice(1).join('\r\n\r\n'));
	const watch = createWatch(() => text.slice(-2_000));
	socket.setEncoding('utf8').on('data', (piece: string) => {
		text += piece;
		watch.changed();
	});
	socket.on('error', () => {});
	socket.on('end', () => {
		ended = true;
		watch.changed();
	});
	socket.write([`GET ${path} HTTP/1.1`, `Host: localhost:${port}`, ...headers, '', ''].join('\r\n'));
	return {
		socket,
		head: () => split()[0]!,
		events,
		indexes: () => events().flatMap(({event, data}) => indexesOf(event, data)),
		until: (name, fits = () => true) =>
			watch.until(name, () => events().find(event => event.event === name && fits(event))),
		when: (what, holds, deadlineMs = deadlineMsDefault) => watch.until(what, holds, deadlineMs),
		ended: () => watch.until('the end', () => ended),
		[Symbol.dispose]: () => void socket.destroy(),
	};
}

/** The complete events of a stream. */
function parse(text: string): readonly HubEvent[] {
	return text
		.split('\n\n')
		.slice(0, -1)
		.map(each => {
			const fields = new Map(
				each.split('\n').map(line => {
					const colon = line.indexOf(': ');
					return [line.slice(0, colon), line.slice(colon + 2)];
				}),
			);
			return {event: fields.get('event')!, id: fields.get('id'), data: JSON.parse(fields.get('data')!)};
		});
}

function indexesOf(event: string, data: unknown): readonly number[] {
	const blocks = event === 'block' ? [data] : event === 'blocks' ? data : [];
	return (blocks as readonly {readonly Index: number}[]).map(({Index}) => Index);
}
