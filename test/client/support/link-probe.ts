/** A link under test: everything it says is kept, and can be waited for. */
import {openHubLink} from '../../../src/client/hub-link.ts';
import type {
	ChainFacts,
	HubLink,
	HubLinkOptions,
	LinkEvent,
	LinkPhase,
	Reading,
} from '../../../src/client/link-event.ts';
import {createWatch} from '../../support/watch.ts';

/** Waits short enough for tests, long enough for a busy machine. */
export const quickTiming = {
	backoffMinMs: 5,
	backoffMaxMs: 20,
	welcomeTimeoutMs: 2_000,
	inquiryTimeoutMs: 2_000,
	closeTimeoutMs: 500,
} as const;

export type LinkProbe = {
	readonly link: HubLink;
	readonly events: readonly LinkEvent[];
	/** Every phase that the link was in, in order. */
	readonly phases: () => readonly LinkPhase[];
	readonly notices: () => readonly string[];
	/** The last facts about the chain. */
	readonly chain: () => ChainFacts | undefined;
	/** The last of what became of a reading. */
	readonly reading: (id: string) => Reading | undefined;
	/** The states that a reading went through. */
	readonly states: (id: string) => readonly Reading['state'][];
	readonly until: <T>(what: string, probe: () => T | undefined | false, deadlineMs?: number) => Promise<T>;
	/** Waits until the link is in this phase now. */
	readonly phase: <K extends LinkPhase['kind']>(kind: K) => Promise<Extract<LinkPhase, {kind: K}>>;
	/** Waits until the reading is in this state now. */
	readonly state: (id: string, state: Reading['state']) => Promise<Reading>;
	/** Waits until a notice contains this text. */
	readonly notice: (text: string) => Promise<string>;
	/** Waits until the chain has this many blocks. */
	readonly length: (blocks: number) => Promise<void>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export function openProbe(port: number, options: Partial<HubLinkOptions> = {}): LinkProbe {
	const events: LinkEvent[] = [];
	const readings = new Map<string, readonly Reading[]>();
	const watch = createWatch(() => events.slice(-30).map(describe).join('\n'));
	const link = openHubLink({
		host: '127.0.0.1',
		port,
		plain: false,
		...options,
		timing: {...quickTiming, ...options.timing},
		on: event => {
			events.push(event);
			if (event.kind === 'reading') {
				const {id} = event.reading;
				readings.set(id, [...(readings.get(id) ?? []), event.reading]);
			}
			options.on?.(event);
			watch.changed();
		},
	});
	const all = <K extends LinkEvent['kind']>(kind: K) =>
		events.filter((event): event is Extract<LinkEvent, {kind: K}> => event.kind === kind);
	const phases = () => all('phase').map(({phase}) => phase);
	const notices = () => all('notice').map(({text}) => text);
	return {
		link,
		events,
		phases,
		notices,
		chain: () => all('chain').at(-1)?.chain,
		reading: id => readings.get(id)?.at(-1),
		states: id => (readings.get(id) ?? []).map(({state}) => state),
		until: watch.until,
		phase: kind =>
			watch.until(`phase ${kind}`, () => {
				const phase = phases().at(-1);
				return phase?.kind === kind ? (phase as Extract<LinkPhase, {kind: typeof kind}>) : undefined;
			}),
		state: (id, state) =>
			watch.until(`a reading is ${state}`, () => {
				const reading = readings.get(id)?.at(-1);
				return reading?.state === state && reading;
			}),
		notice: text => watch.until(`notice "${text}"`, () => notices().find(notice => notice.includes(text))),
		length: blocks => watch.until(`${blocks} blocks`, () => link.chain.length === blocks).then(() => {}),
		[Symbol.asyncDispose]: () => link.close(),
	};
}

function describe(event: LinkEvent): string {
	return JSON.stringify(event);
}
