import {isHash, type Tip} from './block.ts';
import {isIndex} from './json-value.ts';

/** "The hub with this ledger sealed that block for a reading of its own" (protocol section 9). */
export interface Claim extends Tip {
	/** The id of its ledger. Of several claims to one block the lowest id has it. */
	readonly by: string;
}

/** The claims of one hub to `count` blocks that follow each other, of which `index` and `hash` are the last. */
export interface ClaimRun extends Claim {
	readonly count: number;
}

/** Runs in one message. */
export const claimRunsMax = 512;
/** Blocks in one run; a line of blocks holds fewer. */
export const claimRunBlocksMax = 1_024;

/** Puts claims to blocks of one chain, in their order, into runs. */
export function joinClaims(claims: Iterable<Claim>): ClaimRun[] {
	const runs: ClaimRun[] = [];
	for (const {index, hash, by} of claims) {
		const last = runs.at(-1);
		if (last?.by === by && last.index === index - 1 && last.count < claimRunBlocksMax)
			runs[runs.length - 1] = {index, hash, by, count: last.count + 1};
		else runs.push({index, hash, by, count: 1});
	}
	return runs;
}

/** The claims of a message from outside: a list of at most 512 of the shape that `formatClaims` gives, or null. */
export function readClaims(value: unknown): readonly ClaimRun[] | null {
	if (!Array.isArray(value) || value.length > claimRunsMax) return null;
	const runs = value.map(readRun);
	return runs.includes(null) ? null : (runs as readonly ClaimRun[]);
}

function readRun(value: unknown): ClaimRun | null {
	if (!Array.isArray(value)) return null;
	const [index, hash, by, count = 1] = value as readonly unknown[];
	if (!isIndex(index) || typeof hash !== 'string' || !isHash(hash)) return null;
	if (typeof by !== 'string' || !/^[A-Za-z0-9_-]{16}$/.test(by)) return null;
	if (!isIndex(count) || count < 1 || count > claimRunBlocksMax || count > index) return null;
	return {index, hash, by, count};
}

/** Claims as JSON: `[[index,"<hash>","<ledger>"],…]`, with the number of blocks after that where it is not 1. */
export function formatClaims(runs: readonly ClaimRun[]): string {
	const texts = runs.map(
		({index, hash, by, count}) => `[${index},"${hash}","${by}"${count === 1 ? '' : `,${count}`}]`,
	);
	return `[${texts.join(',')}]`;
}
