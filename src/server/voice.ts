import {hubLine} from '../core/live-message.ts';
import {echo} from '../core/printable.ts';
import type {Queued} from '../core/queued.ts';

export const prompt = 'Enter a new BPM:';

/** How a mode words what the hub has to say; every text is complete, line ends and prompt included. */
export interface Voice {
	/** A reading is durable in block `index`. */
	stored(index: number, hash: string, id?: string): string;
	/** A reading is safe here and waits for the hub behind this front; `sentence` says so. */
	queued(queued: Queued, sentence: string): string;
	/** Whether it is said later what became of such a reading: a prompt would be taken for another line's. */
	readonly tellsLater: boolean;
	/** A line was not taken; `reason` is a sentence. */
	refused(line: string, reason: string, id?: string): string;
	/** An empty line; null: nothing to say. */
	readonly empty: string | null;
	/** The answer to a command, as text for people and as a value for programs. */
	answer(text: string, value: Readonly<Record<string, unknown>>): string;
	/** What stands before and after a chain array that answers a command. */
	readonly array: readonly [before: string, after: string];
	bye(reason: string): string;
}

/** Protocol sections 2 and 3: LF, text, LF, prompt. */
export const plainVoice: Voice = {
	stored: () => `\n${prompt}`,
	queued: (_queued, sentence) => `\n${sentence}\n${prompt}`,
	tellsLater: false,
	refused: (_line, reason) => `\n${reason}\n${prompt}`,
	empty: `\n${prompt}`,
	answer: text => `\n${text}\n${prompt}`,
	array: ['\n', `\n${prompt}`],
	bye: reason => `\n${reason}`,
};

/** Protocol section 4: one JSON object a line. */
export const liveVoice: Voice = {
	stored: hubLine.accepted,
	queued: hubLine.queued,
	tellsLater: true,
	refused: (line, reason, id) => hubLine.refused(echo(line), reason, id),
	empty: null,
	answer: (_text, value) => hubLine.answer(value),
	array: ['{"answer":{"chain":', '}}\n'],
	bye: hubLine.bye,
};
