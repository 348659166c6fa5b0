import {type HubOptions, HubServer} from './hub-server.ts';
import {createMemoryLedger} from './ledgers/memory.ts';
import type {LogLevel} from './log.ts';
import {openLog} from './log-output.ts';

export type {HubOptions} from './hub-server.ts';

export interface ServeOptions extends HubOptions {
	/** Keeps the chain in memory. */
	readonly ephemeral: boolean;
	readonly logFormat: 'pretty' | 'json';
	readonly logLevel: LogLevel;
	/** Whether the pretty log is coloured. */
	readonly color: boolean;
}

/** A hub without a log, for a program that shows it in its own way. */
export async function startHub(options: HubOptions): Promise<HubServer> {
	return HubServer.start(options, createMemoryLedger());
}

/**
 * `bchain serve`: runs a hub until SIGINT, SIGTERM or SIGHUP, then stops it cleanly. A second signal does
 * not wait. Throws a `BchainError` when the hub cannot start.
 */
export async function runServe(options: ServeOptions): Promise<void> {
	const output = openLog(options.logFormat, options.logLevel, options.color);
	// Listened for before the log says that the hub listens: whoever reads that line may stop it at once.
	const stopping = nextSignal();
	const hub = await Promise.race([HubServer.start(options, createMemoryLedger(), output.log), stopping]);
	if (typeof hub === 'string') return;
	const signal = await stopping;
	await Promise.race([hub.stop(`${signal} received`), nextSignal()]);
	await output.close();
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
