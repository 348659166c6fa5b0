import {printable} from '../../core/printable.ts';

/** Text from outside as one line that is safe to show: line ends become spaces, what is unsafe becomes `?`. */
export function oneLine(text: string): string {
	return printable(text.trim().replaceAll(/\s*\r?\n\s*/g, ' '));
}
