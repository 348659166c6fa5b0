import type {Answers} from './answers.ts';
import type {SessionContext} from './session-context.ts';
import type {Voice} from './voice.ts';

/** A reading as it came. */
export interface ReceivedReading {
	readonly line: string;
	readonly bpm: number;
	readonly id: string | undefined;
	/** Who sent it. */
	readonly from: string;
}

/** Brings a reading to the hub, and says in the place of its line what became of it. */
export function answerReading(
	{line, bpm, id, from}: ReceivedReading,
	{hub, counters}: Pick<SessionContext, 'hub' | 'counters'>,
	voice: Voice,
	answers: Answers,
): void {
	const place = answers.reserve();
	hub.submit({
		bpm,
		id,
		from,
		settle: outcome => {
			if (outcome.kind === 'stored') {
				counters.accepted++;
				answers.fill(place, voice.stored(outcome.index, outcome.hash, id));
			} else {
				counters.refused++;
				answers.fill(place, voice.refused(line, `Not added: ${outcome.reason}.`, id));
			}
		},
	});
}
