import {Buffer} from 'node:buffer';
import type {Tip} from '../../src/core/block.ts';
import {limits} from '../../src/core/limits.ts';
import {createLineSplitter} from '../../src/core/lines.ts';
import {type HubMessage, parseHubMessage, type Welcome} from '../../src/core/live-message.ts';
import {createPlainStream} from '../../src/core/plain-stream.ts';
import {printable} from '../../src/core/printable.ts';
import {ArrayFollower} from './array-follower.ts';
import {ChainBook} from './chain-book.ts';
import type {Checker, Listener, Shared} from './checker.ts';

/** Where all live connections of a crowd begin, and with whom. */
export interface LiveStart {
	/** What the hub said of itself when it was asked first; every welcome must be of the same hub and ledger. */
	readonly welcome: Welcome;
	/** The first block that everybody asks for. */
	readonly from: number;
	/** The block before it; null when that is none. */
	readonly parent: Tip | null;
}

const [lf, comma, brace] = [0x0a, 0x2c, 0x7d];
const blocksOpen = Buffer.from('{"blocks":[');

/** What the next byte belongs to. */
type State =
	| 'opening'
	| 'lineStart'
	| 'line'
	| 'blocks'
	/** What follows the array in a line of blocks: a brace and the end of the line, or keys of later versions. */
	| 'blocksRest'
	| 'lineEnd'
	/** What is not looked at, to the end of the line. */
	| 'skipped';

/**
 * Checks a connection in live mode (protocol section 4): nothing is missing, nothing comes twice, every block
 * follows the one before. Blocks are compared with those that the crowd has seen and verified; all other lines go
 * through the program's own decoder.
 */
export class LiveChecker implements Checker {
	fault: string | null = null;
	book: ChainBook;
	readonly #shared: Shared;
	readonly #start: LiveStart;
	readonly #listener: Listener;
	readonly #opening = createPlainStream();
	readonly #splitter = createLineSplitter(limits.hubLineBytesMax);
	readonly #array = new ArrayFollower();
	#state: State = 'opening';
	#matched = 0;
	#isFollowing = false;
	/** The index of the next block that is due. */
	#next: number;
	#lineBytes = 0;
	/** The line has been compared with the newest chain of the crowd. */
	#triedNewest = false;

	constructor(shared: Shared, start: LiveStart, listener: Listener) {
		this.#shared = shared;
		this.#start = start;
		this.#listener = listener;
		this.#next = start.from;
		shared.book ??= new ChainBook('live', start.from, start.parent);
		this.book = shared.book;
	}

	/** One more than the index of the newest block that has come. */
	get next(): number {
		return this.#next;
	}

	read(chunk: Buffer): void {
		let at = 0;
		while (at < chunk.length && this.fault === null) at = this.#step(chunk, at);
	}

	end(): void {
		if (this.fault !== null) return;
		if (this.#state === 'opening') {
			for (const event of this.#opening.end()) {
				if (event.kind === 'answer') this.#listener.bye(printable(event.text));
				else if (event.kind === 'fault') this.#fail(event.reason);
			}
		} else if (this.#state !== 'lineStart' || this.#matched > 0)
			this.#fail('the connection ended inside a line');
	}

	#step(chunk: Buffer, at: number): number {
		switch (this.#state) {
			case 'opening':
				return this.#open(chunk);
			case 'lineStart':
				return this.#beginLine(chunk, at);
			case 'line':
				return this.#readLine(chunk, at);
			case 'blocks':
				return this.#readBlocks(chunk, at);
			case 'blocksRest':
				return this.#readRest(chunk[at]!, at);
			case 'lineEnd':
				return this.#endLine(chunk[at]!, at);
			case 'skipped':
				return this.#skip(chunk, at);
		}
	}

	#open(chunk: Buffer): number {
		for (const event of this.#opening.push(chunk)) {
			if (event.kind === 'greeting') this.#listener.greeted();
			else if (event.kind === 'fault') this.#fail(event.reason);
			else if (event.kind === 'live') {
				this.#state = 'lineStart';
				this.read(Buffer.from(event.rest));
			}
		}
		return chunk.length;
	}

	#beginLine(chunk: Buffer, start: number): number {
		let at = start;
		while (this.#matched < blocksOpen.length && chunk[at] === blocksOpen[this.#matched]) {
			this.#matched++;
			at++;
		}
		if (this.#matched < blocksOpen.length) {
			if (at === chunk.length) return at;
			this.#splitter.push(blocksOpen.subarray(0, this.#matched));
			this.#state = 'line';
		} else if (this.#isFollowing) {
			this.#state = 'blocks';
			this.#triedNewest = false;
			this.#array.begin(index => this.#chooseBook(index, this.book));
		} else this.#state = 'skipped'; // It comes again, once the hub has heard where to begin.
		this.#lineBytes = this.#matched;
		this.#matched = 0;
		return at;
	}

	#readLine(chunk: Buffer, at: number): number {
		const end = chunk.indexOf(lf, at) + 1;
		const [line] = this.#splitter.push(chunk.subarray(at, end || chunk.length));
		if (end === 0) return chunk.length;
		this.#state = 'lineStart';
		if (line?.kind !== 'line') {
			this.#fail(`a line is longer than ${limits.hubLineBytesMax} bytes`);
			return end;
		}
		const parsed = parseHubMessage(line.text);
		if (parsed.ok) this.#take(parsed.message);
		else this.#fail(parsed.reason);
		return end;
	}

	#take(message: HubMessage): void {
		switch (message.kind) {
			case 'welcome':
				this.#compareWelcome(message.welcome);
				break;
			case 'from':
				if (message.index === this.#next) this.#isFollowing = true;
				else
					this.#fail(`it begins with block ${message.index}, and was asked for those from ${this.#next} on`);
				this.#listener.following?.();
				break;
			case 'rollback':
				if (this.#isFollowing) this.#rollBack(message.from);
				break;
			case 'accepted':
			case 'refused':
				this.#listener.replied(message);
				break;
			case 'moved':
				this.#listener.moved?.(message.id, message.index);
				break;
			case 'answer':
				this.#listener.replied({kind: 'answer'});
				break;
			case 'status':
				this.#listener.status?.();
				break;
			case 'bye':
				this.#listener.bye(message.reason);
				break;
			default:
		}
	}

	#compareWelcome({ledger, genesis, reorgLimit}: Welcome): void {
		const {welcome} = this.#start;
		if (ledger !== welcome.ledger) this.#fail('a welcome names another ledger');
		else if (genesis !== welcome.genesis) this.#fail('a welcome names another genesis block');
		else if (reorgLimit > welcome.reorgLimit)
			this.#fail('a welcome raises the limit of what may be replaced');
	}

	#chooseBook(index: number, book: ChainBook): ChainBook | string {
		if (index === this.#next) return book;
		return `block ${index} came where block ${this.#next} was due`;
	}

	#readBlocks(chunk: Buffer, start: number): number {
		const at = this.#array.read(chunk, start);
		this.#lineBytes += at - start;
		const {outcome} = this.#array;
		if (this.#lineBytes > limits.hubLineBytesMax)
			this.#fail(`a line is longer than ${limits.hubLineBytesMax} bytes`);
		else if (outcome.kind === 'closed') this.#advance();
		else if (outcome.kind === 'fault') this.#fail(outcome.reason);
		else if (outcome.kind === 'differs') this.#compareAnew();
		return at;
	}

	#advance(): void {
		this.#state = 'blocksRest';
		const from = this.#next;
		this.#next = this.#array.to;
		if (this.book.fault !== null) this.#fail(this.book.fault);
		this.#listener.advanced?.(from, this.#next);
	}

	/**
	 * Blocks that others of the crowd have may have been replaced before this connection got them: then it needs no
	 * rollback. Otherwise the hub tells one this and another that.
	 */
	#compareAnew(): void {
		if (this.book.length - this.#next > this.#start.welcome.reorgLimit) {
			this.#fail(`block ${this.#next} or one after it is another than other connections got`);
			return;
		}
		const soFar = this.#array.soFar();
		this.#lineBytes = blocksOpen.length;
		const newest = this.#shared.book!;
		const isKnown = !this.#triedNewest && newest !== this.book && this.#sharesPast(newest, this.#next);
		this.#triedNewest = true;
		this.book = isKnown ? newest : this.#fork(this.#next);
		this.#array.begin(index => this.#chooseBook(index, this.book));
		this.#readBlocks(soFar, 0);
	}

	#rollBack(from: number): void {
		const replaced = this.#next - from;
		const {reorgLimit} = this.#start.welcome;
		if (replaced <= 0 || replaced > reorgLimit || from < this.book.first) {
			this.#fail(`it takes back ${replaced} blocks, and promised to take back ${reorgLimit} at most`);
			return;
		}
		const newest = this.#shared.book!;
		const isKnown = newest !== this.book && this.#sharesPast(newest, from);
		this.book = isKnown ? newest : this.#fork(from);
		this.#next = from;
		this.#listener.rolledBack?.(from);
	}

	#sharesPast(other: ChainBook, below: number): boolean {
		return below === this.book.first ? other.first === below : this.book.sharesBlock(other, below - 1);
	}

	/** Another chain from this block on; it may replace no more than the hub said. */
	#fork(from: number): ChainBook {
		this.#shared.chainsReplaced++;
		this.#shared.book = this.book.forkAt(from);
		return this.#shared.book;
	}

	#readRest(next: number, at: number): number {
		if (next === brace) this.#state = 'lineEnd';
		else if (next === comma) this.#state = 'skipped';
		else this.#fail('a line of blocks does not end as agreed');
		return at + 1;
	}

	#endLine(next: number, at: number): number {
		if (next === lf) this.#state = 'lineStart';
		else this.#fail('a line of blocks does not end as agreed');
		return at + 1;
	}

	#skip(chunk: Buffer, at: number): number {
		const end = chunk.indexOf(lf, at) + 1;
		if (end > 0) this.#state = 'lineStart';
		return end || chunk.length;
	}

	#fail(reason: string): void {
		this.fault ??= reason;
		this.#shared.findings.add(reason);
	}
}
