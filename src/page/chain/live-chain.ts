import type {Block, Tip} from '../../core/block.ts';
import {EventLink} from '../hub/event-link.ts';
import type {Hello, HubEvent} from '../hub/hub-event.ts';
import {createRequests, type Fetch, type Requests} from '../hub/requests.ts';
import {formatCount, formatMany} from '../look/format.ts';
import {pageLimits} from '../page-limits.ts';
import {type Action, initialState, type PageState, reduce} from '../state/page-state.ts';
import {Store} from '../state/store.ts';
import {BlockCache} from './block-cache.ts';
import type {Digest} from './digest.ts';
import {type JudgedBlock, judgeBlocks} from './judge.ts';
import {PageLoader} from './page-loader.ts';
import {meetAgain, type Past} from './past.ts';
import {findShared} from './shared.ts';

/** What the chain needs of the browser. */
export interface ChainPorts {
	readonly fetch: Fetch;
	readonly digest: Digest;
	/** What was verified before, from one visit to the next. */
	readonly memory: {read(): Past | null; write(past: Past): void};
	now(): number;
}

/** What follows for the readings that are added here. */
export interface ChainListener {
	/** The hub was met, and its chain is the one that is shown. */
	met(ledger: string): void;
	/** It cannot be reached, or is to be left alone. */
	lost(): void;
	/** The blocks from there on were replaced by a better chain. */
	replaced(from: number): void;
}

const anotherPast = 'The hub has another past.';

/**
 * The chain as this page knows it: it follows the hub's events, judges every block before it is shown, fetches old
 * ones on demand, and tells when blocks are replaced or the hub comes back as another one.
 */
export class LiveChain {
	readonly store = new Store<PageState>(initialState, pageLimits.frameMs);
	readonly requests: Requests;
	readonly #ports: ChainPorts;
	readonly #cache = new BlockCache();
	readonly #loader: PageLoader;
	readonly #link: EventLink;
	/** The blocks that stood where others do now, until they are too many. */
	readonly #replaced = new Map<number, Block>();
	/** What was verified of the hub; null: it is met for the first time. */
	#past: Past | null;
	/** Whether this stream was to go on after the block that is the newest here. */
	#isResumed = false;
	readonly #listener: ChainListener;

	constructor(ports: ChainPorts, listener: ChainListener) {
		this.#ports = ports;
		this.#listener = listener;
		this.#past = ports.memory.read();
		this.requests = createRequests(ports.fetch);
		this.#loader = new PageLoader({
			cache: this.#cache,
			requests: this.requests,
			digest: ports.digest,
			tip: () => this.#state.tip,
			loaded: fault => this.#act({kind: 'judged', held: this.#cache.length, fault}),
			failed: reason => this.#act({kind: 'told', tone: 'bad', text: reason}),
		});
		this.#link = new EventLink(ports.fetch, {
			lastEventId: () => {
				const {tip} = this.#state;
				this.#isResumed = tip !== null;
				return tip && `${tip.index}-${tip.hash.slice(0, idDigits)}`;
			},
			take: event => this.#take(event),
			away: (reason, delayMs) => {
				this.#listener.lost();
				if (this.#state.link.kind !== 'stopped')
					this.#act({kind: 'away', reason, delayMs, nowMs: this.#ports.now()});
			},
		});
	}

	/** How SHA-256 is computed here. */
	get digest(): Digest {
		return this.#ports.digest;
	}

	/** What was verified of the hub so far, in this visit or an earlier one. */
	get past(): Past | null {
		return this.#past;
	}

	start(): void {
		this.#link.start();
	}

	stop(): void {
		this.#link.stop();
	}

	/** A block that is held, judged; undefined where it has to be fetched first. */
	blockAt(index: number): JudgedBlock | undefined {
		return this.#cache.get(index);
	}

	/** The block that stood at this place until a better chain replaced it. */
	replacedAt(index: number): Block | undefined {
		return this.#replaced.get(index);
	}

	/** These blocks are looked at, the most important range first: whatever is missing of them is fetched. */
	want(ranges: readonly {readonly first: number; readonly last: number}[]): void {
		const pages = new Set<number>();
		for (const {first, last} of ranges) {
			for (let page = this.#cache.pageOf(last); page >= this.#cache.pageOf(Math.max(0, first)); page--)
				pages.add(page);
		}
		this.#loader.want([...pages]);
	}

	/** Tries to reach the hub now instead of after the pause. */
	retryNow(): void {
		this.#link.retryNow();
	}

	/** A person goes on with the hub that has another past: what was verified before is forgotten. */
	acceptStranger(): void {
		this.#forgetAll(null);
		this.#link.start();
	}

	dismiss(id: number): void {
		this.#act({kind: 'dismissed', id});
	}

	get #state(): PageState {
		return this.store.latest;
	}

	#act(action: Action): void {
		this.store.set(reduce(this.#state, action));
	}

	async #take(event: HubEvent): Promise<string | null> {
		switch (event.kind) {
			case 'hello':
				return this.#greet(event.hello);
			case 'blocks':
				return this.#append(event.blocks);
			case 'rollback':
				return this.#rollBack(event.from);
			case 'reset':
				return this.#reconcile();
			case 'status':
				this.#act({kind: 'connections', connections: event.connections});
				return null;
			default:
				return null;
		}
	}

	async #greet(hello: Hello): Promise<string | null> {
		const {tip} = this.#state;
		if (this.#past) {
			const meeting = meetAgain(this.#past, hello, tip ? null : await this.#askFor(this.#past.index, hello));
			if (meeting.kind === 'alarm') return this.#hold(hello, meeting.differences);
			if (meeting.kind === 'new') this.#forgetAll(newChain);
		}
		const missed = hello.height - (this.#state.tip?.index ?? hello.height);
		const from = this.#state.tip ?? tipOf(hello);
		this.#act({kind: 'met', hello, tip: from});
		this.#remember();
		if (missed > pageLimits.catchUpBlocksMax) return this.#skip(hello);
		this.#listener.met(hello.ledger);
		this.#loader.goOn();
		return null;
	}

	/** So much was missed that the page begins anew at the newest block, if the last one it knew is still there. */
	async #skip(hello: Hello): Promise<string | null> {
		const {tip} = this.#state;
		if (tip && (await this.#askFor(tip.index, hello)) !== tip.hash) return this.#reconcile();
		this.#act({kind: 'met', hello, tip: tipOf(hello)});
		this.#remember();
		return `${formatCount(hello.height - tip!.index)} blocks came while the hub was away.`;
	}

	/** What the hub states as the Hash of that block; null where it has none. */
	async #askFor(index: number, {height}: Hello): Promise<string | null> {
		if (index > height) return null;
		return (await this.requests.readBlocks(index, 1)).blocks[0]?.hash ?? null;
	}

	async #append(received: readonly Block[]): Promise<string | null> {
		const {tip} = this.#state;
		if (!tip) return 'The hub sent blocks before it introduced itself.';
		const blocks = received.filter(({index}) => index > tip.index);
		if (blocks.length === 0) return null;
		if (blocks[0]!.index !== tip.index + 1) return 'The hub left out blocks.';
		const judged = await judgeBlocks(blocks, tip.index + 1, tip.hash, this.#ports.digest);
		for (const [at, each] of judged.entries()) this.#cache.put(tip.index + 1 + at, each);
		const newest = judged.at(-1)!.block;
		this.#act({
			kind: 'grown',
			held: this.#cache.length,
			fault: judged.find(({fault}) => fault)?.fault ?? null,
			tip: {index: tip.index + judged.length, hash: newest.hash},
			count: judged.length,
		});
		this.#remember();
		return null;
	}

	async #rollBack(from: number): Promise<string | null> {
		const {tip, hub} = this.#state;
		if (!tip || !hub || from > tip.index) return null;
		const hash = this.#cache.get(from - 1)?.block.hash ?? (await this.#askFor(from - 1, hub));
		if (from === 0 || hash === null)
			return this.#hold(hub, ['It replaces its chain from the first block on.']);
		return this.#replaceFrom(from, {index: from - 1, hash});
	}

	/** The last block known is not on the chain any more: finds out where the two part. */
	async #reconcile(): Promise<string | null> {
		const {tip, hub} = this.#state;
		if (!tip || !hub || !this.#isResumed) return null;
		const shared = await findShared(this.#cache, this.requests, hub.height);
		if (shared !== null) return this.#replaceFrom(shared + 1, tipOf(hub));
		if (hub.reorgLimit === 0)
			return this.#hold(hub, [`It has not the block ${formatCount(tip.index)} that was verified here.`]);
		this.#forgetAll(
			'Blocks were replaced by a better chain while the hub could not be reached; none of those shown here is left.',
		);
		return 'The chain is another one.';
	}

	/** Takes the blocks from `from` on away, and goes on after `tip`. */
	#replaceFrom(from: number, tip: Tip): string | null {
		const {hub, tip: before} = this.#state;
		const depth = before!.index - from + 1;
		if (depth > hub!.reorgLimit) {
			const text = `It replaces ${formatMany(depth, 'block')}, from block ${formatCount(from)} on, and said that it never replaces ${hub!.reorgLimit === 0 ? 'any' : `more than ${formatCount(hub!.reorgLimit)}`}.`;
			return this.#hold(hub!, [text]);
		}
		const replaced = this.#cache.dropFrom(from).map(({block}) => block);
		this.#loader.forget();
		for (const block of replaced) this.#replaced.set(block.index, block);
		for (const index of this.#replaced.keys())
			if (this.#replaced.size > pageLimits.replacedBlocksMax) this.#replaced.delete(index);
		const blocks =
			depth === 1
				? `Block ${formatCount(from)} was`
				: `${formatMany(depth, 'block')}, from block ${formatCount(from)} on, were`;
		const text = `${blocks} replaced by a better chain.`;
		this.#act({kind: 'replaced', tip, held: this.#cache.length, text, replaced});
		this.#remember();
		this.#loader.goOn();
		this.#listener.replaced(from);
		return null;
	}

	#hold(hello: Hello, differences: readonly string[]): string {
		this.#listener.lost();
		this.#act({kind: 'stranger', stranger: {hello, differences}});
		this.#link.stop();
		return anotherPast;
	}

	#forgetAll(text: string | null): void {
		this.#past = null;
		this.#isResumed = false;
		this.#cache.dropFrom(0);
		this.#loader.forget();
		this.#replaced.clear();
		this.#act({kind: 'anew', text});
	}

	#remember(): void {
		const {hub, tip, fault} = this.#state;
		if (!hub || !tip || fault) return;
		const {ledger, genesis, durable, reorgLimit} = hub;
		this.#past = {ledger, genesis, durable, reorgLimit, index: tip.index, hash: tip.hash};
		this.#ports.memory.write(this.#past);
	}
}

const idDigits = 16;
const newChain =
	'New chain: the hub was started anew and does not keep its chain. The one that was shown here is gone.';

function tipOf({height, tip}: Hello): Tip {
	return {index: height, hash: tip};
}
