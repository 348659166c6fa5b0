import {printable} from '../core/printable.ts';
import type {Standing} from '../core/verify.ts';

/** Where a chain came from: `name` is as the person gave it, that of a hub with its host and port. */
export interface VerdictSource {
	readonly kind: 'input' | 'file' | 'ledger' | 'hub';
	readonly name: string;
}

/** What was found, wherever the chain came from. */
export type Finding =
	| {
			readonly kind: 'valid';
			readonly standing: Standing;
			readonly firstIndex: number;
			/** What the rule leaves unprotected, a sentence each. */
			readonly weaknesses: readonly string[];
			/** What else a person should know, a sentence each. */
			readonly notes: readonly string[];
	  }
	| {
			readonly kind: 'broken';
			/** The first bad block; null where it is none by itself. */
			readonly index: number | null;
			readonly reason: string;
			readonly detail: string;
			/** Good blocks before it. */
			readonly blocks: number;
			readonly notes: readonly string[];
	  }
	/** A sentence. */
	| {readonly kind: 'unreadable'; readonly sentence: string};

/** A sentence may hold a long path, and a hash. */
const sentenceCharactersMax = 1_000;

/** A sentence in which names of files stand, safe to show. */
export function showSentence(sentence: string): string {
	return printable(sentence, sentenceCharactersMax);
}

/** Exit codes of `bchain verify` and `bchain explain`. */
export const verdictCodes = {valid: 0, broken: 1, unreadable: 2} as const;

/** A finding for people: what belongs on standard output, and what on standard error. */
export function formatFinding(
	finding: Finding,
	{kind, name}: VerdictSource,
): {stdout: string; stderr: string} {
	const what =
		kind === 'input' ? 'Standard input' : kind === 'hub' ? `The chain of ${name}` : printable(name);
	if (finding.kind === 'unreadable') return {stdout: '', stderr: `${showSentence(finding.sentence)}\n`};
	const stderr = finding.notes.map(note => `${showSentence(note)}\n`).join('');
	if (finding.kind === 'valid') return {stdout: describeValid(what, finding), stderr};
	const where = finding.index === null ? 'broken' : `broken at block ${finding.index}`;
	const before = finding.index === null ? '' : ` ${describeBefore(finding.blocks)}`;
	const sentence = showSentence(`${what} is ${where}: ${finding.detail}.${before}`);
	return {stdout: `${sentence}\n`, stderr};
}

function describeValid(what: string, finding: Extract<Finding, {kind: 'valid'}>): string {
	const {standing, firstIndex, weaknesses} = finding;
	const {rule, strict, blocks, tip} = standing;
	const range = `${blocks === 1 ? '1 block' : `${blocks} blocks`}, ${firstIndex} to ${tip!.index}`;
	const lines = [
		strict
			? `${what} is valid by the ${rule} rule: ${range}.`
			: `${what} is valid by the tutorial's rule (${rule}): ${range}.`,
		`Tip: ${tip!.index} ${printable(tip!.hash)}`,
	];
	if (firstIndex > 0) lines.push('The blocks before them are not in it, and were not verified.');
	if (weaknesses.length > 0)
		lines.push('This rule leaves unprotected:', ...weaknesses.map(each => `- ${each}`));
	return `${lines.join('\n')}\n`;
}

function describeBefore(blocks: number): string {
	if (blocks === 0) return 'No block before it holds.';
	return blocks === 1 ? 'The block before it holds.' : `The ${blocks} blocks before it hold.`;
}

/** A finding as one JSON object on one line, for programs; ASCII only. */
export function formatFindingJson(finding: Finding, source: VerdictSource): string {
	return formatJson({...describeFinding(finding), source});
}

function describeFinding(finding: Finding): object {
	switch (finding.kind) {
		case 'valid': {
			const {standing, firstIndex, weaknesses, notes} = finding;
			const {rule, strict, blocks, tip} = standing;
			return {ok: true, rule, strict, blocks, first: firstIndex, tip, unprotected: weaknesses, notes};
		}
		case 'broken': {
			const {index, reason, detail, blocks, notes} = finding;
			return {ok: false, index, reason, detail, blocks, notes};
		}
		case 'unreadable':
			return {ok: false, index: null, reason: 'unreadable', detail: finding.sentence};
	}
}

/** JSON that cannot harm a terminal: what is not ASCII is written as an escape, which changes no value. */
export function formatJson(value: object): string {
	const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
	return `${JSON.stringify(value).replaceAll(/[^\u0020-\u007e]/g, escapeUnit)}\n`;
}
