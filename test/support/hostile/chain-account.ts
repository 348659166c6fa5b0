/** Whose readings are in a chain, as its database says when no hub runs on it. */
import {openDatabase} from '../data-folder.ts';

export class ChainAccount {
	/** How many blocks each BPM has; that of the genesis block, 0, is one of them. */
	readonly counts: ReadonlyMap<number, number>;
	/** The BPMs from `firstOfOrdered` on, in the order of the chain. */
	readonly ordered: readonly number[];

	/** Reads the data folder of a hub that has stopped. */
	constructor(folder: string, firstOfOrdered: number) {
		const database = openDatabase(folder);
		try {
			const counts = database.prepare('SELECT bpm, count(*) AS blocks FROM blocks GROUP BY bpm').all();
			const ordered = database.prepare('SELECT bpm FROM blocks WHERE bpm >= ? ORDER BY idx');
			this.counts = new Map(counts.map(({bpm, blocks}) => [Number(bpm), Number(blocks)]));
			this.ordered = ordered.all(firstOfOrdered).map(({bpm}) => Number(bpm));
		} finally {
			database.close();
		}
	}
}
