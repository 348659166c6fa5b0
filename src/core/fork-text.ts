import {formatCount, formatMany} from './count.ts';
import type {ForkReport, PutAgainReading} from './fork.ts';

/** Readings that were put again and are named each; the others are counted. */
const namedReadingsMax = 8;
/** Enough of a hash to compare two by eye. */
const hashDigits = 8;

/** The last forks for people, the newest at the end, in words for somebody who has not heard of forks before. */
export function formatForkReports(reports: readonly ForkReport[]): string {
	if (reports.length === 0) return 'No fork has been settled since this hub started.';
	const title =
		reports.length === 1 ? 'The last fork:' : `The last ${reports.length} forks, the newest at the end:`;
	return [title, ...reports.map(formatForkReport)].join('\n');
}

/** One fork, in three lines: where the chains parted, which branch won and why, and what became of the readings. */
function formatForkReport(report: ForkReport): string {
	const {at, peer, shared, ours, theirs} = report;
	const counts =
		ours.count === theirs.count
			? `each had ${formatMany(ours.count, 'more block')}`
			: `this hub had ${formatMany(ours.count, 'more block')}, the other one ${formatCount(theirs.count)}`;
	return [
		`${at}  fork after block ${formatCount(shared)} with ${peer}: ${counts}.`,
		`  ${describeWinner(report)}`,
		`  ${describeReadings(report)}`,
	].join('\n');
}

function describeWinner({winner, why, ours, theirs}: ForkReport): string {
	const whose = winner === 'ours' ? "this hub's" : 'that of the other one';
	switch (why) {
		case 'longer':
			return `The longer branch wins: ${whose}.`;
		case 'lowerHash': {
			const [won, lost] = winner === 'ours' ? [ours, theirs] : [theirs, ours];
			const hashes = `${won.tip.slice(0, hashDigits)} is below ${lost.tip.slice(0, hashDigits)}`;
			return `Both are equally long, so the lower last hash wins: ${whose} (${hashes}).`;
		}
		case 'accepted':
			return `A person has accepted a branch, although it replaces so many blocks: ${whose}.`;
	}
}

function describeReadings({winner, displaced, putAgain, putAgainCount}: ForkReport): string {
	if (winner === 'ours' || displaced === 0)
		return 'The replaced readings came from other hubs, which put them again at the end. No reading is lost.';
	const waiting = displaced - putAgainCount;
	const sentences = [
		...(putAgainCount > 0 ? [`Put again: ${describePlaces(putAgain, putAgainCount)}.`] : []),
		...(waiting > 0 ? [`${formatMany(waiting, 'reading waits', 'readings wait')} for a new block.`] : []),
		'No reading is lost.',
	];
	return sentences.join(' ');
}

function describePlaces(putAgain: readonly PutAgainReading[], total: number): string {
	const named = putAgain.slice(0, namedReadingsMax);
	const places = named.map(({bpm, index}) => `${bpm} -> block ${formatCount(index)}`).join(', ');
	return total > named.length ? `${places} and ${formatCount(total - named.length)} more` : places;
}
