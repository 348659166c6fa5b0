import type {PeerReport, PeerState} from '../../core/peer-report.ts';
import {peerStateWords} from '../../core/peer-report.ts';
import {countPeers} from '../state/network.ts';
import {isFocused} from '../state/panes.ts';
import type {State} from '../state/state.ts';
import {formatCount} from './format.ts';
import type {Place} from './layout.ts';
import {paneTitle} from './pane-title.ts';
import {cutText, fitText, textWidth} from './text-width.ts';
import type {Row, Run, Tone} from './theme.ts';

/** The hubs that the hub is linked with: how each stands to it, its height, and how long an answer takes. */
export function drawPeers(state: State, _blocks: unknown, {width, height}: Place): readonly Row[] {
	const {peers} = state.network;
	const {linked, all} = countPeers(state.network);
	const title = 'other hubs';
	const notes = [`${formatCount(linked)} of ${formatCount(all)} linked`, `${linked}/${all}`];
	const note = notes.find(text => textWidth(text) + title.length + 8 <= width) ?? '';
	const rows = Math.max(0, height - 1);
	const isCut = peers.length > rows && rows > 1;
	const shown = peers.toSorted(byUrgency).slice(0, isCut ? rows - 1 : rows);
	const more: Row = [{text: `   … ${formatCount(peers.length - shown.length)} more`, tone: 'muted'}];
	return [
		paneTitle(title, width, isFocused(state, 'peers'), note),
		...peerRows(shown, width),
		...(isCut ? [more] : []),
	];
}

/** What somebody should see first. */
const urgent: readonly PeerState[] = ['diverged', 'conflict', 'leftAlone', 'waiting', 'connecting'];

function byUrgency(a: PeerReport, b: PeerReport): number {
	const rank = ({state}: PeerReport): number =>
		urgent.includes(state) ? urgent.indexOf(state) : urgent.length;
	return rank(a) - rank(b) || a.address.localeCompare(b.address);
}

const signs: Readonly<Partial<Record<PeerState, readonly [sign: string, tone: Tone]>>> = {
	same: ['✓', 'ok'],
	conflict: ['≠', 'wait'],
	diverged: ['✗', 'bad'],
	leftAlone: ['✗', 'bad'],
	waiting: ['○', 'wait'],
	connecting: ['◌', 'wait'],
};

/** A row for each of these, in columns: of a peer that is not linked comes why, in the place of its height. */
function peerRows(peers: readonly PeerReport[], width: number): readonly Row[] {
	const longest = Math.max(0, ...peers.map(({address}) => textWidth(address)));
	const stateCells = Math.max(0, ...peers.map(peer => textWidth(tellState(peer)[0]!)));
	const nameCells = Math.min(longest, Math.max(nameCellsLeast, width - stateCells - 5));
	return peers.map(peer => {
		const [sign, tone] = signs[peer.state] ?? ['…', 'wait'];
		const front: readonly Run[] = [{text: ` ${sign} `, tone}, {text: fitText(peer.address, nameCells)}];
		const left = width - 3 - nameCells - 2;
		const [word = '', ...shorter] = tellState(peer);
		const facts = tellFacts(peer);
		const lines = [word, ...shorter].flatMap(text =>
			facts.map(fact => [text.padEnd(stateCells), fact] as const),
		);
		const [text, fact] = lines.find(([text, fact]) => text.length + 2 + textWidth(fact) <= left) ?? [
			word,
			'',
		];
		return [
			...front,
			{text: `  ${cutText(text, left)}`, tone: tone === 'ok' ? 'text' : tone},
			{text: fact === '' ? '' : `  ${fact}`, tone: 'muted'},
		];
	});
}

const nameCellsLeast = 12;

/** How a peer stands to the hub, from the most words to the fewest. */
function tellState({state, own, branch}: PeerReport): readonly string[] {
	const word = peerStateWords[state];
	if (state !== 'conflict' || own === null || branch === null) return [word];
	return [`fork: ${formatCount(own)} here, ${formatCount(branch)} there`, word];
}

/** What else there is to know, from the most to the least. */
function tellFacts({height, roundTripMs, reason}: PeerReport): readonly string[] {
	if (reason !== null) return [reason, ''];
	const block = height === null ? '' : `block ${formatCount(height)}`;
	const short = height === null ? '' : `#${formatCount(height)}`;
	const time = roundTripMs === null ? '' : formatRoundTrip(roundTripMs);
	const both = (text: string): string => [text, time].filter(part => part !== '').join('  ');
	return [both(block), both(short), short, ''];
}

/** Below this many milliseconds a tenth of one is of interest. */
const tenthsMax = 9.95;

function formatRoundTrip(ms: number): string {
	return `${ms < tenthsMax ? ms.toFixed(1) : formatCount(Math.round(ms))} ms`;
}
