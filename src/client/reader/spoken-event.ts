import {explainAlarm} from '../alarm-facts.ts';
import type {LinkEvent, Reading} from '../link-event.ts';
import {formatCount, formatDuration} from '../screen/format.ts';
import {percentOf} from '../screen/header-row.ts';
import {consentWord} from '../state/alarm-state.ts';
import {type State, tipOf} from '../state/state.ts';
import {speakNetwork} from './spoken-network.ts';

/**
 * What is said of an event of the link, a line each: nothing where nothing is new. `before` and `after` are the
 * states around it. Blocks of others are told apart, as several of them may become one line.
 */
export function speakEvent(event: LinkEvent, before: State, after: State): readonly string[] {
	switch (event.kind) {
		case 'phase':
			return speakPhase(before, after);
		case 'reading':
			return speakReading(event.reading, after);
		case 'notice':
			return [event.text];
		case 'chain':
			return speakChain(before, after);
		default:
			return speakNetwork(event, before.network, after.network);
	}
}

function speakChain(before: State, after: State): readonly string[] {
	const {fault} = after.chain;
	if (fault !== null && before.chain.fault === null)
		return [`Block ${formatCount(fault.index)} does not hold: ${fault.detail}. It was not taken.`];
	const quarter = Math.floor(percentOf(after) / 25);
	const isNews =
		after.phase.kind === 'catchingUp' && quarter < 4 && quarter > Math.floor(percentOf(before) / 25);
	return isNews ? [`Catching up: ${25 * quarter} percent.`] : [];
}

function speakPhase(before: State, after: State): readonly string[] {
	const {phase, address} = after;
	switch (phase.kind) {
		case 'connecting':
			return phase.attempt === 1 ? [`Connecting to ${address}.`] : [];
		case 'catchingUp':
			return before.phase.kind === 'catchingUp' ? [] : [`Catching up to block ${formatCount(phase.target)}.`];
		case 'live':
			return [`Live. ${speakStanding(after)}`];
		case 'plain':
			return before.phase.kind === 'plain'
				? []
				: ['Plain mode: the chain refreshes with each broadcast of the hub.'];
		case 'waiting':
			// A hub that is gone is told once, however often it is tried.
			return before.lastReason === phase.reason
				? []
				: [`No connection: ${phase.reason}. Trying again; r tries now.`];
		case 'alarm':
			return [
				`Alarm: ${address} does not have the past it had: ${phase.reason}. Nothing is taken or sent.`,
				`${explainAlarm(phase.facts)}. Ask the person who runs it, and compare the tip aloud.`,
				`Type ${consentWord} to trust the new chain, or q to leave.`,
			];
		default:
			return [];
	}
}

function speakReading(reading: Reading, {phase, hub}: State): readonly string[] {
	const {bpm, state, index, was, answeredMs, reason} = reading;
	const block = `block ${formatCount(index ?? 0)}`;
	const from = was === undefined ? '' : `from block ${formatCount(was)} `;
	const why = reason === undefined ? '' : `: ${reason}`;
	switch (state) {
		case 'waiting':
			return phase.kind === 'live' || phase.kind === 'plain' ? [] : [`${bpm} waits for the connection.`];
		case 'taken':
			return [`${bpm} was taken by the hub, and is not seen in its chain yet.`];
		case 'queued':
			return [`${bpm} is queued at this hub, for the hub behind it.`];
		case 'accepted': {
			const isDurable = hub.welcome?.durable ? 'is durable in' : 'is in';
			const took = answeredMs === undefined || !hub.welcome ? '' : `, ${formatDuration(answeredMs)}`;
			return [`${bpm} ${isDurable} ${block}${took}.`];
		}
		case 'moved':
			return [`${bpm} moved ${from}to ${block}, as another branch won.`];
		case 'refused':
			return [`${bpm} was refused${why}.`];
		case 'uncertain':
			return [`${bpm} may be lost${why}.`];
		case 'asking':
			return [`${bpm} was not delivered${why}. Type send or drop.`];
		case 'withdrawn':
			return [`${bpm} was withdrawn.`];
		default:
			return [];
	}
}

/** How the chain stands: its height, and what was verified. */
export function speakStanding({chain}: State): string {
	const {length, firstIndex, rule, strict, fault} = chain;
	if (length === 0) return 'There is no block yet.';
	const height = `Height ${formatCount(tipOf(chain))}.`;
	const which = firstIndex === 0 ? 'All' : 'The newest';
	const count = `${which} ${formatCount(length)} blocks`;
	const broken = fault === null ? '' : ` Block ${formatCount(fault.index)} does not hold: ${fault.detail}.`;
	const verified = strict ? `${count} verified here.` : `${count} valid by the tutorial's rule, ${rule}.`;
	return `${height} ${verified}${broken}`;
}

/** Blocks that others added, from `from` to `to`, in one line. */
export function speakArrivals(from: number, to: number, newestBpm: number | bigint): string {
	if (from === to) return `Block ${formatCount(to)}: BPM ${newestBpm}.`;
	return `Blocks ${formatCount(from)} to ${formatCount(to)}, the newest with BPM ${newestBpm}.`;
}
