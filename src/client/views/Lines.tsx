import type {Row, Theme} from '../screen/theme.ts';
import {Line} from './Line.tsx';

interface Props {
	readonly rows: readonly Row[];
	readonly width: number;
	readonly theme: Theme;
}

/** Rows one below the other, each in exactly `width` cells. */
export function Lines({rows, width, theme}: Props) {
	// A row is its place on the screen: there is no other identity.
	return rows.map((row, at) => <Line key={String(at)} text={theme.paint(row, width)} />);
}
