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
	{self, counters}: Pick<SessionContext, 'self' | 'counters'>,
	voice: Voice,
	answers: Answers,
): void {
	const place = answers.reserve();
	/** The id by which the sender knows that the reading is queued: its line has had its answer then. */
	let queuedId: string | undefined;
	const say = (answer: string): void => {
		if (queuedId === undefined) answers.fill(place, answer);
		else if (voice.tellsLater) answers.add(answer);
	};
	self.hub.submit({
		bpm,
		id,
		from,
		queued: (queued, sentence) => {
			answers.fill(place, voice.queued(queued, sentence));
			queuedId = queued.id;
		},
		settle: outcome => {
			const knownId = id ?? queuedId;
			if (outcome.kind === 'stored') {
				counters.accepted++;
				say(voice.stored(outcome.index, outcome.hash, knownId));
			} else {
				counters.refused++;
				say(voice.refused(line, `Not added: ${outcome.reason}.`, knownId));
			}
		},
	});
}
