import {type Pin, type PinnedBlock, type Promises, pinnedBlocksMax, textCharactersMax} from './pin.ts';

/** The version of the file; a program that finds another one does not know what it means. */
const version = 1;

type Fields = Readonly<Record<string, unknown>>;

/** A pin as the text of its file. `address` says to whoever looks whose it is. */
export function formatPin(address: string, pin: Pin): string {
	const {promises, genesis, blocks, verifiedAtMs, fresh, accepted} = pin;
	const verified = new Date(verifiedAtMs).toISOString();
	const rows = blocks.map(({index, hash, bpm, time}) => [index, hash, bpm, time]);
	return `${JSON.stringify({version, address, verified, accepted, promises, fresh, genesis, blocks: rows})}\n`;
}

/** Reads the file of `address`. Null for anything that this program would not have written for it. */
export function parsePin(address: string, text: string): Pin | null {
	const value = parseFields(text);
	if (value === null || value.version !== version || value.address !== address) return null;
	const {verified, accepted, genesis} = value;
	const verifiedAtMs = typeof verified === 'string' ? Date.parse(verified) : Number.NaN;
	const promises = value.promises === null ? null : readPromises(value.promises);
	const blocks = readBlocks(value.blocks);
	if (Number.isNaN(verifiedAtMs) || promises === undefined || blocks === null) return null;
	if (!isCount(accepted) || !(genesis === null || isText(genesis))) return null;
	// Earlier programs did not write it down: then a block has to say so.
	const {fresh = blocks[0]?.index === 0} = value;
	if (typeof fresh !== 'boolean') return null;
	return {promises, genesis, blocks, verifiedAtMs, fresh, accepted};
}

/** The object that a text of JSON holds, or null. */
export function parseFields(text: string): Fields | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
	} catch {
		return null;
	}
}

/** Whether a value is an id of a ledger (protocol section 4). */
export function isLedgerId(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value);
}

function readPromises(value: unknown): Promises | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const {ledger, durable, reorgLimit} = value as Fields;
	if (!isLedgerId(ledger) || typeof durable !== 'boolean' || !isCount(reorgLimit)) return undefined;
	return {ledger, durable, reorgLimit};
}

/** Blocks whose indexes fall strictly; of a hub of the tutorial hashes and times may be any text. */
function readBlocks(value: unknown): readonly PinnedBlock[] | null {
	if (!Array.isArray(value) || value.length > pinnedBlocksMax) return null;
	const blocks: PinnedBlock[] = [];
	for (const row of value as unknown[]) {
		if (!Array.isArray(row) || row.length !== 4) return null;
		const [index, hash, bpm, time] = row as unknown[];
		const above = blocks.at(-1)?.index ?? Number.POSITIVE_INFINITY;
		if (!isCount(index) || index >= above || !isText(hash) || !isText(time)) return null;
		if (typeof bpm !== 'string' || !/^-?\d{1,19}$/.test(bpm)) return null;
		blocks.push({index, hash, bpm, time});
	}
	return blocks;
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value.length <= textCharactersMax;
}
