import {Buffer} from 'node:buffer';
import {limits} from '../../core/limits.ts';
import {release} from '../chain-reader.ts';
import {type Slice, type Snapshot, sliceOf} from '../chain-text.ts';
import {type ChainSource, loadSlice} from './chain-body.ts';

/** A part of the chain that somebody asked for. */
export interface PageQuery {
	/** Below 0: so many of the newest. */
	readonly from: number;
	readonly limit: number;
}

const comma = Buffer.from(',');
/** Pages kept for those who ask for the same: as a browser that opens the newest blocks does. */
const keptBytesMax = 4 * 1024 * 1024;
const wholeNumber = /^-?\d{1,15}$/;

/** Reads `from` and `limit` of an address, which may be anything; a sentence where they cannot be used. */
export function parsePageQuery(query: Readonly<Record<string, unknown>>): PageQuery | string {
	const from = parseFrom(query);
	if (typeof from === 'string') return from;
	const limit = readNumber(query.limit, limits.httpBlocksDefault);
	if (limit === null || limit < 1 || limit > limits.httpBlocksMax)
		return `limit is a whole number from 1 to ${limits.httpBlocksMax}, as in limit=100.`;
	return {from: from ?? 0, limit};
}

/** Reads `from` alone; undefined where it is not given. */
export function parseFrom(query: Readonly<Record<string, unknown>>): number | undefined | string {
	if (query.from === undefined) return undefined;
	const from = readNumber(query.from, 0);
	return from ?? 'from is the index of a block, or -20 for the newest 20, as in from=0.';
}

/** The index at which a part begins of a chain of so many blocks. */
export function firstOf(from: number, length: number): number {
	return from < 0 ? Math.max(0, length + from) : from;
}

function readNumber(value: unknown, otherwise: number): number | null {
	if (value === undefined) return otherwise;
	return typeof value === 'string' && wholeNumber.test(value) ? Number(value) : null;
}

/** Which chain it is: what it was when it had this length. */
type Place = Pick<Snapshot, 'version' | 'length'>;

/** The bodies of `GET /blocks` (protocol section 11), each made once for all who ask before the next block comes. */
export class BlockPages {
	readonly #source: ChainSource;
	readonly #made = new Map<string, Buffer>();
	#madeBytes = 0;
	/** Of which chain they are. */
	#version = -1;
	#length = -1;

	constructor(source: ChainSource) {
		this.#source = source;
	}

	/** The body that was made for such a query since the newest block; undefined when none was. */
	find(chain: Place, {from, limit}: PageQuery): Buffer | undefined {
		return this.#isOf(chain) ? this.#made.get(`${from} ${limit}`) : undefined;
	}

	/**
	 * The blocks as on the wire, and where the parts before and after them are. 'replaced' when they changed while
	 * they were read.
	 */
	async write(snapshot: Snapshot, query: PageQuery): Promise<Buffer | 'replaced'> {
		this.#forgetStale(snapshot);
		const body = await writePage(snapshot, query, this.#source);
		if (body !== 'replaced' && this.#isOf(snapshot)) this.#keep(query, body);
		return body;
	}

	#isOf({version, length}: Place): boolean {
		return version === this.#version && length === this.#length;
	}

	#keep({from, limit}: PageQuery, body: Buffer): void {
		if (this.#madeBytes + body.length > keptBytesMax) this.#forget();
		this.#made.set(`${from} ${limit}`, body);
		this.#madeBytes += body.length;
	}

	#forgetStale(chain: Place): void {
		if (this.#isOf(chain)) return;
		this.#forget();
		this.#version = chain.version;
		this.#length = chain.length;
	}

	#forget(): void {
		this.#made.clear();
		this.#madeBytes = 0;
	}
}

async function writePage(
	snapshot: Snapshot,
	{from, limit}: PageQuery,
	source: ChainSource,
): Promise<Buffer | 'replaced'> {
	const first = firstOf(from, snapshot.length);
	const end = Math.max(first, Math.min(first + limit, snapshot.length));
	const parts: Buffer[] = [Buffer.from('{"blocks":[')];
	const loaded: Slice[] = [];
	const part: Snapshot = {...snapshot, length: end};
	for (let next = first; next < end; ) {
		const kept = sliceOf(part, next, Number.POSITIVE_INFINITY);
		const slice = kept ?? (await loadSlice(part, next, source));
		if (slice === 'replaced') return slice;
		if (!kept) loaded.push(slice);
		if (next > first) parts.push(comma);
		parts.push(slice.bytes);
		next = slice.to;
	}
	parts.push(Buffer.from(describePlace(first, end, limit, snapshot.length)));
	const body = Buffer.concat(parts);
	for (const slice of loaded) release(slice);
	return body;
}

function describePlace(first: number, end: number, limit: number, length: number): string {
	const before = Math.min(limit, first);
	const next = end < length ? `"/blocks?from=${end}&limit=${limit}"` : 'null';
	const previous = before > 0 ? `"/blocks?from=${first - before}&limit=${before}"` : 'null';
	return `],"from":${first},"height":${length - 1},"next":${next},"previous":${previous}}`;
}
