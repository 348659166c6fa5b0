/** `npm run bench:load -- --to HOST:PORT [OPTIONS]`: loads any hub, checks what it sends; see README.md beside this file. */
import {formatAddress} from '../src/core/address.ts';
import {printable} from '../src/core/printable.ts';
import type {Latency} from './load/crowd-options.ts';
import {type LoadOptions, parseLoad} from './load-options.ts';
import {type LoadResult, runLoad} from './load-run.ts';

async function main(): Promise<number> {
	const parsed = parseLoad(process.argv.slice(2));
	if (parsed.kind === 'help') {
		console.log(parsed.text);
		return 0;
	}
	if (parsed.kind === 'bad') {
		console.error(parsed.sentence);
		return 2;
	}
	const result = await runLoad(parsed.options, showProgress);
	showProgress('');
	if ('sentence' in result) {
		console.error(result.sentence);
		return 2;
	}
	console.log(parsed.options.json ? JSON.stringify(result, null, '\t') : format(parsed.options, result));
	return result.faults.length > 0 || Object.keys(result.lost).length > 0 ? 1 : 0;
}

function format(options: LoadOptions, result: LoadResult): string {
	const {host, port, mode, connections, submitters, outstanding, seconds} = options;
	const load = `${formatNumber(connections)} connections, ${submitters} × ${outstanding} readings outstanding, ${seconds} s`;
	const bytes = `${formatNumber(result.bytesPerSecond / 1e6)} MB/s`;
	const delivered =
		mode === 'live'
			? `${formatNumber(result.deliveriesPerSecond)} blocks/s, ${bytes}`
			: `${formatNumber(result.arraysPerSecond)} chains/s, ${bytes}`;
	const refused =
		result.refused === 0 ? '' : `; ${result.refused} refused, the last: ${printable(result.refusal!)}`;
	const behind = result.behind === 0 ? '' : `; ${result.behind} were due and could not be sent`;
	const lines = [
		[
			'acknowledged',
			`${formatNumber(result.acknowledgedPerSecond)}/s, ${result.acknowledged} in all${refused}${behind}`,
		],
		['delivered', `${delivered}; the chain ends with block ${result.height}`],
		['to the answer', formatLatency(result.toAnswer)],
		...(mode === 'live' ? [['to the last client', formatLatency(result.toLast)]] : []),
		...(result.chainsReplaced > 0 ? [['chains replaced', String(result.chainsReplaced)]] : []),
		['connections lost', formatCounts(Object.entries(result.lost))],
		['faults', formatCounts(result.faults.map(({what, count}) => [what, count]))],
	];
	const rows = lines.map(([name, value]) => `  ${name!.padEnd(20)}${value}`);
	return [`${formatAddress(host, port)}, ${mode} mode: ${load}`, ...rows].join('\n');
}

function formatLatency({count, p50Ms, p99Ms, maxMs}: Latency): string {
	if (count === 0) return 'nothing was timed';
	return `p50 ${formatNumber(p50Ms)} ms, p99 ${formatNumber(p99Ms)} ms, longest ${formatNumber(maxMs)} ms`;
}

function formatCounts(counts: readonly (readonly [string, number])[]): string {
	if (counts.length === 0) return 'none';
	return counts.map(([what, count]) => `${count} × ${what}`).join('\n'.padEnd(23));
}

function formatNumber(value: number): string {
	return value.toLocaleString('en', {
		maximumSignificantDigits: value < 1_000 ? 3 : 6,
		maximumFractionDigits: 2,
	});
}

/** On a terminal one line that is written over. */
function showProgress(text: string): void {
	if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

process.exitCode = await main();
