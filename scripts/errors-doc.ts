import {readFileSync} from 'node:fs';
import {errorCodes} from '../src/core/errors.ts';
import {root} from './build-options.mjs';

const begin = '<!-- errors:begin (written by `npm run docs`) -->';
const end = '<!-- errors:end -->';

/** docs/protocol.md with its table of error codes made anew from `errorCodes`. */
export function generateProtocolDoc(): string {
	const text = readFileSync(`${root}docs/protocol.md`, 'utf8');
	const rows = Object.entries(errorCodes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
	const table = ['| code | meaning |', '|---|---|', ...rows].join('\n');
	const from = text.indexOf(begin);
	const to = text.indexOf(end);
	if (from < 0 || to < from) throw new Error(`docs/protocol.md has lost its marks ${begin} and ${end}`);
	return `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`;
}
