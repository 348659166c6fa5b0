import {type ReactNode, useEffect, useState} from 'react';
import type {Block} from '../../core/block.ts';
import {hashedText} from '../../core/hashed-text.ts';
import {printable} from '../../core/printable.ts';
import type {Digest} from '../chain/digest.ts';
import type {JudgedBlock} from '../chain/judge.ts';
import {formatCount, formatDay, formatTime} from '../look/format.ts';
import {Comparison} from './Comparison.tsx';
import {HashChip} from './HashChip.tsx';
import {HashedText} from './HashedText.tsx';
import {ShellProof} from './ShellProof.tsx';
import type {Standing} from './standing.ts';

export interface DetailProps {
	readonly index: number;
	/** Undefined while it is fetched. */
	readonly judged: JudgedBlock | undefined;
	readonly standing: Standing;
	readonly next: JudgedBlock | undefined;
	readonly replaced: Block | undefined;
	readonly digest: Digest;
}

/** Why a block is valid, or why it is not: everything that anybody needs to find that out again. */
export function Detail({index, judged, standing, next, replaced, digest}: DetailProps): ReactNode {
	if (!judged) return <p className="detail-empty">Block {formatCount(index)} is being fetched…</p>;
	const {block, parentHash} = judged;
	return (
		<div className="detail">
			<Verdict judged={judged} standing={standing} />
			<dl className="facts">
				<div>
					<dt>BPM</dt>
					<dd className="facts-bpm">{index === 0 ? '0 (the first block has no reading)' : block.bpm}</dd>
				</div>
				<div>
					<dt>Local time</dt>
					<dd>
						{formatDay(block.timestamp)} {printable(formatTime(block.timestamp))}
					</dd>
				</div>
				<div>
					<dt>Hash</dt>
					<dd>
						<HashChip hash={block.hash} />
					</dd>
				</div>
			</dl>
			<h3>The text that is hashed</h3>
			<p className="hint">Its four fields, one after the other, nothing between them.</p>
			<HashedText block={block} />
			<Recomputed block={block} digest={digest} />
			<h3>The link</h3>
			{index === 0 ? (
				<p>It is the first block: its PrevHash is empty, and nothing comes before it.</p>
			) : (
				<Comparison
					names={[`Hash of block ${formatCount(index - 1)}`, `PrevHash of block ${formatCount(index)}`]}
					texts={[parentHash, block.prevHash]}
				/>
			)}
			<p className="hint">{describeNext(judged, next)}</p>
			{replaced && (
				<p className="notice-inline">
					It took the place of another block {formatCount(index)} with {replaced.bpm} bpm and the Hash{' '}
					<HashChip hash={replaced.hash} />, which a better chain replaced.
				</p>
			)}
			<h3>Prove it without this page</h3>
			<p className="hint">
				In a terminal: it prints the SHA-256, and whether that is the Hash of this block.
			</p>
			<ShellProof block={block} />
		</div>
	);
}

/** How the block after it hangs on it. */
function describeNext({block, fault}: JudgedBlock, next: JudgedBlock | undefined): string {
	if (!next) return 'The next block will name this Hash as its PrevHash.';
	const name = `Block ${formatCount(next.block.index)}`;
	if (next.block.prevHash !== block.hash)
		return `${name} does not name this Hash as its PrevHash: the chain is broken here.`;
	const names = `${name} names this Hash as its PrevHash`;
	return fault ? `${names}.` : `${names}: nobody can change this block without changing that one.`;
}

function Verdict({
	judged: {block, fault},
	standing,
}: {
	readonly judged: JudgedBlock;
	readonly standing: Standing;
}): ReactNode {
	if (standing === 'invalid')
		return <p className="banner banner-bad">✕ This block is not valid: {fault?.detail}.</p>;
	if (standing === 'after')
		return (
			<p className="banner banner-wait">
				It holds by itself, but an earlier block is not valid: nothing after that is proven.
			</p>
		);
	const verified = block.index === 0 ? 'its hash was' : 'its hash and its link were';
	return <p className="banner banner-ok">✓ Valid: {verified} verified in this browser.</p>;
}

/** The hash, computed once more now, beside what the block states. */
function Recomputed({block, digest}: {readonly block: Block; readonly digest: Digest}): ReactNode {
	const text = hashedText('decimal', block);
	const [result, setResult] = useState({text: '', hash: ''});
	useEffect(() => {
		let isWanted = true;
		void digest.sha256(text).then(hash => {
			if (isWanted) setResult({text, hash});
		});
		return () => {
			isWanted = false;
		};
	}, [text, digest]);
	return (
		<>
			<h3>Its SHA-256, computed here</h3>
			<p className="hint">
				By <b>{digest.name}</b>. {digest.because}
			</p>
			{result.text === text ? (
				<Comparison
					names={['computed in this browser', 'Hash that the block states']}
					texts={[result.hash, block.hash]}
				/>
			) : (
				<p>…</p>
			)}
		</>
	);
}
