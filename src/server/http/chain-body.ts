import {Readable} from 'node:stream';
import {type ChainReader, release} from '../chain-reader.ts';
import {clipSlice, type Slice, type Snapshot, sliceOf} from '../chain-text.ts';
import type {OutboxContext} from '../outbox.ts';
import type {Pacer} from '../pacer.ts';
import {indentSlice} from './indented.ts';

/** What is made at a time, and waits until the other side has taken it. */
const pieceBytes = 32 * 1024;

/** The socket holds a piece already for those who are slow. */
const nothingAhead = 0;

/** How a whole chain is written. */
export interface ChainForm {
	readonly open: string;
	readonly between: string;
	readonly close: string;
	/** Consecutive blocks. */
	readonly format: (slice: Slice) => string;
}

/** What the tutorial's `GET /` gives. */
export const indentedForm: ChainForm = {open: '[\n', between: ',\n', close: '\n]', format: indentSlice};

/** One block a line. */
export const lineForm: ChainForm = {
	open: '',
	between: '\n',
	close: '\n',
	// No text in a canonical block has braces.
	format: ({bytes}) => bytes.toString('latin1').replaceAll('},{', '}\n{'),
};

/**
 * A whole chain as it was at one moment, made piece by piece as it is taken, so that a million blocks are never in
 * memory. It breaks off where blocks that are still to come are replaced.
 */
export function createChainBody(snapshot: Snapshot, form: ChainForm, context: ChainSource): Readable {
	return Readable.from(writeChain(snapshot, form, context), {objectMode: false, highWaterMark: nothingAhead});
}

/** Where the blocks come from, and who else wants some. */
export type ChainSource = Pick<OutboxContext, 'reader' | 'catchUps' | 'pacer'>;

async function* writeChain(
	snapshot: Snapshot,
	form: ChainForm,
	context: ChainSource,
): AsyncGenerator<string> {
	let before = form.open;
	for (let next = 0; next < snapshot.length; before = form.between) {
		const kept = sliceOf(snapshot, next, pieceBytes);
		const slice = kept ?? (await loadSlice(snapshot, next, context));
		if (slice === 'replaced') throw new Error('the blocks were replaced while they were sent');
		const text = await takeTurn(context.pacer, () => before + form.format(slice));
		if (!kept) release(slice);
		next = slice.to;
		yield text;
	}
	yield form.close;
}

/** Blocks of a snapshot that are only in the ledger. `release` them. */
export async function loadSlice(
	{version, length}: Snapshot,
	from: number,
	{catchUps, reader}: {readonly catchUps: OutboxContext['catchUps']; readonly reader: ChainReader},
): Promise<Slice | 'replaced'> {
	const loaded = await catchUps.run(() => reader.load(version, from, pieceBytes));
	return loaded === 'replaced' ? loaded : clipSlice(loaded, length);
}

/** Does `work` when it has its turn among those who write much. */
async function takeTurn<Result>(pacer: Pacer, work: () => Result): Promise<Result> {
	return new Promise((resolve, reject) => {
		pacer.add({
			pump: () => {
				try {
					resolve(work());
				} catch (error) {
					reject(error);
				}
				return false;
			},
		});
	});
}
