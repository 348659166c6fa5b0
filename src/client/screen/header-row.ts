import type {Tip} from '../../core/block.ts';
import type {AlarmFacts} from '../alarm-facts.ts';
import {alarmOf} from '../state/alarm-state.ts';
import {type State, tipOf} from '../state/state.ts';
import {formatCount, formatDuration, formatRate, formatSeconds} from './format.ts';
import {
	branchesTexts,
	peersSegment,
	replacedSegment,
	upstreamSegment,
	upstreamTexts,
} from './header-network.ts';
import {fitSegments, hidden, joinRows, type Segment, spread, type Variant} from './segments.ts';
import {chipText, type Row, type Tone} from './theme.ts';

/** Below this width what is said stands closer together. */
const narrow = 60;

/**
 * The first line: the program, how the connection stands (a word and a colour), the hub, and what is known of
 * its chain. What matters least gives way as the width shrinks; how the connection and the verification stand
 * are the last to go.
 */
export function headerRow(state: State, chainTip: string | undefined, width: number): Row {
	const alarm = alarmOf(state);
	const genesis = alarm ? [] : [genesisSegment(state, width)];
	const left = [
		titleSegment,
		connectionSegment(state),
		addressSegment(state),
		upstreamSegment(state),
		...genesis,
	];
	const right = alarm
		? alarmSegments(alarm.facts)
		: [
				replacedSegment(state),
				peersSegment(state),
				hereSegment(state),
				rateSegment(state),
				slownessSegment(state),
				uptimeSegment(state, width),
				heightSegment(state),
				tipSegment(chainTip),
				verificationSegment(state, width),
			];
	const gap = width < narrow ? 2 : 3;
	const fitted = fitSegments([...left, ...right], gap, width - 2);
	const rows = state.chips ? fitted : fitted.map(row => row.filter(({hash}) => hash === undefined));
	const leftRow = joinRows(rows.slice(0, left.length), 2);
	return [{text: ' '}, ...spread(leftRow, joinRows(rows.slice(left.length), gap), width - 2), {text: ' '}];
}

/** In an alarm: the newest block that was verified, and the one that the hub has. */
function alarmSegments({tip: {pinned, offered}}: AlarmFacts): readonly Segment[] {
	const show = (label: string, {index, hash}: Tip, keep: number): Segment => [
		{row: labelledChip(`${label} #${formatCount(index)}`, hash), keep},
		hidden,
	];
	return [...(pinned ? [show('pinned', pinned, 50)] : []), show('offered', offered, 40)];
}

const titleSegment: Segment = [{row: [{text: 'bchain', tone: 'strong'}], keep: 70}, hidden];

/** How the connection stands, as a colour and a word, from the longest to the shortest. */
function connectionSegment(state: State): Segment {
	const {phase, retryInS, wasConnected, stranger, chain} = state;
	if (stranger !== null && phase.kind !== 'alarm' && phase.kind !== 'closed') {
		const when = retryInS > 0 ? `next try in ${retryInS} s` : 'trying again';
		return say('bad', 75, `○ not a bchain hub · ${when}`, '○ not a hub');
	}
	switch (phase.kind) {
		case 'connecting': {
			const attempt = phase.attempt > 1 ? `, attempt ${phase.attempt}` : '';
			return say('wait', 75, `◌ connecting${attempt}`, '◌ connecting');
		}
		case 'negotiating':
			return say('wait', 75, '◌ connected, negotiating', '◌ negotiating');
		case 'catchingUp':
			return say('wait', 75, '↓ catching up', `↓ ${percentOf(state)}%`);
		case 'live': {
			const [tone, ...texts] = upstreamTexts(state) ?? branchesTexts(state) ?? ['ok', '● live'];
			return say(tone, 75, ...texts);
		}
		case 'plain':
			return plainSegment(state, phase.forced ? '◐ plain mode' : '◐ tutorial hub');
		case 'waiting': {
			const when = retryInS > 0 ? `in ${retryInS} s` : 'now';
			const word = wasConnected ? 'reconnecting' : 'no connection · next try';
			const short = say('bad', 75, `○ ${word} ${when}`, `○ retry ${when}`);
			// Without a chain there is room for the reason in the place of the table.
			if (chain.length === 0) return short;
			return [{row: [{text: `○ ${word} ${when}: ${phase.reason}`, tone: 'bad'}], keep: 12}, ...short];
		}
		case 'alarm':
			return say('bad', 75, '!! NOT THE SAME CHAIN');
		case 'closed':
			return say('muted', 75, '○ bye');
	}
}

/** How often such a hub shows its chain is known when it has done so twice. */
function plainSegment({hub: {broadcastMs}}: State, name: string): Segment {
	const when = broadcastMs === undefined ? 'at each broadcast' : `every ${formatSeconds(broadcastMs)}`;
	return say('wait', 75, `${name} · refreshes ${when}`, name);
}

/** How much of the hub's past is here, in whole percent. */
export function percentOf({phase, chain}: State): number {
	if (phase.kind !== 'catchingUp') return 100;
	return Math.min(100, Math.floor(((tipOf(chain) + 1) * 100) / (phase.target + 1)));
}

function addressSegment({address}: State): Segment {
	return [{row: [{text: address}], keep: 85}, hidden];
}

/** From this width on there is room for what hardly ever changes. */
const wide = 180;

function genesisSegment({hub}: State, width: number): Segment {
	const genesis = hub.welcome?.genesis;
	return genesis && width >= wide ? [{row: labelledChip('genesis', genesis), keep: 10}, hidden] : [hidden];
}

/** How many are connected, other hubs aside; the hub tells it a while after the welcome, and its place is kept until then. */
function hereSegment({status, phase}: State): Segment {
	if (!status && phase.kind !== 'live') return [hidden];
	const text = status ? `${formatCount(status.connections - (status.hubs ?? 0))} here` : '';
	return [muted(text.padStart('1 here'.length), 60), hidden];
}

/** Less than a block in two seconds is no rate: it would come and go. */
const rateMin = 0.5;

/** How fast blocks come, in a place of its own that stays while they do not. */
function rateSegment({arrivals, phase}: State): Segment {
	if (phase.kind !== 'live') return [hidden];
	const {shownPerSecond} = arrivals;
	const text = shownPerSecond < rateMin ? '' : formatRate(shownPerSecond);
	return [muted(text.padStart('99.9/s'.length), 40), hidden];
}

/** From here on a person notices that a reading takes its time. */
const slowMs = 250;

/** Why a reading takes its time, where the hub says that it is slow. */
function slownessSegment({status}: State): Segment {
	const {commitP99Ms = 0, loopDelayP99Ms = 0} = status ?? {};
	if (Math.max(commitP99Ms, loopDelayP99Ms) < slowMs) return [hidden];
	const text =
		commitP99Ms >= loopDelayP99Ms
			? `commits take ${formatDuration(commitP99Ms)}`
			: `the hub is ${formatDuration(loopDelayP99Ms)} late`;
	return [{row: [{text, tone: 'wait'}], keep: 45}, hidden];
}

function uptimeSegment({status}: State, width: number): Segment {
	if (!status || width < wide) return [hidden];
	return [muted(`up ${formatDuration(status.uptimeMs)}`, 20), hidden];
}

function heightSegment({chain, phase}: State): Segment {
	const height = phase.kind === 'catchingUp' ? phase.target : tipOf(chain);
	if (height < 0) return [hidden];
	return [
		{
			row: [
				{text: 'height ', tone: 'muted'},
				{text: formatCount(height), tone: 'strong'},
			],
			keep: 65,
		},
		{row: [{text: `#${formatCount(height)}`, tone: 'strong'}], keep: 88},
		hidden,
	];
}

function tipSegment(hash: string | undefined): Segment {
	return hash ? [{row: labelledChip('tip', hash), keep: 50}, hidden] : [hidden];
}

function labelledChip(label: string, hash: string): Row {
	return [{text: `${label} `, tone: 'muted'}, {text: chipText, hash}, {text: hash.slice(0, 6)}];
}

/** What the client checked itself, by which rule, or which block did not hold and why. */
function verificationSegment({chain, phase}: State, width: number): Segment {
	const {fault, length, firstIndex, strict, rule} = chain;
	if (fault) {
		const block = formatCount(fault.index);
		return say(
			'bad',
			75,
			`✗ block ${block}: ${fault.detail}`,
			`✗ block ${block}: bad ${fault.reason}`,
			`✗ #${block}`,
		);
	}
	if (length === 0) return [hidden];
	const count = formatCount(length);
	if (phase.kind === 'catchingUp')
		return say('ok', 75, `✓ verified to ${formatCount(tipOf(chain))}`, `✓ ${count}`);
	if (!strict) {
		return statements('wait', [
			[`all ${count} valid by the tutorial's rule (${rule})`, 15],
			[`valid by the tutorial's rule (${rule})`, 58],
			[`tutorial's rule (${rule})`, 80],
			['~ tutorial rule', 90],
			[`~ ${rule}`, 95],
		]);
	}
	const which = firstIndex > 0 ? 'newest' : 'all';
	const byRule = width >= wide || rule !== 'decimal' ? `, rule ${rule}` : '';
	return statements('ok', [
		[`✓ ${which} ${count} verified${byRule}`, 15],
		[`✓ ${which} ${count} verified`, 58],
		[`✓ ${which} verified`, 80],
		[firstIndex > 0 ? `✓ ${count}` : '✓ all', 95],
	]);
}

function statements(tone: Tone, variants: readonly (readonly [text: string, keep: number])[]): Segment {
	return variants.map(([text, keep]) => ({row: [{text, tone}], keep}));
}

function muted(text: string, keep: number): Variant {
	return {row: [{text, tone: 'muted'}], keep};
}

/** Variants of one statement: the longer ones give way as `keep` says, the shortest never. */
function say(tone: Tone, keep: number, ...texts: readonly string[]): Segment {
	return texts.map((text, at) => ({row: [{text, tone}], keep: at === texts.length - 1 ? 100 : keep}));
}
