import {randomBytes} from 'node:crypto';
import type {LinkEvent} from '../client/link-event.ts';
import type {UpstreamState} from '../core/upstream-report.ts';
import {findVia, type Via, viaMax} from '../core/via.ts';
import type {HubLog} from '../server/log.ts';

/** As many bytes as a node of a network has for its id. */
const nodeBytes = 12;
/** What that hub says in words is told at most so often: it may say anything, for ever. */
const wordsMs = 1_000;

type Notice = Extract<LinkEvent, {kind: 'notice'}>;

/** How a front stands with the hub behind it, as far as the connection tells. */
export class Upstream {
	/** HOST:PORT. */
	readonly name: string;
	readonly #log: HubLog;
	readonly #waiting: () => number;
	readonly #changed: () => void;
	/** The id of this front, for as long as it runs. */
	readonly #node = randomBytes(nodeBytes).toString('base64url');
	#state: UpstreamState = 'connecting';
	#reason: string | null = null;
	#stopped: string | null = null;
	#behind: Via = [];
	#wordsAtMs = Number.NEGATIVE_INFINITY;

	/** `waiting` counts the readings that wait for it; `changed` is called when it has come, gone or stopped. */
	constructor(name: string, log: HubLog, waiting: () => number, changed: () => void) {
		this.name = name;
		this.#log = log;
		this.#waiting = waiting;
		this.#changed = changed;
	}

	get state(): UpstreamState {
		return this.#state;
	}

	get isUp(): boolean {
		return this.#state === 'live' || this.#state === 'plain';
	}

	/** Why it is away or nothing is passed on, a phrase; null while it is there. */
	get reason(): string | null {
		return this.#reason;
	}

	/** Why nothing is passed on any more, a phrase; null while it is. */
	get stopped(): string | null {
		return this.#stopped;
	}

	/** This front, and those behind it. */
	get via(): Via {
		return [this.#node, ...this.#behind].slice(0, viaMax);
	}

	/** It is there, or away for a `reason`. Of an outage the log gets the first one: what follows from it is no news. */
	become(state: 'live' | 'plain' | 'away', reason: string | null = null): void {
		if (this.#stopped !== null || (state === this.#state && reason === this.#reason)) return;
		const isNew = state !== this.#state;
		this.#state = state;
		this.#reason = reason;
		const told = {upstream: this.name, waiting: this.#waiting()};
		if (this.isUp) this.#log({event: 'upstreamUp', ...told, mode: state});
		else if (isNew) this.#log({event: 'upstreamAway', ...told, reason: reason ?? ''});
		this.#changed();
	}

	/** It says behind which fronts it stands. Nobody may stand behind himself. */
	follow(via: Via): void {
		if (via.length === 0) return;
		this.#behind = via;
		const place = via.indexOf(this.#node);
		if (place === 0) this.stop('the address is that of this hub itself');
		else if (place > 0) this.stop('it gets its chain from this hub, in a circle');
		else if (via.length >= viaMax) this.stop(`${viaMax} fronts in a row are too many`);
	}

	/**
	 * The connection has something to tell; `info`: what that hub says in words of its own. A passing notice is its
	 * goodbye, which is the reason why it is away.
	 */
	notice({text, tone, passing}: Notice): void {
		const now = performance.now();
		const isWords = tone === 'info';
		if (!passing && (!isWords || now - this.#wordsAtMs >= wordsMs)) this.say(text);
		if (isWords && now - this.#wordsAtMs >= wordsMs) this.#wordsAtMs = now;
		this.follow(findVia(text));
	}

	/** Tells something of it in the log, a sentence. */
	say(text: string): void {
		this.#log({event: 'upstreamSays', upstream: this.name, text});
	}

	/** It has introduced itself anew. */
	forgetVia(): void {
		this.#behind = [];
	}

	/** Nothing is passed on any more before a person has looked. */
	stop(reason: string): void {
		if (this.#stopped !== null) return;
		this.#stopped = reason;
		this.#state = 'stopped';
		this.#reason = reason;
		this.#log({event: 'upstreamStopped', upstream: this.name, reason, waiting: this.#waiting()});
		this.#changed();
	}

	/** This front ends; the next start goes on. */
	end(): void {
		this.#stopped ??= 'this front is being stopped, and goes on when it is started again';
	}
}
