/** A front inside the test's own process, on a free port, stopped when the test is over. */
import {prepareFront, type RelayOptions} from '../../../src/relay/open-front.ts';
import type {HubOptions} from '../../../src/server/hub-server.ts';
import {createMemoryLedger} from '../../../src/server/ledgers/memory.ts';
import {createSqliteLedger} from '../../../src/server/ledgers/sqlite.ts';
import {quickTiming} from '../../client/support/link-probe.ts';
import {type OpenHub, openHub} from '../../server/support/hub.ts';
import {openLine} from '../../support/cuttable-line.ts';

/** A wait for a welcome that never comes: tutorial hubs are seen for what they are after it. */
const welcomeTimeoutMs = 100;

export type FrontOptions = Partial<Omit<RelayOptions, 'port'>> & {readonly hub?: Partial<HubOptions>};

/** Starts a front for the hub on `port`; in memory unless a folder is given. */
export async function openFront(port: number, options: FrontOptions = {}): Promise<OpenHub> {
	const {host = '127.0.0.1', queueMax = 100, data = null, hub = {}} = options;
	const timing = {...quickTiming, welcomeTimeoutMs, ...options.timing};
	const ledger =
		data === null
			? createMemoryLedger({replaceable: true})
			: createSqliteLedger({folder: data, replaceable: true});
	return openHub(hub, ledger, await prepareFront({host, port, queueMax, data, timing}));
}

/** A hub, and a front for it over a line that can be cut. */
export async function openBoth(options: FrontOptions = {}) {
	const hub = await openHub();
	const line = await openLine(() => hub.port);
	const front = await openFront(line.port, options);
	await front.until('upstreamUp');
	await front.until('mirrored');
	return {hub, line, front, [Symbol.asyncDispose]: () => line[Symbol.asyncDispose]()};
}
