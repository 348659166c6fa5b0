import type {Reading, Replaced} from '../../client/link-event.ts';
import type {PutAgain} from '../../core/fork.ts';
import type {PeerReport} from '../../core/peer-report.ts';
import {findReading, movedReading, takeReading} from './readings.ts';
import type {Action, HubView, LabState, WireView} from './state.ts';
import {heightOf} from './state.ts';
import {addTale} from './story.ts';
import type {Gone, Settlement} from './tale.ts';
import {endsOf, type HubName, hubsBesides, type PerWire, perWire, wireBetween} from './topology.ts';

/** For how long blocks are shown that were replaced, in milliseconds. */
const goneMs = 15_000;
/** Hubs that give up the same blocks within this time are told of in one sentence. */
const togetherMs = 10_000;

/** The state after the client of a hub has told something, at `nowMs`. */
export function reduceLink(
	state: LabState,
	{hub, event, comparison}: Extract<Action, {kind: 'link'}>,
	nowMs: number,
): LabState {
	const compared = comparison ? {...state, comparison} : state;
	const update = (change: Partial<HubView>): LabState => ({
		...compared,
		hubs: {...compared.hubs, [hub]: {...compared.hubs[hub], ...change}},
	});
	switch (event.kind) {
		case 'phase':
			return update({phase: event.phase});
		case 'chain':
			return update({chain: event.chain});
		case 'fork':
			return update({fork: event.fork});
		case 'replaced':
			return settle(compared, hub, event.replaced, nowMs);
		case 'reading':
			return {...compared, ...countReading(compared, event.reading, hub)};
		case 'putAgain':
			return takePutAgain(compared, hub, event.putAgain);
		case 'peers':
			return {...compared, wires: readRoundTrips(compared, hub, event.peers)};
		case 'status':
			return {...compared, wires: readRoundTrips(compared, hub, event.status.peers)};
		default:
			return compared;
	}
}

function countReading(
	{readings, added}: LabState,
	reading: Reading,
	hub: HubName,
): Pick<LabState, 'readings' | 'added'> {
	const isNew = reading.state === 'waiting' && !readings.has(reading.id);
	return {readings: takeReading(readings, hub, reading), added: isNew ? added + 1 : added};
}

/** Blocks of a hub's chain have given way: shows them for a while, and tells how it was settled. */
function settle(state: LabState, hub: HubName, replaced: Replaced, nowMs: number): LabState {
	const gone: readonly Gone[] = replaced.blocks.map(block => ({block, untilMs: nowMs + goneMs}));
	const shown = {...state, hubs: {...state.hubs, [hub]: {...state.hubs[hub], gone, fork: null}}};
	// A hub that joins the others gives up its own first block: that is no fork.
	if (replaced.shared < 0) return shown;
	const [newest, ...older] = state.tales;
	const isSame =
		newest?.kind === 'settled' &&
		newest.lost === replaced.tip &&
		newest.shared === replaced.shared &&
		nowMs - newest.atMs < togetherMs;
	if (!isSame) return addTale(shown, {kind: 'settled', atMs: nowMs, ...readSettlement(state, hub, replaced)});
	const hubs = [...new Set([...newest.hubs, hub])].sort();
	const winners = newest.winners.filter(winner => !hubs.includes(winner));
	return {...shown, tales: [{...newest, hubs, winners}, ...older]};
}

/** What the hub says of the fork is closer to what happened: by now its branch may have gone on. */
function readSettlement(
	{hubs, comparison, readings}: LabState,
	hub: HubName,
	replaced: Replaced,
): Settlement {
	const {shared, count, blocks, tip, byCount} = replaced;
	const view = hubs[hub];
	const told = view.fork?.winner === 'theirs' && view.fork.ours.tip === tip ? view.fork : null;
	const end = heightOf(view);
	return {
		hubs: [hub],
		winners: hubsBesides([hub]).filter(other => comparison.shared[wireBetween(hub, other)] >= end),
		shared,
		removed: count,
		added: told?.theirs.count ?? byCount,
		why: told?.why ?? (byCount > count ? 'longer' : 'lowerHash'),
		lost: tip,
		ids: blocks.flatMap(({hash}) => findReading(readings, hash)?.id ?? []),
	};
}

/** Also tells of readings whose sender was not connected when they were put again: those of a hub that was killed. */
function takePutAgain(state: LabState, hub: HubName, {readings}: PutAgain): LabState {
	let known = state.readings;
	for (const reading of readings) known = movedReading(known, hub, reading);
	return known === state.readings ? state : {...state, readings: known};
}

/** The round trips of the wires that a hub dials: its peers are named by the ports of the wires. */
function readRoundTrips(
	{wires}: LabState,
	hub: HubName,
	peers: readonly Pick<PeerReport, 'address' | 'roundTripMs'>[],
): PerWire<WireView> {
	return perWire(wire => {
		const view = wires[wire];
		const peer = peers.find(({address}) => address.endsWith(`:${view.port}`));
		if (endsOf(wire)[0] !== hub || view.state !== 'joined' || !peer) return view;
		return {...view, roundTripMs: peer.roundTripMs};
	});
}
