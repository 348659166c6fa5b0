import type {AnyBlock} from './block.ts';
import {type ChainForm, createChainScanner} from './chain-scanner.ts';
import {type ChainVerifier, createChainVerifier, type Fault, type Standing} from './verify.ts';

/** Which chain of a text was judged. */
export interface JudgedChain {
	readonly form: ChainForm;
	/** Its place among the arrays of the text, from 1. */
	readonly place: number;
	/** Arrays of blocks in the text; 1 where the text is one chain. */
	readonly chains: number;
	/** Whether a newer array breaks off at the end of the text, and was left aside. */
	readonly newerBreaksOff: boolean;
	/** Whether lines that a terminal had wrapped were joined to read it. */
	readonly wasWrapped: boolean;
	/** Its first block: with an Index above 0, only a part of a chain is there. Null when there is none. */
	readonly first: AnyBlock | null;
}

/** What is wrong with a chain as text: `text` stands for something that is no block, or a missing end. */
export type TextFault = Omit<Fault, 'reason'> & {readonly reason: Fault['reason'] | 'text'};

/** The verdict on a text. Every phrase is safe to show. */
export type ChainVerdict =
	| {readonly kind: 'valid'; readonly chain: JudgedChain; readonly standing: Standing}
	| {
			readonly kind: 'broken';
			readonly chain: JudgedChain;
			readonly fault: TextFault;
			/** What holds of the blocks before the fault. */
			readonly standing: Standing;
	  }
	/** There is no chain in it: `reason` is a phrase. */
	| {readonly kind: 'unreadable'; readonly reason: string};

export interface ChainJudge {
	push(chunk: Uint8Array): void;
	/** Says that the text has ended. */
	end(): ChainVerdict;
	/** Blocks read so far, in all chains of the text. */
	readonly blocks: number;
}

/** Hears of the blocks while they are judged; of a text with several chains, of each. */
export interface JudgeListener {
	/** A chain begins: what was heard of the one before does not count when this one is taken. */
	begin?(): void;
	/** `fault` is null as long as the chain holds; after its first fault its blocks still come. */
	block?(block: AnyBlock, fault: TextFault | null): void;
	/** The chain is the newest that does not break off: its blocks count, unless a newer one does so too. */
	taken?(): void;
}

/**
 * Recomputes a chain in text of any form that `createChainScanner` knows (protocol section 1). Of several
 * arrays, as `nc` shows them, the newest decides that does not just break off at the end. Every chain is
 * verified as it comes, so nothing is kept of the blocks.
 */
export function createChainJudge(listener: JudgeListener = {}): ChainJudge {
	return new Judge(listener);
}

/** White space and the mark by which UTF-8 text may begin. */
const ignoredAtStart: readonly number[] = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf];

class Judge implements ChainJudge {
	readonly #listener: JudgeListener;
	readonly #scanner = createChainScanner({
		begin: form => this.#begin(form),
		block: (block, wasWrapped) => this.#take(block, wasWrapped),
		complete: () => this.#settle(null),
		malformed: reason => this.#settle(reason),
		cutOff: () => this.#breakOff(),
	});
	#current: Trial | null = null;
	#decided: Trial | null = null;
	#chains = 0;
	#newerBreaksOff = false;
	#blocks = 0;
	#start = '';

	constructor(listener: JudgeListener) {
		this.#listener = listener;
	}

	get blocks(): number {
		return this.#blocks;
	}

	push(chunk: Uint8Array): void {
		for (let at = 0; this.#start.length < 2 && at < chunk.length; at++)
			if (!ignoredAtStart.includes(chunk[at]!)) this.#start += String.fromCharCode(chunk[at]!);
		this.#scanner.push(chunk);
	}

	end(): ChainVerdict {
		this.#scanner.end();
		const trial = this.#decided;
		if (trial === null || this.#isOtherText(trial))
			return {kind: 'unreadable', reason: this.#describeNothing()};
		const {form, place, first, wasWrapped, standing} = trial;
		const [chains, newerBreaksOff] = [this.#chains, this.#newerBreaksOff];
		const chain = {form, place, chains, newerBreaksOff, wasWrapped, first};
		if (trial.fault) return {kind: 'broken', chain, fault: trial.fault, standing};
		if (standing.blocks === 0) return {kind: 'unreadable', reason: 'there is no block in it'};
		return {kind: 'valid', chain, standing};
	}

	#begin(form: ChainForm): void {
		this.#chains++;
		this.#current = new Trial(form, this.#chains);
		this.#listener.begin?.();
	}

	#take(block: AnyBlock, wasWrapped: boolean): void {
		this.#blocks++;
		const trial = this.#current!;
		trial.take(block);
		trial.wasWrapped ||= wasWrapped;
		this.#listener.block?.(block, trial.fault);
	}

	/** The chain is complete, or goes on with what is no block. */
	#settle(malformed: string | null): void {
		if (malformed !== null) this.#current!.failNext(malformed);
		this.#decided = this.#current;
		this.#current = null;
		this.#listener.taken?.();
	}

	#breakOff(): void {
		// An older one is whole, unless this one is known to be broken.
		if (this.#decided !== null && this.#current!.fault === null) {
			this.#newerBreaksOff = true;
			return;
		}
		this.#settle('the text ends before the chain does');
	}

	/** Text about chains, as this project's README: what looks like an array of blocks holds none. */
	#isOtherText({form}: Trial): boolean {
		return form === 'array' && this.#blocks === 0 && !this.#start.startsWith('[');
	}

	#describeNothing(): string {
		if (this.#start === '') return 'it is empty';
		if (this.#start === '\u00ff\u00fe' || this.#start === '\u00fe\u00ff')
			return 'it is UTF-16 text: save it as UTF-8';
		return 'there is no chain of blocks in it';
	}
}

/** One chain of the text, judged as far as it has come. */
class Trial {
	readonly form: ChainForm;
	readonly place: number;
	first: AnyBlock | null = null;
	wasWrapped = false;
	fault: TextFault | null = null;
	#verifier: ChainVerifier = createChainVerifier();

	constructor(form: ChainForm, place: number) {
		this.form = form;
		this.place = place;
	}

	get standing(): Standing {
		return this.#verifier.standing;
	}

	take(block: AnyBlock): void {
		if (this.first === null) {
			this.first = block;
			if (block.index > 0) this.#verifier = createChainVerifier(block.index);
		}
		this.fault ??= this.#verifier.next(block);
	}

	/** What stands in the place of the next block is none. */
	failNext(detail: string): void {
		const {tip} = this.standing;
		this.fault ??= {index: tip === null ? (this.first?.index ?? 0) : tip.index + 1, reason: 'text', detail};
	}
}
