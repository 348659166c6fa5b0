import {existsSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import {ChainColumns} from '../client/chain-columns.ts';
import {openHubLink} from '../client/hub-link.ts';
import type {LinkTiming} from '../client/link/link-limits.ts';
import type {HubLinkOptions} from '../client/link-event.ts';
import {BchainError} from '../core/errors.ts';
import {shellWord} from '../core/shell-word.ts';
import {frontFile, type OpenFront} from '../server/front.ts';
import type {Hub} from '../server/hub.ts';
import type {Ledger} from '../server/ledger.ts';
import {ledgerFiles} from '../server/ledgers/ledger-folder.ts';
import {fileError} from '../server/new-file.ts';
import {RelayFront} from './front.ts';
import {Journal} from './journal.ts';
import {KeptReadings} from './kept-readings.ts';
import type {MetHub} from './met-hub.ts';
import {readChain} from './mirror.ts';

export interface RelayOptions {
	/** The hub to be a front for. */
	readonly host: string;
	readonly port: number;
	/** Readings that may wait for it. */
	readonly queueMax: number;
	/** The data folder of the front; null: what it knows and keeps ends with it. */
	readonly data: string | null;
	/** Tests pass small times. */
	readonly timing?: Partial<LinkTiming>;
}

/**
 * Prepares a front. Throws OPTION_INVALID for a data folder that holds a chain of its own, and FILE_UNAVAILABLE. What
 * it gives is called when the ledger of the folder, which belongs to this process then, is open.
 */
export async function prepareFront(options: RelayOptions): Promise<OpenFront> {
	const {data} = options;
	if (data !== null) await claimFolder(data);
	return async (hub, ledger, log) => {
		const kept = await openKept(data);
		if (kept.note !== null) log({event: 'upstreamSays', upstream: frontFile, text: kept.note});
		const known = await findKnown(kept.hub, hub, ledger);
		const {host, port, queueMax, timing} = options;
		const genesis = hub.tip.index < 0 ? null : await hub.reader.genesisHash();
		return new RelayFront({
			...{host, port, hub, genesis, kept, queueMax, log},
			openLink: on => openHubLink({host, port, plain: false, known, ...(timing && {timing}), on}),
		});
	};
}

/** A new folder is marked as that of a front before there is a ledger in it. */
async function claimFolder(folder: string): Promise<void> {
	const journal = path.join(folder, frontFile);
	if (existsSync(journal)) return;
	if (existsSync(ledgerFiles(folder).database)) {
		throw new BchainError(
			'OPTION_INVALID',
			`${folder} holds a chain of its own, which a front must not change: give --upstream a folder of its own, as in "--data ${shellWord(`${folder}-front`)}".`,
			{folder},
		);
	}
	try {
		await mkdir(folder, {recursive: true, mode: 0o700});
		await Journal.make(journal);
	} catch (error) {
		throw fileError(journal, 'written', error);
	}
}

async function openKept(data: string | null): Promise<KeptReadings> {
	try {
		return await KeptReadings.open(data);
	} catch (error) {
		throw fileError(path.join(data ?? '', frontFile), 'read', error);
	}
}

/** What was verified before, for the link to go on from: the mirror of the hub that was met. */
async function findKnown(met: MetHub | null, hub: Hub, ledger: Ledger): Promise<HubLinkOptions['known']> {
	if (met?.kind !== 'live' || hub.tip.index < 0) return undefined;
	const chain = new ChainColumns();
	await readChain(ledger, hub, chain);
	const {durable, genesis, reorgLimit} = met;
	const promises = {ledger: met.ledger, durable, reorgLimit};
	const fresh = hub.tip.index === 0;
	return {chain, pin: {promises, genesis, blocks: [], verifiedAtMs: Date.now(), fresh, accepted: 0}};
}
