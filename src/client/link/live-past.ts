import type {Block} from '../../core/block.ts';
import type {HubMessage, Welcome} from '../../core/live-message.ts';
import type {Fault} from '../../core/verify.ts';
import {type AlarmFacts, isSame, type Offered} from '../alarm-facts.ts';
import type {PinnedBlock} from '../memory/pin.ts';
import {compareBlocks, Inquiry} from './inquiry.ts';
import type {LinkState, SessionEnd, Wire} from './link-state.ts';
import {compareWelcome, mayJoin, notTheSame} from './remembered.ts';

/**
 * What is remembered, against a hub that speaks live mode (protocol section 6): judges its welcome, asks for
 * the newest block that may never change, and compares every block that comes. When the hub has another past,
 * it finds out how far it is the same before it ends the connection with the alarm. While it asks, everything
 * else that comes is nothing to anybody.
 */
export class LivePast {
	readonly #link: LinkState;
	readonly #wire: Wire;
	readonly #fits: () => void;
	readonly #inquiry: Inquiry;
	#welcome: Welcome | null = null;
	#asking = false;
	#verdict: SessionEnd | null = null;
	#timer: NodeJS.Timeout | undefined;

	/** `fits` is called when the hub has the past that it had, as far as it was asked. */
	constructor(link: LinkState, wire: Wire, fits: () => void) {
		this.#link = link;
		this.#wire = wire;
		this.#fits = fits;
		this.#inquiry = new Inquiry(line => wire.write(line));
	}

	/** Whether everything that comes is for `take`. */
	get isAsking(): boolean {
		return this.#asking;
	}

	/** The alarm from the moment that there is one, with what is known so far. */
	get verdict(): SessionEnd | null {
		return this.#verdict;
	}

	take(message: HubMessage): void {
		if (message.kind === 'status' && !this.#wire.congested) this.#wire.write('/pong\n');
		this.#inquiry.take(message);
	}

	leave(): void {
		clearTimeout(this.#timer);
		this.#inquiry.end();
	}

	/** Judges the first words of the hub; `fits` or the end of the connection follows. */
	judge(welcome: Welcome): void {
		const {past, chain, address} = this.#link;
		this.#welcome = welcome;
		const comparison = compareWelcome(past.pin, welcome);
		if (comparison.kind === 'alarm') {
			this.raise(comparison.reason);
			return;
		}
		if (comparison.kind === 'newChain') {
			// Whoever joins had nothing but a genesis block: nothing is lost.
			if (past.pin && welcome.ledger === past.promises?.ledger && mayJoin(past.pin))
				this.#link.notice('info', `The hub at ${address} has joined a network, and goes on with its chain.`);
			else {
				const what = 'did not keep its chain, and has begun another one.';
				this.#link.notice('warn', `New chain: the hub at ${address} ${what}`);
			}
			past.begin();
			chain.drop();
		}
		const question = past.findQuestion(welcome);
		if (question) this.#confirm(question);
		else this.#accept();
	}

	/** Asks for a block that may never be another one before anything is taken. */
	async #confirm(pinned: PinnedBlock): Promise<void> {
		this.#asking = true;
		const {fromTimeoutMs} = this.#link.timing;
		this.#timer = setTimeout(
			() => this.#wire.end({kind: 'lost', reason: 'the hub did not answer /block'}),
			fromTimeoutMs,
		);
		const [offered] = await this.#inquiry.ask([pinned.index]);
		clearTimeout(this.#timer);
		if (offered === 'unknown' || offered === undefined) {
			this.#wire.end({kind: 'lost', reason: `the hub does not show its block ${pinned.index}`});
			return;
		}
		this.#asking = false;
		if (isSame({pinned, offered})) this.#accept();
		else this.raise(notTheSame(pinned.index));
	}

	#accept(): void {
		const {past, chain} = this.#link;
		// What broadcasts showed before this address spoke live mode is fetched again, under stricter rules.
		if (past.promises === null) chain.drop();
		past.meet(this.#welcome!);
		this.#link.pinChanged();
		this.#fits();
	}

	/** Objects to a block that verifies, and begins the alarm, when it is not the one that is pinned. */
	check(block: Block): Fault | null {
		const pinned = this.#link.past.check(block);
		if (!pinned) return null;
		const {index} = block;
		queueMicrotask(() => this.raise(notTheSame(index)));
		this.#asking = true;
		return {index, reason: 'hash', detail: 'it is not the one that was verified before'};
	}

	/** The chain has come to the hub's tip: says which pinned blocks are others now. */
	reached(): void {
		const {past} = this.#link;
		past.verified();
		const blocks = past.takeReplaced();
		if (blocks.length > 0) this.#link.notice('warn', describeReplaced(blocks));
	}

	/** The hub has another past: finds out how far, and ends the connection with the alarm. */
	async raise(reason: string): Promise<void> {
		const {past, chain, timing} = this.#link;
		const {pin} = past;
		const pinned = pin?.blocks ?? [];
		const {genesis, height: index, tip: hash} = this.#welcome!;
		const makeFacts = (blocks: AlarmFacts['blocks']): AlarmFacts => ({
			verifiedAtMs: pin?.verifiedAtMs ?? 0,
			genesis: {pinned: pin?.genesis ?? null, offered: genesis},
			tip: {pinned: pinned[0] ?? null, offered: {index, hash}},
			blocks,
		});
		const unknown = pinned.map(block => ({pinned: block, offered: 'unknown' as Offered}));
		this.#asking = true;
		this.#verdict = {kind: 'alarm', reason, facts: makeFacts(unknown)};
		past.letGo();
		this.#timer = setTimeout(() => this.#inquiry.end(), timing.inquiryTimeoutMs);
		const facts = makeFacts(await compareBlocks(pinned, chain.columns, this.#inquiry));
		clearTimeout(this.#timer);
		this.#verdict = {kind: 'alarm', reason, facts};
		this.#wire.end(this.#verdict);
	}
}

/** Says of which remembered blocks, the newest first, the hub has others, or none. */
export function describeReplaced(blocks: readonly PinnedBlock[]): string {
	const newest = blocks[0]!.index;
	const oldest = blocks.at(-1)!.index;
	const which = newest === oldest ? `block ${oldest}` : `blocks ${oldest} to ${newest}`;
	return `Since the last visit the hub has replaced ${which}.`;
}
