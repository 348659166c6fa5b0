import {Transform} from 'ink';
import {memo} from 'react';

interface Props {
	readonly text: string;
	/** Cells that the text takes. */
	readonly width: number;
}

/**
 * One line of the screen: text that is already painted and exactly as wide as its place. Ink is given so many
 * spaces and paints the text over them: measuring coloured text again is a fifth of what a frame costs.
 */
export const Line = memo(function Line({text, width}: Props) {
	return (
		<Transform transform={() => text} accessibilityLabel={text}>
			{' '.repeat(width)}
		</Transform>
	);
});
