import type {Tip} from '../../core/block.ts';
import {type Claim, type ClaimRun, claimRunsMax, joinClaims} from '../../core/claim.ts';
import {peerLine} from '../../core/peer-message.ts';
import type {BlockLine} from '../block-lines.ts';
import {knownKeptMax} from '../claims.ts';
import type {Hub} from '../hub.ts';
import {findClaimed} from './claimed-blocks.ts';
import type {PeerView} from './peer-view.ts';

/** Blocks below those that follow a `from` whose claims are told: both may have sealed the same while they were apart. */
const windowBlocks = 1_000;
/** Claims of which a peer is to be told by themselves; the oldest go first. */
const newsMax = 4_096;

/**
 * The claims that go over one link (protocol section 9): each line of blocks is followed by those to its blocks, a
 * `from`, at first, by those to the blocks below it, and what turns out to be claimed by a lower id is told by itself.
 */
export class PeerClaims {
	readonly #hub: Pick<Hub, 'claims' | 'chain' | 'reader'>;
	readonly #onNews: () => void;
	readonly #unfollow: () => void;
	/** By hash. */
	readonly #news = new Map<string, Claim>();

	/** `onNews` is called when there is something for `takeNews`. */
	constructor(hub: Pick<Hub, 'claims' | 'chain' | 'reader'>, onNews: () => void) {
		this.#hub = hub;
		this.#onNews = onNews;
		this.#unfollow = hub.claims.follow((claims, from) => {
			if (from !== this) this.#add(claims);
		});
	}

	end(): void {
		this.#unfollow();
	}

	/**
	 * Takes what the peer claims, as far as it is about blocks that are known: here, or of its own chain. Gives how many
	 * blocks sealed here are another hub's now; where the ledger has to be asked, a promise of that.
	 */
	take(runs: readonly ClaimRun[], view: PeerView | null): number | Promise<number> {
		const found = runs.map(run => findClaimed(run, view, this.#hub.reader));
		return found.some(claims => claims instanceof Promise)
			? Promise.all(found).then(claims => this.#learn(runs, claims))
			: this.#learn(runs, found as Claim[][]);
	}

	/** The lines with the claims to the blocks of a line that begins with our block `from`; '' when none is known. */
	linesOf(from: number, {bytes, to}: BlockLine): string {
		// Whoever catches up with a long chain asks for much of which nobody remembers the claims.
		if (to <= this.#hub.chain.length - knownKeptMax) return '';
		const hashes = bytes.toString('latin1').matchAll(/"Hash":"([0-9a-f]+)"/g);
		return this.#describe(Array.from(hashes, ([, hash], at): Tip => ({index: from + at, hash: hash!})));
	}

	/** The same for the newest blocks below `next`, which the peer has. */
	async linesBelow(next: number): Promise<string> {
		const hashes = await this.#hub.reader.hashesBetween(Math.max(0, next - windowBlocks), next);
		return this.#describe(Array.from(hashes, ([index, hash]) => ({index, hash})));
	}

	/** The lines with what the peer does not know yet; '' when there is nothing. */
	takeNews(): string {
		if (this.#news.size === 0) return '';
		// They may be of several branches, so each stands by itself.
		const lines = toLines(Array.from(this.#news.values(), claim => ({...claim, count: 1})));
		this.#news.clear();
		return lines;
	}

	#learn(runs: readonly ClaimRun[], found: readonly Claim[][]): number {
		const {claims} = this.#hub;
		// One that is on no chain now may come back.
		const own = runs.filter(({hash}, at) => found[at]!.length === 0 && claims.isOwn(hash));
		const {better, yielded} = claims.learn([...found.flat(), ...own], this);
		this.#add(better);
		return yielded;
	}

	#describe(blocks: readonly Tip[]): string {
		const {claims} = this.#hub;
		const known = blocks.map(({index, hash}) => ({index, hash, by: claims.ownerOf(hash)}));
		return toLines(joinClaims(known.filter((claim): claim is Claim => claim.by !== undefined)));
	}

	#add(claims: readonly Claim[]): void {
		for (const claim of claims) {
			this.#news.delete(claim.hash);
			this.#news.set(claim.hash, claim);
			if (this.#news.size <= newsMax) continue;
			const [oldest] = this.#news.keys();
			this.#news.delete(oldest!);
		}
		if (claims.length > 0) this.#onNews();
	}
}

function toLines(runs: readonly ClaimRun[]): string {
	let lines = '';
	for (let at = 0; at < runs.length; at += claimRunsMax)
		lines += peerLine.claims(runs.slice(at, at + claimRunsMax));
	return lines;
}
