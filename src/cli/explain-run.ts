import type {AnyBlock} from '../core/block.ts';
import {BchainError} from '../core/errors.ts';
import {type Explanation, explainHash} from '../core/explanation.ts';
import {limits} from '../core/limits.ts';
import {printable} from '../core/printable.ts';
import type {Environment} from './environment.ts';
import {type ExplainSource, type FoundBlock, findBlock, nameSource} from './explain-source.ts';
import {formatJson, showSentence, verdictCodes} from './verdict.ts';

/** Digits of a SHA-256. */
const hashDigits = 64;

type Found = Extract<FoundBlock, {kind: 'found'}>;

/** How the PrevHash of a block stands to the block before it. */
type Link =
	/** It is the hash of that block, or that of a genesis block. */
	| 'holds'
	| 'broken'
	/** The block before is not there. */
	| 'unknown';

/**
 * Explains one block: on standard output the text that is hashed, how to hash it without bchain, and the verdict.
 * Resolves to the exit code: 0 the block holds, 1 it does not, 2 it cannot be read.
 */
export async function runExplain(
	index: number,
	source: ExplainSource,
	isJson: boolean,
	environment: Environment,
): Promise<number> {
	const found = await findBlock(index, source).catch((error: unknown): FoundBlock => {
		if (error instanceof BchainError) return {kind: 'missing', sentence: error.message};
		throw error;
	});
	if (found.kind !== 'found') {
		const {kind, sentence} = found;
		const reason = kind === 'broken' ? 'broken' : 'unreadable';
		if (!isJson) environment.hint(showSentence(sentence));
		else process.stdout.write(formatJson({ok: false, index, reason, detail: sentence, source: tell(source)}));
		return verdictCodes[reason];
	}
	const explanation = explainHash(found.rule, found.block);
	const link = judgeLink(found);
	const holds = explanation.holds && link !== 'broken' && found.fault === null;
	if (isJson) {
		process.stdout.write(
			formatJson({ok: holds, ...describe(found, explanation, link), source: tell(source)}),
		);
	} else {
		for (const note of found.notes) environment.hint(showSentence(note));
		const verdict = `Block ${index} ${holds ? 'holds' : 'does not hold'}.`;
		const lines = [...formatLines(found, explanation, link, nameSource(source)), '', verdict];
		process.stdout.write(`${lines.join('\n')}\n`);
	}
	return holds ? verdictCodes.valid : verdictCodes.broken;
}

function judgeLink({block, parent}: Found): Link {
	if (block.index === 0) return block.prevHash === '' ? 'holds' : 'broken';
	if (parent === null) return 'unknown';
	return block.prevHash === parent.hash ? 'holds' : 'broken';
}

function describe({block, parent, rule, fault, notes}: Found, explanation: Explanation, link: Link): object {
	const {text, parts, command, computed, stated, exception} = explanation;
	return {
		index: block.index,
		rule,
		text,
		parts,
		command,
		computed,
		hash: stated,
		prevHash: block.prevHash,
		previous: parent && {index: parent.index, hash: parent.hash},
		link,
		...(exception !== null && {exception}),
		fault,
		notes,
	};
}

function tell(source: ExplainSource): object {
	return {kind: source.kind, name: nameSource(source)};
}

function formatLines(found: Found, explanation: Explanation, link: Link, name: string): readonly string[] {
	const {block, rule} = found;
	const {text, parts, command, exception} = explanation;
	return [
		`Block ${block.index} of ${name}`,
		'',
		...listFields(block).map(([field, text]) => `  ${field.padEnd(10)}  ${show(text)}`),
		'',
		`The text that is hashed by the ${rule} rule, with its parts marked below:`,
		'',
		show(text),
		parts.map(part => part.name.charAt(0).repeat([...part.text].length)).join(''),
		parts.map(part => `${part.name.charAt(0)} ${part.name}`).join(', '),
		...(show(text) === text ? [] : ['Characters that cannot be shown stand as "?".']),
		...(exception === null ? [] : ['', exception]),
		'',
		'In a shell, without bchain (macOS: shasum -a 256 instead of sha256sum):',
		'',
		command,
		'',
		...compare(found, explanation, link),
	];
}

/** The fields that a block has besides its hash, as they are written. */
function listFields(block: AnyBlock): readonly (readonly [string, string])[] {
	const {index, timestamp, bpm, prevHash} = block;
	const work =
		'nonce' in block
			? ([
					['Difficulty', `${block.difficulty}`],
					['Nonce', block.nonce ?? ''],
				] as const)
			: [];
	return [
		['Index', `${index}`],
		['Timestamp', timestamp],
		['BPM', `${bpm}`],
		['PrevHash', prevHash],
		...work,
	];
}

function compare(
	{block, parent}: Found,
	{computed, stated, holds}: Explanation,
	link: Link,
): readonly string[] {
	const hash = stated === computed ? 'the same' : holds ? 'none' : 'another one: the block was changed';
	const rows: [string, string, string][] = [
		['SHA-256 of the text', computed, ''],
		[`Hash of block ${block.index}`, stated, hash],
		[`PrevHash of block ${block.index}`, block.prevHash, ''],
	];
	const linked = link === 'holds' ? 'the same' : 'another one: the link is broken';
	if (parent) rows.push([`Hash of block ${parent.index}`, parent.hash, linked]);
	else if (block.index > 0) rows.push([`Hash of block ${block.index - 1}`, '', 'not there to compare with']);
	const columns = Math.max(...rows.map(([label]) => label.length));
	const lines = rows.map(([label, text, remark]) =>
		`  ${label.padEnd(columns)}  ${show(text).padEnd(hashDigits)}  ${remark}`.trimEnd(),
	);
	return lines;
}

/** A text of the block as it can be shown: whole, because a block is short. */
function show(text: string): string {
	return text === '' ? '(empty)' : printable(text, limits.blockBytesMax);
}
