import {keyLabel, keyList} from '../keys/key-label.ts';
import {type Command, commandTable, type Group} from '../keys/keymap.ts';
import {type Mode, modeOf, type State} from '../state/state.ts';
import {legendSigns} from './legend.ts';
import {type Row, rowText} from './theme.ts';

/** A line of the help: a command that can be run, or a sign that is explained. */
export type HelpEntry =
	| {
			readonly kind: 'command';
			readonly command: Command;
			/** The keys as people write them. */
			readonly keys: string;
			readonly text: string;
			/** Why it cannot be done now, as a sentence; null: it can. */
			readonly reason: string | null;
	  }
	| {readonly kind: 'sign'; readonly sign: Row; readonly text: string};

/** What stands under one title. */
export interface HelpGroup {
	readonly title: string;
	readonly entries: readonly HelpEntry[];
}

const titles: Readonly<Record<Exclude<Group, 'help'>, string>> = {
	// Possible only while nothing matters more; otherwise it stands at the end.
	alarm: 'ANOTHER PAST: THE ALARM',
	add: 'ADD',
	look: 'LOOK',
	find: 'FIND',
	take: 'TAKE AWAY',
	show: 'SHOW',
	network: 'OTHER HUBS AND FORKS',
	connection: 'HUB AND SCREEN',
	leave: 'HELP AND LEAVING',
	answer: 'ANSWER A QUESTION',
};
const signsTitle = 'SIGNS';

/** Where a command belongs that means nothing on the screen under the help. */
const places: Readonly<Record<Mode, string>> = {
	looking: 'Only while the box is empty.',
	typing: 'Only while there is a number in the box.',
	finding: 'Only while something is looked for with g or /.',
	question: 'Only while there is a question.',
	alarm: 'Only in an alarm.',
	help: 'Only in the help.',
};

/**
 * The groups of the help with the entries in which every word of `filter` occurs; none without an entry. Those in
 * which nothing can be done now come last; of what was filtered comes first what can be done and was typed as it is.
 */
export function helpGroups(state: State, filter: string): readonly HelpGroup[] {
	const words = filter.toLowerCase().split(/\s+/);
	const groups = Object.entries(titles).map(([group, title]) => ({
		title,
		entries: groupEntries(state, group as Group),
	}));
	const signs = legendSigns(state.chips).map(({sign, meaning}): HelpEntry => {
		return {kind: 'sign', sign, text: meaning};
	});
	const isPossible = ({entries}: HelpGroup): boolean =>
		entries.some(entry => entry.kind === 'command' && entry.reason === null);
	const possible = groups.filter(isPossible);
	const others = groups.filter(group => !isPossible(group));
	const listed = [...possible, {title: signsTitle, entries: signs}, ...others]
		.map(({title, entries}) => ({title, entries: entries.filter(entry => has(entry, title, words))}))
		.filter(({entries}) => entries.length > 0);
	return filter === '' ? listed : bestFirst(listed, filter);
}

/** Both the groups and what is in them, otherwise in their order. */
function bestFirst(groups: readonly HelpGroup[], filter: string): readonly HelpGroup[] {
	const rank = (entry: HelpEntry): number => rankOf(entry, filter);
	return groups
		.map(({title, entries}) => ({title, entries: entries.toSorted((a, b) => rank(a) - rank(b))}))
		.toSorted((a, b) => rank(a.entries[0]!) - rank(b.entries[0]!));
}

/** Lower is better: a key or the beginning of what can be done now, what can be done, a sign, what cannot. */
function rankOf(entry: HelpEntry, filter: string): number {
	if (entry.kind === 'sign') return 2;
	if (entry.reason !== null) return 3;
	const isKey = entry.command.keys.map(keyLabel).includes(filter);
	return isKey || entry.text.startsWith(filter.toLowerCase()) ? 0 : 1;
}

function has(entry: HelpEntry, title: string, words: readonly string[]): boolean {
	const front = entry.kind === 'command' ? `${entry.keys} ${entry.command.hint ?? ''}` : rowText(entry.sign);
	const text = `${front} ${entry.text} ${title}`.toLowerCase();
	return words.every(word => text.includes(word));
}

/** Commands next to each other that do the same are one entry, which runs the first that can be done. */
function groupEntries(state: State, group: Group): readonly HelpEntry[] {
	const entries: HelpEntry[] = [];
	let same: Command[] = [];
	const commands = commandTable.filter(command => command.group === group);
	for (const [at, command] of commands.entries()) {
		same.push(command);
		if (commands[at + 1]?.help === command.help) continue;
		const possible = same.find(each => reasonAgainst(state, each) === null);
		entries.push({
			kind: 'command',
			command: possible ?? same[0]!,
			keys: same.map(({keys, helpKeys}) => helpKeys ?? keyList(keys)).join(' '),
			text: command.help,
			reason: possible ? null : reasonAgainst(state, same[0]!),
		});
		same = [];
	}
	return entries;
}

function reasonAgainst(state: State, {modes, when}: Command): string | null {
	const mode = modeOf({...state, help: null});
	if (!modes.includes(mode)) return places[modes[0]!];
	const answer = when?.(state) ?? true;
	return answer === true ? null : answer;
}
