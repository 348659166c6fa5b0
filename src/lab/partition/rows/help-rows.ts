import {keyList} from '../../../client/keys/key-label.ts';
import {wrapText} from '../../../client/screen/text-width.ts';
import type {Row} from '../../../client/screen/theme.ts';
import {commandTable} from '../command.ts';
import type {LabState} from '../state.ts';

const keyCells = 16;
const about: readonly string[] = [
	'Three hubs of bchain, each with a client that verifies what it shows. They share one chain: a reading that you add at one is on all of them. Cut their links, and each side goes on alone; heal them, and they agree on one chain again.',
	'The longer chain stays; of two equally long ones that with the lower newest hash. Readings of the other one are put again at the end.',
];

/** The help in `height` rows from the row `helpTop` of the state on, in place of everything above the box. */
export function helpRows({columns, helpTop}: LabState, height: number): readonly Row[] {
	const width = columns - 2;
	const list = [
		...about.flatMap(text => [...wrapText(text, width, 8).map(line => plain(line)), []]),
		...commandTable.flatMap(({keys, helpKeys, help}): Row[] => {
			const lines = wrapText(help, width - keyCells - 1, 3);
			return lines.map((line, at) => [
				{text: ` ${(at === 0 ? (helpKeys ?? keyList(keys)) : '').padEnd(keyCells)}`, tone: 'accent'},
				{text: ` ${line}`},
			]);
		}),
	];
	const room = height - 1;
	const top = Math.max(0, Math.min(helpTop ?? 0, list.length - room));
	const more = top + room < list.length ? ' · ↓ more' : '';
	const title: Row = [{text: ` keys of the lab · Esc closes${more}`, tone: 'muted'}];
	return [title, ...Array.from({length: room}, (_, at) => list[top + at] ?? [])];
}

function plain(text: string): Row {
	return [{text: ` ${text}`}];
}
