import type {Buffer} from 'node:buffer';
import {limits} from '../../core/limits.ts';
import {createLineFeed, type LineFeed} from '../../core/lines.ts';
import {createPlainStream, type PlainEvent} from '../../core/plain-stream.ts';
import {oneLine} from '../headless/one-line.ts';
import {type Connection, openConnection} from './connection.ts';
import {linkLimits} from './link-limits.ts';
import type {LinkState, Mode, SessionEnd, Wire} from './link-state.ts';
import {LiveMode} from './live-mode.ts';
import {PlainMode} from './plain-mode.ts';

/** What is taken from the connection now, and what it is taken as. */
type Stage =
	| {readonly kind: 'connecting' | 'greeting' | 'welcome' | 'over'}
	| {readonly kind: 'plain'; readonly mode: PlainMode}
	| {readonly kind: 'live'; readonly mode: LiveMode; readonly lines: LineFeed};

/**
 * One connection to the hub, from the first attempt to its end: greeting, the choice of the mode (protocol
 * section 4), then that mode. `ended` is called once, with whether the hub did its part in between; not
 * after `close`.
 */
export class Session {
	readonly #link: LinkState;
	readonly #ended: (end: SessionEnd, worked: boolean) => void;
	readonly #connection: Connection;
	/** Decodes everything until the hub speaks live mode. */
	readonly #plainStream = createPlainStream();
	#stage: Stage = {kind: 'connecting'};
	#connectMs = 0;
	#worked = false;
	/** The hub's last words in plain mode; a better reason than that the connection ended. */
	#goodbye: string | null = null;
	/** Lines that ended in the newest bytes. */
	#linesTaken = 0;
	/** Until the greeting, then until the welcome; in live mode until the next byte. */
	#timer: NodeJS.Timeout | undefined;

	constructor(
		link: LinkState,
		host: string,
		port: number,
		ended: (end: SessionEnd, worked: boolean) => void,
	) {
		this.#link = link;
		this.#ended = ended;
		this.#connection = openConnection(host, port, link.timing, {
			connected: connectMs => this.#awaitGreeting(connectMs),
			bytes: chunk => this.#takeBytes(chunk),
			ended: () => this.#takeEnd(),
			closed: reason => this.#end({kind: 'lost', reason: this.#goodbye ?? reason}),
		});
	}

	/** Sends what readings may be sent now. */
	pump(): void {
		this.#mode?.pump();
	}

	/** Says `/quit` where the hub knows it, and closes; resolves when the socket is gone. */
	close(): Promise<void> {
		const goodbye = this.#stage.kind === 'live' ? '/quit\n' : '';
		this.#finish();
		return this.#connection.close(goodbye);
	}

	get #mode(): Mode | null {
		return 'mode' in this.#stage ? this.#stage.mode : null;
	}

	get #isOver(): boolean {
		return this.#stage.kind === 'over';
	}

	#awaitGreeting(connectMs: number): void {
		this.#connectMs = connectMs;
		this.#stage = {kind: 'greeting'};
		this.#link.setPhase({kind: 'negotiating'});
		this.#timer = setTimeout(
			() => this.#end({kind: 'fault', reason: 'it does not greet', stranger: true}),
			this.#link.timing.greetingTimeoutMs,
		);
	}

	#takeBytes(chunk: Uint8Array): void {
		if (this.#stage.kind === 'live') {
			this.#timer?.refresh();
			this.#takeLines(this.#stage.lines, chunk);
			return;
		}
		for (const event of this.#plainStream.push(chunk)) {
			if (!this.#isOver) this.#takeEvent(event);
		}
	}

	#takeLines(lines: LineFeed, chunk: Uint8Array): void {
		this.#linesTaken = 0;
		lines.push(chunk);
		// Bytes that neither end a line nor are kept belong to a line that is too long already.
		const drops = this.#linesTaken === 0 && chunk.length > 0 && lines.pendingBytes === 0;
		if (drops) this.#takeLine(null);
	}

	#takeLine(line: Buffer | null): void {
		this.#linesTaken++;
		if (this.#stage.kind === 'live') this.#stage.mode.take(line);
	}

	#takeEnd(): void {
		if (this.#stage.kind === 'live') return;
		for (const event of this.#plainStream.end()) if (!this.#isOver) this.#takeEvent(event);
	}

	#takeEvent(event: PlainEvent): void {
		if (event.kind === 'answer' && !event.ended) {
			this.#goodbye = `the hub closed the connection: ${oneLine(event.text)}`;
		}
		if (this.#stage.kind === 'plain') this.#stage.mode.take(event);
		if (event.kind === 'greeting') this.#takeGreeting();
		else if (event.kind === 'live') this.#enterLive(event.rest);
		else if (event.kind === 'fault') {
			const isStranger = this.#stage.kind === 'greeting';
			const reason = isStranger ? 'it does not greet as a hub does' : event.reason;
			this.#end({kind: 'fault', reason, stranger: isStranger});
		}
		// Before the mode is settled, arrays are nothing to us: a hub of live mode sends them anew. Its words are of interest.
		else if (this.#stage.kind === 'welcome' && event.kind === 'answer' && event.ended)
			this.#link.notice('info', `The hub says: ${oneLine(event.text)}`);
	}

	#takeGreeting(): void {
		clearTimeout(this.#timer);
		if (this.#link.plain) {
			this.#enterPlain();
			return;
		}
		this.#stage = {kind: 'welcome'};
		this.#connection.write('/live\n');
		const {welcomeTimeoutMs} = this.#link.timing;
		const waitMs = Math.max(welcomeTimeoutMs, linkLimits.welcomeConnectFactor * this.#connectMs);
		this.#timer = setTimeout(() => this.#welcomeOverdue(), waitMs);
	}

	#welcomeOverdue(): void {
		if (!this.#link.spokeLive) {
			this.#enterPlain();
			return;
		}
		const reason = 'the hub does not answer /live as it did before';
		this.#end({kind: 'lost', reason});
	}

	#enterPlain(): void {
		this.#stage = {kind: 'plain', mode: new PlainMode(this.#link, this.#wire)};
		this.#link.emit({kind: 'hub', hub: {welcome: null, live: this.#link.spokeLive}});
		this.#link.setPhase({kind: 'plain', forced: this.#link.plain});
		this.pump();
	}

	/** The welcome begins, now or while plain mode was only provisional. */
	#enterLive(rest: Uint8Array): void {
		clearTimeout(this.#timer);
		if (this.#link.plain) {
			this.#end({kind: 'fault', reason: 'it speaks live mode, and was not asked to'});
			return;
		}
		this.#link.spokeLive = true;
		this.#mode?.leave();
		const mode = new LiveMode(this.#link, this.#wire);
		const bounds = {lineBytesMax: limits.hubLineBytesMax, keepsMemory: true};
		const lines = createLineFeed(bounds, line => this.#takeLine(line));
		this.#stage = {kind: 'live', mode, lines};
		this.#timer = setTimeout(
			() => this.#end({kind: 'lost', reason: 'nothing has come from the hub for too long'}),
			this.#link.timing.silenceTimeoutMs,
		);
		this.#takeLines(lines, rest);
	}

	get #wire(): Wire {
		const connection = this.#connection;
		return {
			get congested() {
				return connection.congested;
			},
			write: text => connection.write(text),
			worked: () => {
				this.#worked = true;
			},
			end: end => this.#end(end),
		};
	}

	#end(end: SessionEnd): void {
		if (this.#isOver) return;
		const verdict = this.#mode?.verdict ?? end;
		this.#finish();
		this.#connection.destroy();
		this.#ended(verdict, this.#worked);
	}

	#finish(): void {
		clearTimeout(this.#timer);
		this.#mode?.leave();
		this.#stage = {kind: 'over'};
		this.#link.readings.disconnected();
	}
}
