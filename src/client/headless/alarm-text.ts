import {printable} from '../../core/printable.ts';
import {type AlarmCell, explainAlarm, tabulateAlarm} from '../alarm-facts.ts';
import type {LinkPhase} from '../link-event.ts';
import {readMoment} from '../screen/format.ts';

const hashDigits = 12;
const cellColumns = 32;

/**
 * An alarm as text for standard error: what was noticed, the facts side by side, what it may mean and how to
 * go on, with the program as it is started. Several lines, without the last line end.
 */
export function formatAlarm(
	address: string,
	alarm: Extract<LinkPhase, {kind: 'alarm'}>,
	program = 'bchain',
): string {
	const {reason, facts} = alarm;
	const {date, time} = readMoment({timestamp: new Date(facts.verifiedAtMs).toISOString()});
	const title = `verified until ${date} ${time.slice(0, 8)}`;
	const rows = tabulateAlarm(facts).map(({label, pinned, offered, differs, remark}) => {
		const sides = `${formatCell(pinned).padEnd(cellColumns)} ${differs ? '≠' : ' '} ${formatCell(offered)}`;
		return `  ${label.padEnd(11)} ${remark === '' ? sides : `${sides.padEnd(2 * cellColumns)} ${remark}`}`;
	});
	return [
		`The hub at ${address} does not have the past it had: ${reason}. Nothing was taken or sent.`,
		`  ${''.padEnd(11)} ${title.padEnd(cellColumns)}   ${address} now`,
		...rows,
		explainAlarm(facts),
		'Ask the person who runs it and compare the tip aloud.',
		`To trust the new chain, run "${program} connect ${address}" and type accept.`,
	].join('\n');
}

function formatCell({hash, note}: AlarmCell): string {
	if (hash === null) return note;
	const digits = hash === '' ? '(empty)' : printable(hash).slice(0, hashDigits);
	return note === '' ? digits : `${digits}  ${note}`;
}
