import {type State, tipOf} from '../state/state.ts';
import {formatCount, formatDuration, formatRate} from './format.ts';
import {fitSegments, hidden, joinRows, type Segment, spread, type Variant} from './segments.ts';
import {chipText, type Row, type Tone} from './theme.ts';

/**
 * The first line: the program, how the connection stands (a word and a colour), the hub, and what is known of
 * its chain. What matters least gives way as the width shrinks; how the connection and the verification stand
 * are the last to go.
 */
export function headerRow(state: State, chainTip: string | undefined, width: number): Row {
	const left = [titleSegment, connectionSegment(state), addressSegment(state), genesisSegment(state)];
	const right = [
		hereSegment(state),
		rateSegment(state),
		uptimeSegment(state),
		heightSegment(state),
		tipSegment(chainTip),
		verificationSegment(state),
	];
	const rows = fitSegments([...left, ...right], 3, width - 2);
	const leftRow = joinRows(rows.slice(0, left.length), 2);
	return [{text: ' '}, ...spread(leftRow, joinRows(rows.slice(left.length), 3), width - 2), {text: ' '}];
}

const titleSegment: Segment = [{row: [{text: 'bchain', tone: 'strong'}], keep: 70}, hidden];

/** How the connection stands, as a colour and a word, from the longest to the shortest. */
function connectionSegment(state: State): Segment {
	const {phase, retryInS, wasConnected} = state;
	switch (phase.kind) {
		case 'connecting': {
			const attempt = phase.attempt > 1 ? `, attempt ${phase.attempt}` : '';
			return say('wait', 75, `◌ connecting${attempt}`, '◌ connecting');
		}
		case 'negotiating':
			return say('wait', 75, '◌ connected, negotiating', '◌ negotiating');
		case 'catchingUp':
			return say('wait', 75, '↓ catching up', `↓ ${percentOf(state)}%`);
		case 'live':
			return say('ok', 75, '● live');
		case 'plain':
			return phase.forced
				? say('wait', 75, '◐ plain mode · refreshes at each broadcast', '◐ plain mode')
				: say('wait', 75, '◐ tutorial hub · refreshes every 30 s', '◐ tutorial hub');
		case 'waiting': {
			const when = retryInS > 0 ? `in ${retryInS} s` : 'now';
			const word = wasConnected ? 'reconnecting' : 'no connection, next try';
			return [
				{row: [{text: `○ ${word} ${when}: ${phase.reason}`, tone: 'bad'}], keep: 12},
				...say('bad', 75, `○ ${word} ${when}`, `○ retry ${when}`),
			];
		}
		case 'alarm':
			return say('bad', 75, '!! NOT THE SAME CHAIN');
		case 'closed':
			return say('muted', 75, '○ bye');
	}
}

/** How much of the hub's past is here, in whole percent. */
export function percentOf({phase, chain}: State): number {
	if (phase.kind !== 'catchingUp') return 100;
	return Math.min(100, Math.floor(((tipOf(chain) + 1) * 100) / (phase.target + 1)));
}

function addressSegment({address}: State): Segment {
	return [{row: [{text: address}], keep: 85}, hidden];
}

function genesisSegment({hub}: State): Segment {
	const genesis = hub.welcome?.genesis;
	return genesis ? [{row: labelledChip('genesis', genesis), keep: 10}, hidden] : [hidden];
}

function hereSegment({status}: State): Segment {
	return status ? [muted(`${formatCount(status.connections)} here`, 60), hidden] : [hidden];
}

function rateSegment({arrivals, phase}: State): Segment {
	const {shownPerSecond} = arrivals;
	return phase.kind === 'live' && shownPerSecond > 0
		? [muted(formatRate(shownPerSecond), 40), hidden]
		: [hidden];
}

function uptimeSegment({status}: State): Segment {
	return status ? [muted(`up ${formatDuration(status.uptimeMs)}`, 20), hidden] : [hidden];
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
function verificationSegment({chain, phase}: State): Segment {
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
			[`~ ${rule}`, 95],
		]);
	}
	const which = firstIndex > 0 ? 'newest' : 'all';
	return statements('ok', [
		[`✓ ${which} ${count} verified, rule ${rule}`, 15],
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
