import {Text} from 'ink';
import {memo} from 'react';

/** One line of the screen: text that is already painted and exactly as wide as its place. */
export const Line = memo(function Line({text}: {readonly text: string}) {
	return <Text wrap="truncate">{text}</Text>;
});
