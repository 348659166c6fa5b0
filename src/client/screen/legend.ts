import {wrapText} from './text-width.ts';
import {chipText, type Row, type Run} from './theme.ts';

interface Sign {
	readonly sign: readonly Run[];
	readonly meaning: string;
}

/** Any hash: what its colour is does not matter. */
const someHash = '4e0c94e9';

const signs: readonly Sign[] = [
	{sign: [{text: '✓', tone: 'ok'}], meaning: 'verified here: its hash, its link, its shape'},
	{
		sign: [{text: 'you', tone: 'own'}, {text: ' or '}, {text: '•', tone: 'own'}],
		meaning: 'a reading of yours',
	},
	{
		sign: [{text: chipText, hash: someHash}],
		meaning: 'the first bytes of a hash as a colour; never evidence',
	},
	{sign: [{text: '[..]', tone: 'accent'}], meaning: 'the same hash in two places: a link'},
	{sign: [{text: '2.0/s'}], meaning: 'blocks a second'},
	{sign: [{text: '31 here'}], meaning: 'connections to the hub'},
	{sign: [{text: 'decimal'}], meaning: 'how hashes are made here: the rule'},
	{sign: [{text: 'rune'}], meaning: "the weaker rule of the tutorial's part 2"},
];

/**
 * What the signs on the screen mean, in lines of `width` cells whose first `signWidth` are the sign; chips are
 * explained where they show.
 */
export function legendRows(width: number, signWidth: number, chips: boolean): readonly Row[] {
	const shown = chips ? signs : signs.filter(({sign}) => sign[0]?.hash === undefined);
	return shown.flatMap(({sign, meaning}) => {
		const used = sign.reduce((cells, {text}) => cells + text.length, 0);
		const front: Row = [{text: '  '}, ...sign, {text: ' '.repeat(Math.max(1, signWidth - 2 - used))}];
		const indent = ' '.repeat(signWidth);
		return wrapText(meaning, Math.max(1, width - signWidth), 4).map(
			(line, at): Row => (at === 0 ? [...front, {text: line}] : [{text: indent + line}]),
		);
	});
}
