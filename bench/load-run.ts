/** The load generator's run: from the first connection to the verdict. */
import {setTimeout as sleep} from 'node:timers/promises';
import {formatAddress} from '../src/core/address.ts';
import {defaults} from '../src/core/limits.ts';
import {type CrowdProcess, joinMoments, openCrowd, percentile} from './crowds.ts';
import {explainShortage} from './descriptors.ts';
import type {Expected, Latency, Look} from './load/crowd-options.ts';
import type {Finding} from './load/findings.ts';
import type {LiveStart} from './load/live-checker.ts';
import {fromNow, type Probe, probe} from './load/probe.ts';
import type {Moments} from './load/spread.ts';
import type {LoadOptions} from './load-options.ts';

/** What a hub did under load. Figures a second are of the time in which readings were sent. */
export interface LoadResult {
	readonly acknowledgedPerSecond: number;
	readonly acknowledged: number;
	readonly refused: number;
	/** Why the last one was. */
	readonly refusal: string | null;
	/** Readings that were due at the rate asked for, and could not be sent. */
	readonly behind: number;
	/** Live: blocks times connections. */
	readonly deliveriesPerSecond: number;
	/** Plain: whole chains, over all connections. */
	readonly arraysPerSecond: number;
	readonly bytesPerSecond: number;
	/** From sending a reading to its answer. */
	readonly toAnswer: Latency;
	/** Live: from sending a reading until the last connection has its block. */
	readonly toLast: Latency;
	/** The newest block that any connection got. */
	readonly height: number;
	readonly chainsReplaced: number;
	/** Connections that ended by themselves, by reason. */
	readonly lost: Readonly<Record<string, number>>;
	readonly faults: readonly Finding[];
}

/** A result, or why there is none: a sentence. */
export type LoadOutcome = LoadResult | {readonly sentence: string};

/** How long a hub that answers nothing may keep the end of a run waiting, besides a broadcast. */
const patienceMs = 10_000;
const noMoments: Moments = {indexes: new Float64Array(), atMs: new Float64Array()};
const noLatency: Latency = {count: 0, p50Ms: Number.NaN, p99Ms: Number.NaN, maxMs: Number.NaN};

/** At those that listen, and at those that send. */
type Looks = readonly [Look, Look | undefined];

/** Loads a hub. Never waits without a deadline: a hub that goes silent ends as faults in the result. */
export async function runLoad(options: LoadOptions, progress: (text: string) => void): Promise<LoadOutcome> {
	const {host, port, connections, submitters, mode} = options;
	const shortage = explainShortage(Math.max(connections, submitters));
	if (shortage !== null) return {sentence: shortage};
	const hub = await probe(host, port);
	if (hub.kind === 'none') return hub;
	if (mode === 'live' && hub.kind === 'plain')
		return {sentence: `The hub at ${formatAddress(host, port)} does not speak live mode: use --mode plain.`};
	const live = mode === 'live' && hub.kind === 'live' ? fromNow(hub.welcome) : null;
	await using listeners = openCrowd({host, port, connections, live, reads: true, submit: null});
	await using senders = submitters > 0 ? openSenders(options, live) : null;
	progress(`connecting ${connections + submitters}`);
	await Promise.all([listeners.connect(), senders?.connect()]);
	const baseline = await findBaseline(hub, senders && listeners, progress);
	if (typeof baseline === 'object') return baseline;
	return await measure(options, hub, baseline, listeners, senders, progress);
}

function openSenders({host, port, submitters, outstanding, perSecond}: LoadOptions, live: LiveStart | null) {
	const request = live ? 'add' : 'reading';
	const submit = {request, outstanding, perSecond} as const;
	return openCrowd({host, port, connections: submitters, live, reads: true, submit});
}

/** The newest block before ours. A hub that does not say it shows it with its first broadcast. */
async function findBaseline(
	hub: Probe,
	listeners: CrowdProcess | null,
	progress: (text: string) => void,
): Promise<number | {readonly sentence: string}> {
	if (hub.kind === 'live') return hub.welcome.height;
	if (!listeners) return -1;
	const timeoutMs = defaults.broadcastIntervalMs + patienceMs;
	const deadlineMs = performance.now() + timeoutMs;
	for (;;) {
		const {height} = await listeners.look();
		if (height >= 0) return height;
		if (performance.now() > deadlineMs)
			return {sentence: `The hub sent no chain within ${timeoutMs / 1_000} s.`};
		progress('waiting for the first broadcast');
		await sleep(100);
	}
}

async function measure(
	{seconds, mode}: LoadOptions,
	hub: Probe,
	baseline: number,
	listeners: CrowdProcess,
	senders: CrowdProcess | null,
	progress: (text: string) => void,
): Promise<LoadResult> {
	const look = async (): Promise<Looks> => [await listeners.look(), await senders?.look()];
	const before = await look();
	await senders?.submit();
	for (let left = seconds; left > 0; left--) {
		progress(`${left} s left`);
		await sleep(1_000);
	}
	const during = await look();
	progress('waiting for what is on its way');
	await senders?.stopSubmitting(patienceMs);
	const sent = await senders?.look();
	const expected: Expected =
		mode === 'live'
			? {kind: 'live', highest: sent?.highest ?? -1}
			: {kind: 'plain', baseline, accepted: sent?.acceptedByBpm ?? {}};
	const broadcastMs = hub.kind === 'live' ? hub.welcome.broadcastMs : defaults.broadcastIntervalMs;
	const timeoutMs = mode === 'live' ? patienceMs : broadcastMs + patienceMs;
	// In plain mode both are sent the same, and a reading that is missing would be missed twice.
	const waiting = mode === 'live' ? [listeners, senders] : [listeners];
	await Promise.all(waiting.map(crowd => crowd?.settle(expected, timeoutMs)));
	return describe(before, during, await look());
}

function describe(before: Looks, during: Looks, after: Looks): LoadResult {
	const [[first], [then, sending], [last, sent]] = [before, during, after];
	const perSecond = (count: number): number => count / ((then.atMs - first.atMs) / 1_000);
	const delays = [
		...joinMoments(sending?.sentAt ?? noMoments, then.completeAt),
		...joinMoments(sending?.sentAt ?? noMoments, last.completeAt),
	];
	const toLast = {
		count: delays.length,
		p50Ms: percentile(delays, 0.5),
		p99Ms: percentile(delays, 0.99),
		maxMs: percentile(delays, 1),
	};
	return {
		acknowledgedPerSecond: perSecond(sending?.accepted ?? 0),
		acknowledged: sent?.accepted ?? 0,
		refused: sent?.refused ?? 0,
		refusal: sent?.refusal ?? null,
		behind: sent?.behind ?? 0,
		deliveriesPerSecond: perSecond(then.deliveries - first.deliveries),
		arraysPerSecond: perSecond(then.arrays - first.arrays),
		bytesPerSecond: perSecond(then.bytes - first.bytes),
		toAnswer: sending?.latency ?? noLatency,
		toLast,
		height: Math.max(last.height, sent?.height ?? -1),
		chainsReplaced: last.chainsReplaced + (sent?.chainsReplaced ?? 0),
		lost: addUp([last, sent].map(each => Object.entries(each?.lost ?? {}))),
		faults: addFaults(last.findings, sent?.findings ?? []),
	};
}

/** Counts by name, those of several lists together. */
function addUp(lists: readonly (readonly (readonly [string, number])[])[]): Readonly<Record<string, number>> {
	const sums: Record<string, number> = {};
	for (const [name, count] of lists.flat()) sums[name] = (sums[name] ?? 0) + count;
	return sums;
}

function addFaults(...lists: readonly (readonly Finding[])[]): readonly Finding[] {
	const pairs = lists.map(list => list.map(({what, count}) => [what, count] as const));
	return Object.entries(addUp(pairs)).map(([what, count]) => ({what, count}));
}
