/** The kinds of hostile clients, and how many of each come to a hub at the same time. */
import {endlessLine, floods} from './flood-conducts.ts';
import {
	comesAndGoes,
	postsByteByByte,
	postsReading,
	resetsMidLine,
	saysTlsHello,
	sendsLongRequest,
} from './foreign-conducts.ts';
import {
	halfOpen,
	halfOpenUnread,
	neverReads,
	neverReadsChain,
	oneByteASecond,
	quitsUnread,
	silent,
} from './quiet-conducts.ts';
import type {Conduct} from './visit.ts';
import {asksSlowly, asksUnread, floodsOfPages, followsUnread, postsForeign} from './web-conducts.ts';

/**
 * The readings of those who send any; the repeated one always has the same id. Nothing else that hostile clients
 * send may ever become a block.
 */
export const floodBpm = {unread: 101, readSlowly: 102, repeated: 103} as const;

export type HostileKind = {
	/** How many there are at the same time. */
	readonly clients: number;
	/** How long one of them stays away when its connection has ended. */
	readonly restMs: number;
	readonly conduct: Conduct;
	/** It comes to the HTTP port. */
	readonly web?: true;
};

const badLine = 'seventy-two\n';
const repeatedAdd = `/add always-the-same-id ${floodBpm.repeated}\n`;
/** Somebody who has been cut off and comes again makes the chain longer by all that the system keeps unread. */
const floodRestMs = 5_000;

export const hostileKinds = {
	neverReads: {clients: 20, restMs: 200, conduct: neverReads('')},
	neverReadsLive: {clients: 20, restMs: 200, conduct: neverReads('/live\n/from 0\n')},
	neverReadsChain: {clients: 10, restMs: 200, conduct: neverReadsChain},
	oneByteASecond: {clients: 10, restMs: 200, conduct: oneByteASecond},
	endlessLine: {clients: 2, restMs: 200, conduct: endlessLine},
	halfOpen: {clients: 20, restMs: 200, conduct: halfOpen},
	halfOpenUnread: {clients: 10, restMs: 200, conduct: halfOpenUnread},
	quitsUnread: {clients: 5, restMs: 200, conduct: quitsUnread},
	silent: {clients: 50, restMs: 200, conduct: silent},
	floodsReadings: {clients: 1, restMs: floodRestMs, conduct: floods(`${floodBpm.unread}\n`, {kind: 'none'})},
	floodsReadingsSlowly: {
		clients: 1,
		restMs: floodRestMs,
		conduct: floods(`${floodBpm.readSlowly}\n`, {kind: 'slowly', everyMs: 100}),
	},
	repeatsOneReading: {clients: 1, restMs: 200, conduct: floods(repeatedAdd, {kind: 'all'})},
	floodsChain: {clients: 2, restMs: 200, conduct: floods('/chain\n', {kind: 'none'})},
	floodsChainAndReads: {clients: 1, restMs: 200, conduct: floods('/chain\n', {kind: 'all'})},
	floodsBadLines: {clients: 2, restMs: 200, conduct: floods(badLine, {kind: 'none'})},
	floodsBadLinesAndReads: {clients: 1, restMs: 200, conduct: floods(badLine, {kind: 'all'})},
	resetsMidLine: {clients: 2, restMs: 5, conduct: resetsMidLine},
	saysTlsHello: {clients: 2, restMs: 50, conduct: saysTlsHello},
	postsReading: {clients: 2, restMs: 50, conduct: postsReading},
	postsByteByByte: {clients: 1, restMs: 50, conduct: postsByteByByte},
	sendsLongRequest: {clients: 1, restMs: 50, conduct: sendsLongRequest},
	comesAndGoes: {clients: 10, restMs: 5, conduct: comesAndGoes},
	asksUnread: {clients: 5, restMs: 200, conduct: asksUnread, web: true},
	asksSlowly: {clients: 10, restMs: 200, conduct: asksSlowly, web: true},
	floodsOfPages: {clients: 1, restMs: 200, conduct: floodsOfPages, web: true},
	followsUnread: {clients: 10, restMs: 200, conduct: followsUnread, web: true},
	postsForeign: {clients: 2, restMs: 50, conduct: postsForeign, web: true},
} as const satisfies Record<string, HostileKind>;

export type HostileName = keyof typeof hostileKinds;
