import {once} from 'node:events';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {BchainError} from '../core/errors.ts';
import {frontFile, type OpenFront} from './front.ts';
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

/** A hub without a log, for a program that shows it in its own way; with `openFront` a front for another hub. */
export async function startHub(options: StoredHubOptions, openFront?: OpenFront): Promise<HubServer> {
	return HubServer.start(options, createLedger(options, openFront), undefined, openFront);
}

/**
 * `bchain serve`: runs a hub, or with `openFront` a front for another one, until SIGINT, SIGTERM or SIGHUP, then stops it cleanly. A second signal does
 * not wait. A hub that a program of Node has started with a channel between them stops when that program is gone.
 * Throws a `BchainError` when the hub cannot start.
 */
export async function runServe(options: ServeOptions, openFront?: OpenFront): Promise<void> {
	const output = openLog(options);
	// Listened for before the log says that the hub listens: whoever reads that line may stop it at once.
	const stopping = Promise.race([nextSignal().then(signal => `${signal} received`), endOfStarter()]);
	try {
		const ledger = createLedger(options, openFront);
		const starting = HubServer.start(options, ledger, output.log, openFront);
		const hub = await Promise.race([starting, stopping]);
		if (typeof hub === 'string') return;
		await Promise.race([hub.stop(await stopping), nextSignal()]);
	} finally {
		await output.close();
	}
}

/** What may be replaced the hub decides; a chain that nobody has read into gives way to that of a network in any case. */
function createLedger({data}: StoredHubOptions, openFront: OpenFront | undefined): Ledger {
	if (data !== null && !openFront) refuseFront(data);
	return data === null
		? createMemoryLedger({replaceable: true})
		: createSqliteLedger({folder: data, replaceable: true});
}

/** Resolves with a sentence when the program that started this one is gone; never where there is no channel to it. */
async function endOfStarter(): Promise<string> {
	// Undefined without a channel, and false where it was broken while the rest was loaded.
	if (process.connected !== false) await once(process, 'disconnect');
	return 'the program that started this hub is gone';
}

/** The chain of a front is another hub's: to seal blocks on it would part it from that for good. */
function refuseFront(folder: string): void {
	if (!existsSync(path.join(folder, frontFile))) return;
	throw new BchainError(
		'OPTION_INVALID',
		`${folder} is the data folder of a front for another hub: start it with --upstream, or give another --data.`,
		{folder},
	);
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
