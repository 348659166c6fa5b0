/** A hub inside the test's own process, on a free port, stopped when the test is over. */
import {onTestFinished} from 'vitest';
import {defaults} from '../../../src/core/limits.ts';
import type {OpenFront} from '../../../src/server/front.ts';
import {type HubOptions, HubServer} from '../../../src/server/hub-server.ts';
import type {Ledger} from '../../../src/server/ledger.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import type {HubEvent} from '../../../src/server/log.ts';
import {connectSocket, type SocketClient} from '../../support/socket-client.ts';
import {createWatch} from '../../support/watch.ts';

export const prompt = 'Enter a new BPM:';

/** A day: a hub that does nothing by itself while a test runs. */
export const neverMs = 86_400_000;

export const quietOptions: HubOptions = {
	...defaults,
	port: 0,
	broadcastIntervalMs: neverMs,
	statusIntervalMs: neverMs,
};

export interface OpenHub {
	readonly server: HubServer;
	readonly port: number;
	/** What it logged so far. */
	readonly events: readonly HubEvent[];
	/** Waits for a logged event, also one that has come already. */
	readonly until: <Name extends HubEvent['event']>(
		name: Name,
		isIt?: (event: HubEvent & {event: Name}) => boolean,
	) => Promise<HubEvent & {event: Name}>;
	/** A connection that has read the greeting. */
	readonly connect: () => Promise<SocketClient>;
	/** Connects, adds these readings and leaves when they are durable. */
	readonly add: (...bpms: readonly number[]) => Promise<void>;
}

/** Starts a hub that neither broadcasts nor sends a status by itself, unless told otherwise. */
export async function openHub(
	options: Partial<HubOptions> = {},
	ledger: Ledger = createMemoryLedger({replaceable: true}),
	openFront?: OpenFront,
): Promise<OpenHub> {
	const events: HubEvent[] = [];
	const watch = createWatch(() => `logged: ${JSON.stringify(events.slice(-10))}`);
	const log = (event: HubEvent) => {
		events.push(event);
		watch.changed();
	};
	const server = await HubServer.start({...quietOptions, ...options}, ledger, log, openFront);
	onTestFinished(() => server.stop('the test is over'));
	const connect = async (): Promise<SocketClient> => {
		const client = await connectSocket(server.port);
		await client.until(prompt);
		return client;
	};
	return {
		server,
		port: server.port,
		events,
		until: (name, isIt = () => true) =>
			watch.until(`the event ${name}`, () =>
				events.find((event): event is typeof event & {event: typeof name} => {
					return event.event === name && isIt(event as typeof event & {event: typeof name});
				}),
			),
		connect,
		async add(...bpms) {
			await using client = await connect();
			client.write(bpms.map(bpm => `${bpm}\n`).join(''));
			await client.until(bpms.length * (prompt.length + 1));
		},
	};
}
