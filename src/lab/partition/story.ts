import {formatMany} from '../../client/screen/format.ts';
import {countWaiting, type LabReading} from './readings.ts';
import {forkOf, heightOf, isOne, type LabState} from './state.ts';
import type {Tale} from './tale.ts';
import {type HubName, hubNames, hubsBesides, wireBetween, wireNames} from './topology.ts';

/** How much of what happened is kept, to be told. */
const talesMax = 20;

/** The state in which `text` was told as the newest thing that happened. */
export function say(state: LabState, atMs: number, text: string): LabState {
	return addTale(state, {kind: 'said', atMs, text});
}

/** The state with something new to be told. */
export function addTale(state: LabState, tale: Tale): LabState {
	return {...state, tales: [tale, ...state.tales].slice(0, talesMax)};
}

/** `A`, `A and B`, `A, B and C`. */
export function listNames(names: readonly (string | number)[]): string {
	if (names.length < 2) return names.join('');
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** How things stand, in one or two sentences for somebody who sees this for the first time; or in few words. */
export function tellSituation(state: LabState, isShort = false): string {
	const running = hubNames.filter(hub => state.hubs[hub].process === 'up');
	const starting = hubNames.filter(hub => state.hubs[hub].process === 'starting');
	if (hubNames.some(hub => heightOf(state.hubs[hub]) < 0)) return tellStart(state, starting);
	const away = hubsBesides(running).map(hub => tellAway(state, hub));
	return [...away, tellGroups(state, groupHubs(state, running), isShort)]
		.filter(text => text !== '')
		.join(' ');
}

function tellStart(state: LabState, starting: readonly HubName[]): string {
	const failed = hubNames.find(hub => state.hubs[hub].process === 'failed');
	if (failed) return `Hub ${failed} did not start: ${state.hubs[failed].reason ?? 'it does not say why'}.`;
	return starting.length > 0 ? 'Three hubs are starting.' : 'The hubs agree on the first block.';
}

function tellAway({hubs, readings}: LabState, hub: HubName): string {
	if (hubs[hub].process === 'starting') return `${hub} is starting.`;
	const waiting = countWaiting(readings, hub);
	const rest = waiting === 0 ? '' : `, and ${formatMany(waiting, 'reading waits', 'readings wait')} for it`;
	return `${hub} does not run${rest}.`;
}

/** The running hubs that hear each other, directly or over the third. */
export function groupHubs({wires}: LabState, running: readonly HubName[]): readonly (readonly HubName[])[] {
	const groups: HubName[][] = [];
	for (const hub of running) {
		const heard = groups.filter(group => group.some(other => wires[wireBetween(hub, other)].state !== 'cut'));
		const merged = [...heard.flat(), hub].sort();
		groups.splice(0, groups.length, ...groups.filter(group => !heard.includes(group)), merged);
	}
	return groups;
}

function tellGroups(state: LabState, groups: readonly (readonly HubName[])[], isShort: boolean): string {
	const [first, second] = groups;
	if (!first) return '';
	if (!second) return tellTogether(state, first);
	if (groups.length > 2) return tellAllApart(state);
	// The one that is alone, if one is, is spoken of first.
	const [few, many] = first.length <= second.length ? [first, second] : [second, first];
	const apart = `${listNames(few)} cannot hear ${listNames(many)}.`;
	const isAsOne = [few, many].every(group => group.every(hub => isSame(state, hub, group[0]!)));
	if (!isAsOne) return `${apart} Blocks are on their way.`;
	const shared = state.comparison.shared[wireBetween(few[0]!, many[0]!)];
	const [fewHave, manyHave] = [few, many].map(group => heightOf(state.hubs[group[0]!]) - shared) as [
		number,
		number,
	];
	if (fewHave === 0 && manyHave === 0) return `${apart} Their chains are still the same.`;
	if (isShort)
		return `${apart} Since block ${shared}: ${listNames(few)} +${fewHave}, ${listNames(many)} +${manyHave}.`;
	const [more, less, count, other] =
		fewHave >= manyHave ? [few, many, fewHave, manyHave] : [many, few, manyHave, fewHave];
	const lead = `${apart} ${listNames(more)} ${have(more)} added ${formatMany(count, 'block')} that ${listNames(less)} ${doNot(less)} have`;
	if (other === 0) return `${lead}.`;
	return `${lead}, and ${listNames(less)} ${have(less)} ${other} that ${listNames(more)} ${doNot(more)}: a fork after block ${shared}.`;
}

function tellTogether(state: LabState, group: readonly HubName[]): string {
	if (group.length === 1) return `${group[0]} is alone.`;
	const cut = wireNames.find(
		wire => state.wires[wire].state === 'cut' && [...wire].every(end => group.includes(end as HubName)),
	);
	const between = hubNames.find(hub => !cut?.includes(hub));
	const detour = cut ? ` ${listNames([...cut])} have no link, and ${between} passes everything on.` : '';
	const fork = forkOf(state);
	if (fork !== null && group.length === hubNames.length)
		return `The chains part after block ${fork}, and the hubs settle which blocks stay.`;
	if (group.length < hubNames.length) {
		const isSettled = group.every(hub => isSame(state, hub, group[0]!));
		return `${listNames(group)} hear each other${isSettled ? ' and have the same chain' : ''}.`;
	}
	if (!isOne(state)) return `Blocks are on their way.${detour}`;
	const count = formatMany(state.comparison.all + 1, 'block');
	return `All three hubs have the same chain of ${count}.${detour}`;
}

function tellAllApart({hubs, comparison}: LabState): string {
	const added = hubNames.map(hub => `${hub} ${heightOf(hubs[hub]) - comparison.all}`);
	return `No hub hears another. Blocks of their own after block ${comparison.all}: ${listNames(added)}.`;
}

function isSame({hubs, comparison}: LabState, a: HubName, b: HubName): boolean {
	if (a === b) return true;
	const shared = comparison.shared[wireBetween(a, b)];
	return heightOf(hubs[a]) === shared && heightOf(hubs[b]) === shared;
}

function have(hubs: readonly HubName[]): string {
	return hubs.length === 1 ? 'has' : 'have';
}

function doNot(hubs: readonly HubName[]): string {
	return hubs.length === 1 ? 'does not' : 'do not';
}

/** Something that happened, as people tell it, or in few words; what became of readings as it is known by now. */
export function tellTale(tale: Tale, {readings}: Pick<LabState, 'readings'>, isShort = false): string {
	if (tale.kind === 'said') return tale.text;
	const {hubs, winners, removed, added, ids} = tale;
	const whose =
		winners.length === 0
			? 'A chain'
			: winners.length === 1
				? `${winners[0]}'s chain`
				: `The chain of ${listNames(winners)}`;
	const why =
		tale.why === 'longer'
			? `${whose} was longer (${added} new against ${removed})`
			: `Both branches had ${formatMany(removed, 'block')}, and ${lowerFirst(whose)} has the lower newest hash`;
	const lost = `${listNames(hubs)} replaced ${formatMany(removed, 'block')}`;
	const known = ids.flatMap(id => readings.get(id) ?? []);
	const whoseReadings = hubs.length === 1 ? 'its' : 'their';
	const told = known.length === 0 ? lost : `${lost}, and ${whoseReadings} ${tellReadings(known, removed)}`;
	const sentence = isShort ? told.replace(/ No reading is lost\.$/, '') : `${why}: ${told}`;
	return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

/** More readings than these are counted. */
const listedReadings = 4;

function tellReadings(readings: readonly LabReading[], removed: number): string {
	const count = readings.length;
	const back = readings.filter(({state}) => state === 'moved');
	const isListed = count <= listedReadings;
	const noun = count === 1 ? 'reading' : 'readings';
	const which = isListed ? `${noun} ${listNames(readings.map(({bpm}) => bpm))}` : `${count} ${noun}`;
	const are = count === 1 ? 'is' : 'are';
	if (back.length === 0) return `${which} ${are} being put on the chain again.`;
	if (back.length < count)
		return `${which} are being put on the chain again: ${back.length} of ${count} are back.`;
	const rest = removed > count ? `, with ${removed - count} more from elsewhere.` : '. No reading is lost.';
	return `${which} ${are} now ${nameBlocks(readings.map(({index}) => index!))}${rest}`;
}

/** `block 9`, `blocks 9 and 12`, `blocks 9 to 12`, `blocks 9 to 40` where there are others between them. */
function nameBlocks(indexes: readonly number[]): string {
	const ordered = [...indexes].sort((a, b) => a - b);
	const [first, last] = [ordered[0]!, ordered.at(-1)!];
	if (ordered.length === 1) return `block ${first}`;
	const isRow = last - first === ordered.length - 1;
	if (ordered.length > 2 && (isRow || ordered.length > listedReadings)) return `blocks ${first} to ${last}`;
	return `blocks ${listNames(indexes)}`;
}

function lowerFirst(text: string): string {
	return /^[A-Z] |^The /.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}
