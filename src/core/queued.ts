/** A reading that a front keeps for the hub behind it (protocol section 10). */
export interface Queued {
	/** By it the reading is known there: its own, or one that the front has given it. */
	readonly id: string;
	/** Readings that wait, this one included. */
	readonly waiting: number;
}

/** What every answer of plain mode begins with that says so, and no other. */
const opening = 'Queued: ';

/** The answer of plain mode; `until` is a sentence that says how it goes on. */
export function formatQueued({waiting}: Queued, until: string): string {
	const readings = waiting === 1 ? '1 reading waits' : `${waiting} readings wait`;
	return `${opening}not on the chain yet, ${readings} here. ${until}`;
}

/** Whether an answer of plain mode says that a reading is queued, and was not refused. */
export function isQueuedAnswer(text: string): boolean {
	return text.startsWith(opening);
}
