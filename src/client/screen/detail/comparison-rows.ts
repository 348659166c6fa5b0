import type {Row, Run} from '../theme.ts';
import type {Comparison} from './detail-facts.ts';
import {bond, chooseText, connector, cutHash, hashRuns, labelRun, marginRow, type Sheet} from './sheet.ts';

/** A field that holds a hash, to be compared with another. */
export interface HashField {
	/** Of which block; null where it is not a field of a block. */
	readonly index: number | null;
	readonly field: string;
	readonly hash: string;
	/** Whether it is of the block looked at, not of a neighbour. */
	readonly main?: boolean;
}

/** A hash behind its label, and after it `remarks`: the longest for which there is room. */
export function hashRow(
	sheet: Sheet,
	{index, field, hash, main = false}: HashField,
	comparison: Comparison,
	remarks: readonly Run[] = [],
): Row {
	const differs = comparison.kind === 'differs';
	const part = cutHash(hash, sheet.digits, differs ? comparison.at : null);
	const runs = hashRuns(sheet, hash, part, differs);
	// Where check marks are spelt out they take a cell more.
	const left = sheet.room - (hash === '' ? '(empty)' : part.text).length - (sheet.chips ? 1 : 2);
	const remark = remarks.find(({text}) => text.length <= left);
	const label = labelRun(sheet, index, field, main ? 'text' : 'muted');
	return marginRow(label, ...runs, ...(remark ? [{...remark, text: ` ${remark.text}`}] : []));
}

/**
 * What stands between two hashes that should be the same. With `points` a difference is pointed at, in the rows
 * right above and below.
 */
export function comparisonRow(
	sheet: Sheet,
	[a, b]: readonly [string, string],
	comparison: Comparison,
	points = true,
): Row {
	if (comparison.kind !== 'differs') {
		const same = a === '' ? '✓ both are empty' : `✓ same ${a.length} characters`;
		return connector(sheet, bond, [same, '✓ same', '✓'], 'ok');
	}
	const {at} = comparison;
	const sign: Run = {text: '≠', tone: 'bad'};
	const which = `character ${at + 1}`;
	const texts = [`${which} is the first that differs`, `${which} differs`, which, 'differs'];
	const [one, other] = [cutHash(a, sheet.digits, at), cutHash(b, sheet.digits, at)];
	// The pointer belongs to both: it is there only where both show the same cells.
	if (!points || one.focusAt === null || one.focusAt !== other.focusAt)
		return connector(sheet, sign, texts, 'bad');
	const column = sheet.gutter - 1 + one.focusAt;
	const right = chooseText(texts, sheet.width - sheet.label - column - 3);
	const left = right === '' ? chooseText(texts, column - 2) : '';
	const pointer = `${left === '' ? '' : ` ${left}`.padEnd(column - 1)}`.padEnd(column);
	return marginRow({text: ' '.repeat(sheet.label)}, sign, {
		text: `${pointer}^${right === '' ? '' : ` ${right}`}`,
		tone: 'bad',
	});
}

/** The remarks after a hash that was compared, where there is no row between. */
export function remarksOf({kind}: Comparison): readonly Run[] {
	if (kind === 'alone') return [];
	const texts = kind === 'same' ? ['✓ the same', '✓ same', '✓'] : ['≠ another hash', '≠ differs', '≠'];
	return texts.map(text => ({text, tone: kind === 'same' ? 'ok' : 'bad'}));
}
