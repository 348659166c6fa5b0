import {chipText, type Row} from './theme.ts';

/** A sign as it stands on the screen, and what it means as a phrase. */
export interface Sign {
	readonly sign: Row;
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
	{sign: [{text: '╌', tone: 'moved'}], meaning: 'a block that another branch has replaced'},
	{sign: [{text: '2 peers'}], meaning: 'other hubs that this one is linked with'},
	{sign: [{text: 'height'}], meaning: 'the number of the newest block; the first is 0'},
	{sign: [{text: '2.0/s'}], meaning: 'blocks a second'},
	{sign: [{text: '31 here'}], meaning: 'connections to the hub, other hubs aside'},
	{sign: [{text: 'front'}], meaning: 'a hub that passes readings on to another one'},
	{sign: [{text: 'decimal'}], meaning: 'how hashes are made here: the rule'},
	{sign: [{text: 'rune'}], meaning: "the weaker rule of the tutorial's part 2"},
];

/** What the signs on the screen mean; chips are explained where they show. */
export function legendSigns(chips: boolean): readonly Sign[] {
	return chips ? signs : signs.filter(({sign}) => sign[0]?.hash === undefined);
}
