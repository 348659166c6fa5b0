import {paneTitle} from '../../../client/screen/pane-title.ts';
import {wrapText} from '../../../client/screen/text-width.ts';
import type {Row, Tone} from '../../../client/screen/theme.ts';
import {tellGuide} from '../guide.ts';
import {isOne, type LabState} from '../state.ts';
import {tellSituation, tellTale} from '../story.ts';
import {frameOf} from './frame.ts';

/** What happens, in words: how things stand, what happened lately, and what to try. */
export function storyRows(state: LabState): readonly Row[] {
	const {storyRows: height, storyTitle, isWide} = frameOf(state);
	const width = state.columns - 2;
	const title: readonly Row[] = storyTitle ? [paneTitle('what happens', state.columns, false)] : [];
	const room = height - title.length;
	const guide = state.guide.isShown ? say(tellGuide(state, !isWide), 'accent', width, isWide ? 2 : 1) : [];
	const told = tell(state, width, room - guide.length);
	const blank = Array.from({length: Math.max(0, room - guide.length - told.length)}, (): Row => []);
	return [...title, ...told, ...blank, ...guide];
}

function tell(state: LabState, width: number, room: number): readonly Row[] {
	const isShort = !frameOf(state).isWide;
	const tales = state.tales.map((tale, at) => ({
		text: tellTale(tale, state, isShort),
		tone: tale.kind === 'settled' && at === 0 ? ('moved' as const) : ('muted' as const),
	}));
	const situation = {text: tellSituation(state, isShort), tone: 'strong' as const};
	// Once all is well again, how that came about is of more interest, and must not be what has no room.
	const isSettled = isOne(state) && state.tales[0]?.kind === 'settled';
	const [newest, ...older] = tales;
	const order = isSettled && newest ? [newest, situation, ...older] : [situation, ...tales];
	const rows: Row[] = [];
	for (const {text, tone} of order) {
		if (rows.length >= room) break;
		rows.push(...say(text, tone, width, room - rows.length));
	}
	return rows;
}

function say(text: string, tone: Tone, width: number, linesMax: number): readonly Row[] {
	return wrapText(text, width, linesMax).map(line => [{text: ' '}, {text: line, tone}]);
}
