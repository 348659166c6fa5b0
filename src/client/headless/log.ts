import type {Writable} from 'node:stream';
import {formatAddress} from '../../core/address.ts';
import {tellReplaced} from '../fork-words.ts';
import {openHubLink} from '../hub-link.ts';
import type {ChainFacts, HubLink, LinkEvent, LinkPhase} from '../link-event.ts';
import {formatAlarm} from './alarm-text.ts';
import {formatBlockJson, formatBlockLine} from './block-line.ts';
import {sayNoHub} from './no-hub.ts';
import {broadcastTimeoutMsDefault, createPatience, type Patience, timeoutMsDefault} from './patience.ts';
import {createTextOutput, isTerminal, type TextOutput} from './text-output.ts';

export interface LogOptions {
	readonly host: string;
	readonly port: number;
	/** How many of the newest blocks; all unless given. */
	readonly count?: number | 'all';
	/** Goes on with new blocks until `signal` is aborted. */
	readonly follow: boolean;
	/** Writes each block as JSON on a line of its own. */
	readonly json: boolean;
	/** Never asks for live mode. */
	readonly plain: boolean;
	/** The folder of what is remembered from one run to the next; nothing is unless given. */
	readonly stateFolder?: string | undefined;
	/**
	 * How long to go on without any progress, in milliseconds, before the first block is printed. Unless given:
	 * 10 s, and in plain mode as long as a broadcast of a tutorial hub takes.
	 */
	readonly timeoutMs?: number;
	/** How the program is started, as in `npx bchain`; `bchain` unless given. */
	readonly program?: string;
	readonly stdout?: Writable;
	readonly stderr?: Writable;
	readonly signal?: AbortSignal;
	/** Whether readable lines are coloured; on a terminal unless given. */
	readonly color?: boolean;
}

/** Blocks written at a time. */
const batchBlocks = 256;
/** Newest printed blocks whose hashes are kept, to find where a replaced chain parts from what was printed. */
const printedMax = 1_024;
const indexColumnsMin = 5;
const replacedMeanwhile =
	'Another chain took the place of this one while it was printed: it is not all there.';

/**
 * Prints the chain of a hub after it was verified as a whole: blocks on `stdout`, and on `stderr` by which
 * rule the chain is valid, and what is wrong. Resolves to the exit code: 0 when everything was printed, when
 * nobody reads the output any more, or when following was stopped; 1 when there is no hub, the chain does not
 * hold or another one took its place. When blocks that were printed are replaced, following goes on with the
 * first that differs.
 */
export async function runLog(options: LogOptions): Promise<number> {
	const log = new Log(options);
	try {
		return await log.run();
	} finally {
		await log.close();
	}
}

class Log {
	readonly #options: LogOptions;
	readonly #stderr: Writable;
	readonly #output: TextOutput;
	readonly #color: boolean;
	readonly #link: HubLink;
	readonly #patience: Patience;
	readonly #abort: () => void;
	#phase: LinkPhase = {kind: 'connecting', attempt: 1};
	#facts: ChainFacts | null = null;
	/** Why the last attempt to connect, or the last connection, ended. */
	#trouble: string | null = null;
	/** What ends it: a chain that does not hold, or an alarm. */
	#fault: string | null = null;
	/** The chain was here as far as the hub has it, so that a later gap is worth waiting through. */
	#isFollowing = false;
	/** The next block to print, of the chain in this revision. */
	#next = 0;
	#revision = 0;
	/** The hashes of the newest blocks before the next one. */
	readonly #printed = new Map<number, string>();

	constructor(options: LogOptions) {
		const {host, port, plain, timeoutMs = timeoutMsDefault, signal} = options;
		const {stdout = process.stdout, stderr = process.stderr} = options;
		this.#options = options;
		this.#stderr = stderr;
		this.#output = createTextOutput(stdout);
		this.#color = options.color ?? (isTerminal(stdout) && !process.env.NO_COLOR);
		this.#patience = createPatience(timeoutMs, () => this.#isFollowing);
		this.#abort = () => this.#patience.giveUp();
		signal?.addEventListener('abort', this.#abort);
		if (signal?.aborted) this.#abort();
		const {stateFolder} = options;
		const memory = stateFolder === undefined ? undefined : {stateFolder, keepsReadings: false};
		this.#link = openHubLink({host, port, plain, memory, on: event => this.#take(event)});
	}

	async run(): Promise<number> {
		const {count = 'all', follow} = this.#options;
		const complete = await this.#patience.until(() => this.#isComplete || this.#fault !== null);
		if (this.#fault !== null) return this.#fail(this.#fault);
		if (!complete) return this.#giveUp();
		const {chain} = this.#link;
		this.#revision = this.#facts!.revision;
		this.#next = count === 'all' ? chain.firstIndex : Math.max(chain.firstIndex, chain.tipIndex + 1 - count);
		this.#isFollowing = true;
		for (let index = Math.max(chain.firstIndex, this.#next - printedMax); index < this.#next; index++) {
			this.#printed.set(index, chain.hashAt(index)!);
		}
		if (!(await this.#print())) return 0;
		const facts = this.#facts!;
		if (!follow && facts.revision !== this.#revision) return this.#fail(replacedMeanwhile);
		// That all is well is for people; what the rule leaves open is for everybody.
		if (!facts.strict || isTerminal(this.#stderr)) this.#say(describeStanding(facts));
		return follow ? this.#follow() : 0;
	}

	async close(): Promise<void> {
		this.#options.signal?.removeEventListener('abort', this.#abort);
		this.#patience.stop();
		await this.#link.close();
	}

	/** Whether the chain is here as far as the hub has it. */
	get #isComplete(): boolean {
		if (this.#phase.kind === 'live') return true;
		return this.#phase.kind === 'plain' && this.#link.chain.length > 0;
	}

	async #follow(): Promise<number> {
		for (;;) {
			const hasMore = () =>
				this.#fault !== null ||
				this.#facts!.revision !== this.#revision ||
				this.#next <= this.#link.chain.tipIndex;
			if (!(await this.#patience.until(hasMore)) || this.#patience.isOver) return 0;
			if (this.#facts!.revision !== this.#revision) this.#findPlace();
			if (!(await this.#print())) return 0;
			if (this.#fault !== null) return this.#fail(this.#fault);
		}
	}

	/** After blocks were replaced: goes back to the first that is not what was printed. */
	#findPlace(): void {
		this.#revision = this.#facts!.revision;
		const {chain} = this.#link;
		let index = Math.min(this.#next - 1, chain.tipIndex);
		while (index >= chain.firstIndex && this.#printed.get(index) !== chain.hashAt(index)) index--;
		this.#next = index + 1;
	}

	/** Prints what is held from the next block on; false when nobody reads it. */
	async #print(): Promise<boolean> {
		const revision = this.#revision;
		const {json} = this.#options;
		const columns = Math.max(indexColumnsMin, String(this.#link.chain.tipIndex).length);
		while (this.#next <= this.#link.chain.tipIndex && this.#facts!.revision === revision) {
			const {chain} = this.#link;
			const end = Math.min(this.#next + batchBlocks, chain.tipIndex + 1);
			let text = '';
			for (; this.#next < end; this.#next++) {
				const block = chain.blockAt(this.#next)!;
				text += `${json ? formatBlockJson(block) : formatBlockLine(block, columns, this.#color)}\n`;
				this.#printed.set(block.index, block.hash);
				this.#printed.delete(block.index - printedMax);
			}
			if (!(await this.#output.write(text))) return false;
			if (this.#patience.isOver) return true;
		}
		return true;
	}

	#take(event: LinkEvent): void {
		if (event.kind === 'phase') this.#takePhase(event.phase);
		else if (event.kind === 'chain') {
			this.#facts = event.chain;
			this.#patience.progress();
		} else if (event.kind === 'replaced') this.#say(tellReplaced(event.replaced));
		else if (event.kind === 'notice') this.#takeNotice(event.tone, event.text);
		this.#patience.wake();
	}

	#takePhase(phase: LinkPhase): void {
		this.#phase = phase;
		if (phase.kind === 'live' || phase.kind === 'plain') this.#trouble = null;
		if (phase.kind === 'waiting') {
			const isNews = phase.reason !== this.#trouble;
			this.#trouble = phase.reason;
			if (this.#isFollowing && isNews) this.#say(`The connection is lost: ${phase.reason}. Trying again.`);
		} else if (phase.kind === 'alarm') {
			this.#fault = formatAlarm(this.#address, phase, this.#options.program);
		} else if (phase.kind === 'plain') {
			this.#patience.reached(phase.kind, this.#options.timeoutMs ?? broadcastTimeoutMsDefault);
		} else if (phase.kind !== 'connecting') this.#patience.reached(phase.kind);
	}

	#takeNotice(tone: 'info' | 'warn' | 'bad', text: string): void {
		// While following, a hub may stumble over its protocol and come back; a chain that does not hold may not.
		if (tone === 'bad' && (!this.#isFollowing || this.#facts?.fault)) this.#fault ??= text;
		else this.#say(text);
	}

	#giveUp(): number {
		if (!this.#options.signal?.aborted) {
			this.#say(
				this.#phase.kind === 'plain'
					? `The hub at ${this.#address} has not sent its chain.`
					: sayNoHub(this.#address, this.#trouble),
			);
		}
		return 1;
	}

	#fail(text: string): number {
		this.#say(text);
		if (this.#facts?.fault) this.#say(describeBefore(this.#facts.length));
		return 1;
	}

	get #address(): string {
		return formatAddress(this.#options.host, this.#options.port);
	}

	#say(text: string): void {
		this.#stderr.write(`${text}\n`);
	}
}

function describeBefore(blocks: number): string {
	if (blocks === 0) return 'No block before it holds.';
	return blocks === 1 ? 'The block before it holds.' : `The ${blocks} blocks before it hold.`;
}

/** By which rule the chain is valid, and what that leaves open. */
function describeStanding({length, firstIndex, rule, strict}: ChainFacts): string {
	const all = length === 1 ? 'The only block is' : `All ${length} blocks are`;
	const newest =
		length === 1
			? `The newest block, ${firstIndex}, is`
			: `The newest ${length} blocks, from ${firstIndex} on, are`;
	const which = firstIndex === 0 ? all : newest;
	if (strict) return `${which} verified by the ${rule} rule.`;
	return (
		`${which} valid by the tutorial's rule (${rule}), which does not notice every change: ` +
		'its times have no fixed length, so digits can move from one field to the next.'
	);
}
