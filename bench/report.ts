/** The figures as a table for people, and as JSON for programs. */
import {cpus, loadavg} from 'node:os';
import {type Benchmark, type Goal, isMet, type Row, ratioOf} from './benchmark.ts';

const headings = ['floor', 'ours', 'ratio', 'goal', 'met?'] as const;

/** One line a figure, in aligned columns, under the headings of their groups. */
export function formatTable(title: string, rows: readonly Row[]): string {
	const lines: (readonly string[])[] = [['', ...headings]];
	rows.forEach((row, i) => {
		if (row.group !== rows[i - 1]?.group) lines.push([`  ${row.group}`]);
		lines.push(formatRow(row));
	});
	const widths = lines[0]!.map((_, i) => Math.max(...lines.map(line => line[i]?.length ?? 0)));
	const pad = (cell: string, i: number): string =>
		i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!);
	return [title, ...lines.map(line => line.map(pad).join('  ').trimEnd()), ''].join('\n');
}

function formatRow(row: Row): readonly string[] {
	const {what, floor, ours, goal} = row;
	const ratio = ratioOf(row);
	const met = isMet(row);
	return [
		`    ${what}`,
		floor === null ? '' : formatNumber(floor),
		formatNumber(ours),
		ratio === null ? '' : goal?.kind === 'above' ? `+${formatNumber(ours - floor!)}` : ratio.toFixed(2),
		goal === null ? '' : formatGoal(goal),
		met === null ? '' : met ? 'yes' : 'NO',
	];
}

function formatGoal(goal: Goal): string {
	if (goal.kind === 'least') return `≥ ${formatNumber(goal.least)}`;
	if (goal.kind === 'share') return `≥ ${goal.least} × floor`;
	if (goal.kind === 'times') return `≤ ${goal.most} × floor`;
	return goal.kind === 'above' ? `≤ floor + ${goal.most}` : `≤ ${formatNumber(goal.most)}`;
}

function formatNumber(value: number): string {
	if (Number.isNaN(value)) return '–';
	return value.toLocaleString('en', {
		maximumSignificantDigits: value < 1_000 ? 3 : 6,
		maximumFractionDigits: 2,
	});
}

/** A benchmark's figures with what is needed to judge them later. */
export function describeRun({name, title}: Benchmark, rows: readonly Row[]): object {
	return {
		benchmark: name,
		title,
		at: new Date().toISOString(),
		node: process.version,
		cpu: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
		loadAverage: loadavg()[0],
		rows: rows.map(row => ({...row, ratio: ratioOf(row), met: isMet(row)})),
	};
}
