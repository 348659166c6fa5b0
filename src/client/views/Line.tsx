import {Transform} from 'ink';
import {memo, useContext} from 'react';
import {StandInContext} from './StandInContext.tsx';

interface Props {
	readonly text: string;
}

/**
 * One line of the screen, or the end of one: text that is already painted and exactly as wide as its place. Ink is
 * given one space and paints the text over it, or what stands for the text: to measure coloured text and to take it
 * apart in every frame is most of what a frame costs. A line may lie over others that begin in other columns; what Ink
 * itself draws must not lie over a line.
 */
export const Line = memo(function Line({text}: Props) {
	const standIns = useContext(StandInContext);
	return (
		<Transform transform={() => standIns?.standFor(text) ?? text} accessibilityLabel={text}>
			{' '}
		</Transform>
	);
});
