import type {Tip} from '../core/block.ts';
import type {PinnedBlock} from './memory/pin.ts';
import {formatCount, formatMany} from './screen/format.ts';

/** What the hub has where a block was verified before; `unknown`: it was not asked, or has not answered. */
export type Offered = PinnedBlock | 'none' | 'unknown';

/** A block that was verified, beside what the hub has in its place. */
export interface ComparedBlock {
	readonly pinned: PinnedBlock;
	readonly offered: Offered;
}

/** What is known when a hub comes back with another past (protocol section 6). Texts of blocks are as received. */
export interface AlarmFacts {
	/** When the pinned chain was last verified, in Date.now() time. */
	readonly verifiedAtMs: number;
	/** Hashes of the genesis blocks, null where one is not known. */
	readonly genesis: {readonly pinned: string | null; readonly offered: string | null};
	/** The newest blocks. */
	readonly tip: {readonly pinned: PinnedBlock | null; readonly offered: Tip};
	/** Every block that was compared, the newest first. */
	readonly blocks: readonly ComparedBlock[];
}

/** The newest block that is known to be the same in both chains. */
export function findSame({blocks}: AlarmFacts): PinnedBlock | null {
	return blocks.find(isSame)?.pinned ?? null;
}

/** The oldest block that is known to be another one, or to be gone. */
export function findDifference({blocks}: AlarmFacts): ComparedBlock | null {
	return blocks.findLast(compared => compared.offered !== 'unknown' && !isSame(compared)) ?? null;
}

/** Whether the hub has the block that was verified. The hash stands for the rest of it. */
export function isSame({pinned, offered}: ComparedBlock): boolean {
	return typeof offered === 'object' && offered.hash === pinned.hash;
}

/** One side of a row: a hash and a note beside it, or words where there is no block. */
export type AlarmCell =
	| {readonly hash: string; readonly note: string}
	| {readonly hash: null; readonly note: string};

/** A row of the table of an alarm, the oldest block first. */
export interface AlarmRow {
	readonly label: string;
	readonly pinned: AlarmCell;
	readonly offered: AlarmCell;
	/** Whether the sides differ. */
	readonly differs: boolean;
	readonly remark: string;
}

/** What people compare: the genesis blocks, the newest common block, the first that differs, the tips. */
export function tabulateAlarm(facts: AlarmFacts): readonly AlarmRow[] {
	const {genesis, tip} = facts;
	const same = findSame(facts);
	const difference = findDifference(facts);
	const tipIndex = tip.pinned?.index ?? -1;
	const atTip = difference?.pinned.index === tipIndex && tip.offered.index === tipIndex;
	// Between two blocks that are remembered nobody knows where the chains part.
	const isFirst = difference?.pinned.index === (same?.index ?? -1) + 1;
	const remark = isFirst ? 'first difference' : 'known to differ';
	const rows: AlarmRow[] = [genesisRow(genesis)];
	if (same && same.index > 0 && same.index < tipIndex) {
		rows.push(blockRow({pinned: same, offered: same}, 'same'));
	}
	if (difference && difference.pinned.index > 0 && !atTip) rows.push(blockRow(difference, remark));
	rows.push(tipRow(tip, same?.index === tipIndex, atTip ? remark : ''));
	return rows;
}

function genesisRow({pinned, offered}: AlarmFacts['genesis']): AlarmRow {
	const differs = pinned !== null && offered !== null && pinned !== offered;
	const remark = pinned === null || offered === null ? '' : differs ? 'first difference' : 'same';
	return {label: 'genesis', pinned: cell(pinned, ''), offered: cell(offered, ''), differs, remark};
}

function blockRow(compared: ComparedBlock, remark: string): AlarmRow {
	const {pinned, offered} = compared;
	const other =
		typeof offered === 'object'
			? cell(offered.hash, `BPM ${offered.bpm}`)
			: {hash: null, note: offered === 'none' ? 'no such block' : '?'};
	const differs = !isSame(compared);
	return {
		label: `# ${formatCount(pinned.index)}`,
		pinned: cell(pinned.hash, `BPM ${pinned.bpm}`),
		offered: other,
		differs,
		remark,
	};
}

/** `reaches` says that the hub has the pinned tip, and more after it. */
function tipRow({pinned, offered}: AlarmFacts['tip'], reaches: boolean, remark: string): AlarmRow {
	const isOther = pinned !== null && pinned.hash !== offered.hash;
	const likeness = pinned === null ? '' : !isOther ? 'same' : reaches ? 'goes on from it' : remark;
	return {
		label: 'tip',
		pinned: pinned ? cell(pinned.hash, `#${formatCount(pinned.index)}`) : cell(null, ''),
		offered: cell(offered.hash, `#${formatCount(offered.index)}`),
		differs: isOther && !reaches,
		remark: likeness,
	};
}

function cell(hash: string | null, note: string): AlarmCell {
	return hash === null ? {hash, note: 'not known'} : {hash, note};
}

/** What may have happened, as one sentence that goes by what is known. */
export function explainAlarm(facts: AlarmFacts): string {
	return `${describeLoss(facts)}, or this is another hub at the same address, or you reset the chain.`;
}

function describeLoss(facts: AlarmFacts): string {
	const {pinned, offered} = facts.genesis;
	if (pinned !== null && offered !== null && pinned !== offered) return 'Someone began a new chain';
	const difference = findDifference(facts);
	const tip = facts.tip.pinned;
	if (!difference || !tip) return 'Someone set up the hub anew';
	const least = tip.index - difference.pinned.index + 1;
	const most = tip.index - (findSame(facts)?.index ?? -1);
	const blocks =
		least === most ? formatMany(least, 'block') : `${formatCount(least)} to ${formatMany(most, 'block')}`;
	return `Someone ${difference.offered === 'none' ? 'took away' : 'rebuilt'} ${blocks}`;
}
