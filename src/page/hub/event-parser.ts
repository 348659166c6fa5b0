/** One event of a `text/event-stream`. */
export interface StreamEvent {
	/** `message` where the hub gave it no name. */
	readonly name: string;
	readonly data: string;
}

export interface EventParser {
	/** The events that this piece completes; null when one is longer than it may be: the stream is to be given up. */
	push(text: string): readonly StreamEvent[] | null;
}

/**
 * Reads a `text/event-stream` from pieces of text, split anywhere. `charactersMax` bounds what is kept of an event
 * that is not complete. Ids and retry times are not looked at: the page knows where it stands by its own chain.
 */
export function createEventParser(charactersMax: number): EventParser {
	let pending = '';
	let name = '';
	let data: string[] = [];
	let dataCharacters = 0;

	const takeLine = (line: string): StreamEvent | null => {
		if (line === '') {
			const event = data.length === 0 ? null : {name: name || 'message', data: data.join('\n')};
			[name, data, dataCharacters] = ['', [], 0];
			return event;
		}
		const colon = line.indexOf(':');
		const field = colon < 0 ? line : line.slice(0, colon);
		const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
		if (field === 'event') name = value;
		if (field === 'data') {
			data.push(value);
			dataCharacters += value.length;
		}
		return null;
	};

	return {
		push(text) {
			const lines = (pending + text).split('\n');
			pending = lines.pop()!;
			const events: StreamEvent[] = [];
			for (const line of lines) {
				const event = takeLine(line.endsWith('\r') ? line.slice(0, -1) : line);
				if (event) events.push(event);
				if (dataCharacters > charactersMax) return null;
			}
			return pending.length > charactersMax ? null : events;
		},
	};
}
