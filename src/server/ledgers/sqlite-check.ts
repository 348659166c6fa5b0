import type {DatabaseSync} from 'node:sqlite';
import {type Block, isTimestamp, type Tip} from '../../core/block.ts';
import {hashBlock} from '../../core/hash-rule.ts';
import {limits} from '../../core/limits.ts';
import {printable} from '../../core/printable.ts';
import {type Fault, verifyNext} from '../../core/verify.ts';
import type {DisplacedReading} from '../ledger.ts';
import {type BlockRow, blockColumns} from './block-row.ts';
import {prepareRows, readValue} from './sqlite-database.ts';
import {toDisplaced} from './sqlite-displaced.ts';
import {unlessYielded} from './sqlite-yielded.ts';

/** Blocks judged between two looks at the time: about two milliseconds. */
const rangeBlocks = 2_000;

const rangeQuery = `SELECT ${blockColumns} FROM blocks WHERE idx > ? ORDER BY idx LIMIT ${rangeBlocks}`;

/**
 * Judges every block of a ledger (protocol section 1): the shape of its fields, its place, its link and its
 * hash. Gives the first fault, or the tip (null: no block at all). `onRange` hears how many are verified.
 * SQLite's own errors on a damaged file are thrown.
 */
export function checkChain(
	database: DatabaseSync,
	onRange: (verified: number) => void = () => {},
): {readonly fault: Fault} | {readonly tip: Tip | null} {
	const readRange = prepareRows(database, rangeQuery);
	let tip: Tip | null = null;
	if (readRows(() => prepareRows(database, 'SELECT 1 FROM blocks WHERE idx < 0 LIMIT 1')())?.length !== 0) {
		return {fault: {index: 0, reason: 'index', detail: 'its Index is below 0'}};
	}
	for (;;) {
		const after: number = tip?.index ?? -1;
		const rows = readRows(() => readRange(after)) as readonly BlockRow[] | undefined;
		if (rows === undefined) return {fault: findFault(database, tip)};
		for (const row of rows) {
			if (!follows(tip, row)) return {fault: findFault(database, tip)};
			tip = {index: row[0] as number, hash: row[3] as string};
		}
		onRange(tip === null ? 0 : tip.index + 1);
		if (rows.length < rangeBlocks) return {tip};
	}
}

/** Undefined when there is a number in them that bchain never wrote, and JavaScript cannot hold. */
function readRows<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if ((error as {readonly code?: unknown}).code === 'ERR_OUT_OF_RANGE') return undefined;
		throw error;
	}
}

/**
 * Whether a row is the block after `parent`. It says yes to exactly what `verifyNext` says yes to, at a third
 * of the cost: a link and a hash that are equal to good ones need not be matched for their shape.
 */
function follows(parent: Tip | null, row: BlockRow): boolean {
	const [index, timestamp, bpm, hash, prevHash] = row;
	return (
		index === (parent === null ? 0 : parent.index + 1) &&
		prevHash === (parent === null ? '' : parent.hash) &&
		typeof timestamp === 'string' &&
		isTimestamp(timestamp) &&
		Number.isInteger(bpm) &&
		(bpm as number) >= limits.bpmMin &&
		(bpm as number) <= limits.bpmMax &&
		(index > 0 || bpm === 0) &&
		hash === hashBlock('decimal', {index, timestamp, bpm, hash: '', prevHash} as Block)
	);
}

/** Names the first fault after `parent`, in the words of `verifyNext`. */
function findFault(database: DatabaseSync, parent: Tip | null): Fault {
	const statement = database.prepare(rangeQuery);
	statement.setReadBigInts(true);
	let tip = parent;
	for (const row of statement.all(parent?.index ?? -1)) {
		const index = tip === null ? 0 : tip.index + 1;
		const {timestamp, hash, prev_hash: prevHash} = row;
		for (const [name, value] of Object.entries({Timestamp: timestamp, Hash: hash, PrevHash: prevHash})) {
			if (typeof value !== 'string') return {index, reason: 'shape', detail: `${name} is not text`};
		}
		const block = {index: Number(row.idx), timestamp, bpm: Number(row.bpm), hash, prevHash} as Block;
		const fault = verifyNext(tip, block);
		if (fault) return fault;
		tip = {index: block.index, hash: block.hash};
	}
	throw new Error('a fault of the chain was found once and not again');
}

/**
 * What the chain itself cannot show: whether the file is sound throughout, the ids of readings lead to them, every
 * reading stands in a block with its BPM or in one that was replaced, and in one block of the chain at most. Gives
 * what is wrong, as a phrase, or the readings that are in no block of the chain, as `Ledger.listDisplaced` does.
 * SQLite's own errors on a damaged file are thrown.
 */
export function checkReadings(
	database: DatabaseSync,
): {readonly wrong: string} | {readonly displaced: readonly DisplacedReading[]} {
	const found = String(readValue(database, 'PRAGMA integrity_check(1)'));
	if (found !== 'ok') return {wrong: printable(found.replace(/^\*\*\*.*\n/, ''))};
	const [ofReading, ofAttempt, ofOther] = ['r', 'a', 'o'].map(alias => unlessYielded(database, alias));
	const missing = prepareRows(
		database,
		`SELECT reading, id, bpm, idx, hash,
			EXISTS (SELECT 1 FROM replaced WHERE idx = r.idx)
				AND NOT EXISTS (SELECT 1 FROM blocks WHERE idx = r.idx AND hash = r.hash)
				OR EXISTS (SELECT 1 FROM blocks b WHERE b.idx = r.idx AND b.hash = r.hash AND b.bpm = r.bpm),
			EXISTS (SELECT 1 FROM attempts a JOIN blocks USING (idx, hash) WHERE a.reading = r.reading ${ofAttempt})
		FROM readings r
		WHERE NOT EXISTS (
			SELECT 1 FROM blocks b WHERE b.idx = r.idx AND b.hash = r.hash AND b.bpm = r.bpm ${ofReading}
		)
		ORDER BY idx, reading`,
	)();
	const astray = missing.filter(([, , , , , wasReplaced]) => !wasReplaced).length;
	if (astray > 0) return {wrong: `readings that are in no block: ${astray}`};
	const twice = readValue(
		database,
		`SELECT count(*) FROM attempts a JOIN blocks USING (idx, hash)
		WHERE TRUE ${ofAttempt} AND (
			EXISTS (SELECT 1 FROM readings r JOIN blocks USING (idx, hash) WHERE r.reading = a.reading ${ofReading})
			OR EXISTS (
				SELECT 1 FROM attempts o JOIN blocks USING (idx, hash)
				WHERE o.reading = a.reading AND o.idx > a.idx ${ofOther}
			)
		)`,
	);
	if (twice !== 0) return {wrong: `readings that are in two blocks: ${twice}`};
	return {displaced: missing.filter(([, , , , , , isBack]) => !isBack).map(toDisplaced)};
}
