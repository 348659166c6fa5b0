import {createInterface} from 'node:readline';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {WriteStream} from 'node:tty';
import type {HubLink, LinkEvent} from '../link-event.ts';
import {listenForTheEnd, type SessionEnd, summarise} from '../session-end.ts';
import {createState} from '../state/state.ts';
import {createStore, type Store} from '../state/store.ts';
import type {TerminalSessionOptions} from '../terminal-session.tsx';
import {ArrivalsTeller} from './arrivals-teller.ts';
import {Conversation, greet} from './conversation.ts';
import {speakEvent} from './spoken-event.ts';
import {Teller} from './teller.ts';

/** A line that is longer is no request; nobody types it. */
const lineCharactersMax = 8_192;
const interrupted = 130;
/** What is written for where there is no terminal. */
const paper = {columns: 80, rows: 24} as const;
/** After the end of a pipe its readings have this long to be delivered. */
const deliveryTimeoutMs = 10_000;

/**
 * The client for screen readers: the same link and state as the full screen, told line by line. Every event is a
 * line of its own, nothing that was written is changed, and the terminal's own cursor stands where one types.
 * Ends like the full screen.
 */
export async function runReaderSession(options: TerminalSessionOptions): Promise<SessionEnd> {
	const {address, stdin, stdout, open, joinHint, keepsReadings} = options;
	const end = Promise.withResolvers<number>();
	const forget = listenForTheEnd({stdin, stdout}, end);
	const {columns = paper.columns, rows = paper.rows}: Partial<WriteStream> = stdout;
	const store = createStore(createState({address, columns, rows}));
	// On a pipe nothing is echoed.
	const terminal = Boolean(stdin.isTTY && stdout.isTTY);
	const lines = createInterface({input: stdin, output: stdout, terminal, prompt: '', tabSize: 1});
	const teller = new Teller(
		text => void stdout.write(text),
		() => lines.line !== '',
	);
	const tell = (lines: readonly string[]): void => {
		for (const line of lines) teller.tell(line);
	};
	const arrivals: ArrivalsTeller = new ArrivalsTeller({
		readState: () => store.state,
		readBlocks: () => link.chain,
		tell: line => teller.tell(line),
	});
	const take = (event: LinkEvent): void => {
		const before = store.state;
		store.dispatch({kind: 'link', event});
		tell(speakEvent(event, before, store.state));
		arrivals.changed();
	};
	tell(greet(address, joinHint));
	const link: HubLink = open(take);
	const conversation = new Conversation({
		readState: () => store.state,
		link,
		leave: () => end.resolve(0),
	});
	// Readline may take the key only after this.
	const watchTyping = (): void => void nextTurn().then(() => teller.typed());
	stdin.on('keypress', watchTyping);
	lines.on('line', line => {
		tell(conversation.answer(line.slice(0, lineCharactersMax)));
	});
	lines.on('SIGINT', () => end.resolve(interrupted));
	// Ctrl+D on an empty line, or all of a pipe has been read.
	lines.on(
		'close',
		() => void (terminal ? Promise.resolve() : whenDelivered(store)).then(() => end.resolve(0)),
	);
	try {
		const exitCode = await end.promise;
		return {exitCode, summary: summarise(store.state, keepsReadings)};
	} finally {
		stdin.off('keypress', watchTyping);
		arrivals.close();
		store.close();
		lines.close();
		await link.close();
		forget();
	}
}

/** Resolves when no reading is under way any more, or after ten seconds. */
function whenDelivered(store: Store): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	const look = (): void => {
		const isUnderWay = store.state.readings.burst.some(({state}) => /^(?:waiting|sent|taken)$/.test(state));
		if (!isUnderWay) resolve();
	};
	const forget = store.subscribe(look);
	const timer = setTimeout(resolve, deliveryTimeoutMs);
	look();
	return promise.finally(() => {
		clearTimeout(timer);
		forget();
	});
}
