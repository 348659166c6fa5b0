import {nextTheme, themeTitles} from '../screen/themes.ts';
import type {State} from './state.ts';

type Reducer = (state: State) => State;

/** What the commands do that change the way in which things are seen and reached. */
export const wayReducers = {
	theme(state) {
		const theme = nextTheme(state.look.theme);
		const text = `Theme: ${themeTitles[theme]}.`;
		return {...state, look: {...state.look, theme}, remark: {tone: 'muted', text, short: `theme: ${theme}`}};
	},
	mouse(state) {
		const text = state.mouse
			? 'The mouse is off: the terminal selects text.'
			: 'The mouse is on: wheel and click. M gives it back to the terminal.';
		const short = state.mouse ? 'mouse off' : 'mouse on';
		return {...state, mouse: !state.mouse, remark: {tone: 'muted', text, short}};
	},
} satisfies Readonly<Record<string, Reducer>>;
