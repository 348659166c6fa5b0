import {type HubOptions, HubServer} from './hub-server.ts';
import type {Ledger} from './ledger.ts';
import {createMemoryLedger} from './ledgers/memory.ts';
import {createSqliteLedger} from './ledgers/sqlite.ts';
import {type LogSettings, openLog} from './log-output.ts';

export type {HubOptions} from './hub-server.ts';

/** A hub and where its chain is kept. */
export interface StoredHubOptions extends HubOptions {
	/** The data folder, made when it is not there; null keeps the chain in memory. */
	readonly data: string | null;
}

export interface ServeOptions extends StoredHubOptions, LogSettings {}

/** A hub without a log, for a program that shows it in its own way. */
export async function startHub(options: StoredHubOptions): Promise<HubServer> {
	return HubServer.start(options, createLedger(options));
}

/**
 * `bchain serve`: runs a hub until SIGINT, SIGTERM or SIGHUP, then stops it cleanly. A second signal does
 * not wait. Throws a `BchainError` when the hub cannot start.
 */
export async function runServe(options: ServeOptions): Promise<void> {
	const output = openLog(options);
	// Listened for before the log says that the hub listens: whoever reads that line may stop it at once.
	const stopping = nextSignal();
	try {
		const hub = await Promise.race([HubServer.start(options, createLedger(options), output.log), stopping]);
		if (typeof hub === 'string') return;
		const signal = await stopping;
		await Promise.race([hub.stop(`${signal} received`), nextSignal()]);
	} finally {
		await output.close();
	}
}

/** What may be replaced the hub decides; a chain that nobody has read into gives way to that of a network in any case. */
function createLedger({data}: StoredHubOptions): Ledger {
	return data === null
		? createMemoryLedger({replaceable: true})
		: createSqliteLedger({folder: data, replaceable: true});
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function nextSignal(): Promise<NodeJS.Signals> {
	return new Promise(resolve => {
		const onSignal = (signal: NodeJS.Signals): void => {
			for (const name of stopSignals) process.off(name, onSignal);
			resolve(signal);
		};
		for (const name of stopSignals) process.on(name, onSignal);
	});
}
