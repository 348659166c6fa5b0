import type {Block} from '../../core/block.ts';
import type {HubMessage} from '../../core/live-message.ts';
import type {Fault} from '../../core/verify.ts';
import type {LinkState} from './link-state.ts';
import type {Entry} from './reading-book.ts';

type Answer = Extract<HubMessage, {kind: 'accepted' | 'refused' | 'moved'}>;

/**
 * What the hub answers to the readings of one connection in live mode (protocol section 4). Where no block is
 * ever replaced, the block that an `accepted` names has to be the one that the chain has or will have there.
 */
export class LiveAnswers {
	readonly #link: LinkState;
	readonly #fault: (reason: string) => void;
	/** What was said about blocks that have not come yet; at most one for each of our readings. */
	readonly #announced = new Map<number, {readonly hash: string; readonly bpm: number}>();

	constructor(link: LinkState, fault: (reason: string) => void) {
		this.#link = link;
		this.#fault = fault;
	}

	take(message: Answer): void {
		const {readings} = this.#link;
		if (message.kind === 'moved') {
			readings.move(message.id, message.index);
			return;
		}
		if (message.kind === 'refused' && message.line.startsWith('/from')) {
			this.#fault(`it refused /from: ${message.reason}`);
			return;
		}
		const entry = this.#findEntry(message);
		if (!entry) return;
		if (message.kind === 'refused') {
			if (readings.isUnsettled(entry)) readings.change(entry, {state: 'refused', reason: message.reason});
		} else this.#accept(entry, message.index, message.hash);
	}

	/** The reading that an answer is for. One without an id is for a number sent before the welcome came. */
	#findEntry(message: Exclude<Answer, {kind: 'moved'}>): Entry | null {
		const {readings} = this.#link;
		if (message.id !== undefined) return readings.landed(message.id);
		if (message.kind === 'refused' && message.line.startsWith('/')) {
			const [command, id = ''] = message.line.split(' ');
			return command === '/add' ? readings.landed(id) : null;
		}
		return readings.landedBare();
	}

	/** Whether a block that came is the one that an answer named. */
	check(block: Block): Fault | null {
		const announced = this.#announced.get(block.index);
		if (!announced) return null;
		this.#announced.delete(block.index);
		if (announced.hash === block.hash && announced.bpm === block.bpm) return null;
		const detail = `the hub said that our ${announced.bpm} is in it, and it is another block`;
		return {index: block.index, reason: 'hash', detail};
	}

	/** Blocks were replaced, so what was said about them does not hold any more. */
	forget(): void {
		this.#announced.clear();
	}

	#accept(entry: Entry, index: number, hash: string): void {
		const {readings, chain, past, wantsChain} = this.#link;
		const {bpm} = entry.reading;
		if (past.named(index)) this.#link.pinChanged();
		if (wantsChain && past.promises?.reorgLimit === 0) {
			const {columns} = chain;
			const isHeld = index <= columns.tipIndex;
			const isOther = isHeld && (columns.hashAt(index) !== hash || columns.bpmAt(index) !== bpm);
			if (isOther || this.#announced.has(index)) {
				this.#fault(`it said that our ${bpm} is in block ${index}, which is another block`);
				return;
			}
			if (!isHeld) this.#announced.set(index, {hash, bpm});
		}
		if (readings.isUnsettled(entry)) readings.accept(entry, index);
	}
}
