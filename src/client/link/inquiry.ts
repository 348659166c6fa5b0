import {parseBlock} from '../../core/block.ts';
import {hashBlock} from '../../core/hash-rule.ts';
import type {HubMessage} from '../../core/live-message.ts';
import {type ComparedBlock, isSame, type Offered} from '../alarm-facts.ts';
import type {ChainColumns} from '../chain-columns.ts';
import {type PinnedBlock, pinBlock} from '../memory/pin.ts';

interface Question {
	readonly index: number;
	readonly settle: (answer: Offered) => void;
}

/**
 * Asks a hub of live mode for single blocks with `/block`, without taking anything from it. Answers come in the
 * order of the lines; a block counts when its hash is that of its fields.
 */
export class Inquiry {
	readonly #write: (line: string) => void;
	#waiting: Question[] = [];
	#over = false;

	constructor(write: (line: string) => void) {
		this.#write = write;
	}

	/** What the hub has at each index. Never rejects; `unknown` is what was not answered before `end`. */
	ask(indexes: readonly number[]): Promise<readonly Offered[]> {
		return Promise.all(
			indexes.map(index => {
				if (this.#over) return 'unknown';
				this.#write(`/block ${index}\n`);
				return new Promise<Offered>(settle => this.#waiting.push({index, settle}));
			}),
		);
	}

	/** Takes a message that may be an answer. */
	take(message: HubMessage): void {
		// An answer about something else was asked for before.
		if (message.kind === 'answer' && !Object.hasOwn(message.answer, 'forks'))
			this.#answer(index => readAnswer(message.answer.block, index));
		else if (message.kind === 'refused' && message.line.startsWith('/block')) this.#answer(() => 'none');
	}

	/** No more answers are waited for. */
	end(): void {
		this.#over = true;
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const {settle} of waiting) settle('unknown');
	}

	#answer(read: (index: number) => Offered): void {
		const question = this.#waiting.shift();
		question?.settle(read(question.index));
	}
}

function readAnswer(value: unknown, index: number): Offered {
	const block = parseBlock(JSON.stringify(value) ?? '');
	if (!block || block.index !== index || hashBlock('decimal', block) !== block.hash) return 'unknown';
	return pinBlock(block);
}

/**
 * Compares what was verified with what the hub has: all that is pinned at once, and where the chain itself is
 * in memory, the first block that differs, found by halving. The newest comes first.
 */
export async function compareBlocks(
	pinned: readonly PinnedBlock[],
	columns: ChainColumns,
	inquiry: Pick<Inquiry, 'ask'>,
): Promise<readonly ComparedBlock[]> {
	const answers = await inquiry.ask(pinned.map(({index}) => index));
	const compared = pinned.map((block, at): ComparedBlock => ({pinned: block, offered: answers[at]!}));
	const difference = compared.findLast(block => block.offered !== 'unknown' && !isSame(block));
	if (!difference) return compared;
	let other = difference.pinned.index;
	let same = compared.find(isSame)?.pinned.index ?? -1;
	while (other - same > 1) {
		const middle = same + Math.floor((other - same) / 2);
		const held = columns.blockAt(middle);
		if (!held) break;
		const [offered] = await inquiry.ask([middle]);
		if (offered === 'unknown') break;
		const found = {pinned: pinBlock(held), offered: offered!};
		compared.push(found);
		if (isSame(found)) same = middle;
		else other = middle;
	}
	return compared.sort((a, b) => b.pinned.index - a.pinned.index);
}
