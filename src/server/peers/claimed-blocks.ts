import type {Claim, ClaimRun} from '../../core/claim.ts';
import type {ChainReader} from '../chain-reader.ts';
import type {PeerView} from './peer-view.ts';

/**
 * The single claims of a run, whose last block tells which chain the others are of: the peer's, as far as that is
 * known (`view`), or ours. What is known of neither is left out. Where it has to be read from the ledger, a promise.
 */
export function findClaimed(
	run: ClaimRun,
	view: PeerView | null,
	reader: ChainReader,
): Claim[] | Promise<Claim[]> {
	const {by, count} = run;
	const from = run.index - count + 1;
	const claims: Claim[] = [];
	let {index, hash}: {index: number; hash: string | undefined} = run;
	// The blocks of a branch were linked when they came, so all are where the last one is.
	if (view && index > view.shared && view.hashAt(index) === hash) {
		for (; index >= from && index > view.shared; index--) claims.push({index, hash: view.hashAt(index)!, by});
		hash = view.sharedHash;
	}
	if (index < from || hash === undefined || index >= reader.chain.length) return claims;
	const here = reader.chain.hashAt(index);
	if (here !== undefined && here !== hash) return claims;
	const kept = reader.chain.hashAt(from) !== undefined;
	if (kept) return [...claims, ...claimEach(from, index, by, at => reader.chain.hashAt(at))];
	const rest = {index, hash};
	return reader
		.hashesBetween(from, index + 1)
		.then(hashes =>
			hashes.get(rest.index) === rest.hash
				? [...claims, ...claimEach(from, rest.index, by, at => hashes.get(at))]
				: claims,
		);
}

function claimEach(
	from: number,
	last: number,
	by: string,
	hashAt: (index: number) => string | undefined,
): Claim[] {
	const claims: Claim[] = [];
	for (let index = from; index <= last; index++) {
		const hash = hashAt(index);
		if (hash !== undefined) claims.push({index, hash, by});
	}
	return claims;
}
