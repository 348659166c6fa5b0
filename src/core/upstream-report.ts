import type {Fields} from './json-value.ts';
import {limits} from './limits.ts';
import {printable} from './printable.ts';

/** How a front stands with the hub behind it, and what that means (protocol section 10). */
export const upstreamStates = {
	connecting: 'it is being reached for the first time',
	live: 'it speaks live mode: every reading is passed on once',
	plain: "it speaks only the tutorial's protocol: every reading is passed on at least once",
	away: 'it cannot be reached at present',
	stopped:
		'it is not the hub that it was, or stands behind this one: nothing is passed on before a person has looked',
} as const;

export type UpstreamState = keyof typeof upstreamStates;

/** The hub behind a front, as the front tells of it in its signs of life (protocol section 4). Safe to show. */
export interface UpstreamReport {
	/** HOST:PORT. */
	readonly upstream: string;
	readonly upstreamState: UpstreamState;
}

/** What a message says of the hub behind; nothing where there is none, or in a state that is not known here. */
export function readUpstream({upstream, upstreamState}: Fields): UpstreamReport | Record<string, never> {
	if (typeof upstream !== 'string' || typeof upstreamState !== 'string') return {};
	if (!Object.hasOwn(upstreamStates, upstreamState)) return {};
	const address = printable(upstream, limits.addressCharactersMax);
	return {upstream: address, upstreamState: upstreamState as UpstreamState};
}
