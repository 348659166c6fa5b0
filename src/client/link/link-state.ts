import type {AlarmFacts} from '../alarm-facts.ts';
import type {LinkEvent, LinkPhase} from '../link-event.ts';
import type {HeldChain} from './held-chain.ts';
import type {LinkTiming} from './link-limits.ts';
import type {Past} from './past.ts';
import type {ReadingBook} from './reading-book.ts';
import type {ShownReadings} from './shown-readings.ts';

/** What a link keeps over all its connections, and how its parts tell what happens. */
export interface LinkState {
	/** `host:port`, for people. */
	readonly address: string;
	readonly timing: LinkTiming;
	/** Never asks for live mode. */
	readonly plain: boolean;
	/** Whether the chain is fetched in live mode. */
	readonly wantsChain: boolean;
	/** Whether the hub is asked for its past forks. */
	readonly wantsForks: boolean;
	readonly chain: HeldChain;
	readonly readings: ReadingBook;
	readonly shown: ShownReadings;
	/** What is remembered of the hub. */
	readonly past: Past;
	/** Whether this address ever began to speak live mode; then it is never used in plain mode. */
	spokeLive: boolean;
	emit(event: LinkEvent): void;
	setPhase(phase: LinkPhase): void;
	notice(tone: 'info' | 'warn' | 'bad', text: string): void;
	/** Tells of a fault of the hub; the same one is told once, until `allIsWell`. */
	tellFault(text: string): void;
	allIsWell(): void;
	/** What is remembered has changed. */
	pinChanged(): void;
}

/** Why a connection is over; `reason` is a short sentence without an end. */
export type SessionEnd =
	/** It broke off or was not made. */
	| {readonly kind: 'lost'; readonly reason: string}
	/** The hub broke the protocol or sent blocks that do not hold; a `stranger` is no hub at all. */
	| {readonly kind: 'fault'; readonly reason: string; readonly stranger?: boolean}
	/** The hub came back with another past (protocol section 6). */
	| {readonly kind: 'alarm'; readonly reason: string; readonly facts: AlarmFacts};

/** What a mode may do with the connection it runs on. */
export interface Wire {
	/** Whether so much waits to be sent that only what matters should be added. */
	readonly congested: boolean;
	write(text: string): void;
	/** The hub did its part once: the next attempt to connect will be a first one again. */
	worked(): void;
	/** Ends the connection at once; nothing is taken from it any more. */
	end(end: SessionEnd): void;
}

/** Live or plain mode on one connection. */
export interface Mode {
	/** Sends what readings may be sent now. */
	pump(): void;
	/** The connection is over or changes its mode: stops every timer. */
	leave(): void;
	/** What was found out and counts also when the connection breaks off before it is told. */
	readonly verdict: SessionEnd | null;
}
