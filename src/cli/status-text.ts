import type {StatusValue, StatusValues} from '../client/headless/status.ts';
import {formatCount, formatDuration, formatRate} from '../client/screen/format.ts';

/** What fits beside the labels on the narrowest terminal that is common. */
const columns = 80;
const labelColumns = 13;
const indent = '  ';

/** One value in a line: its name in `/status`, and how it is told; null leaves it out. */
type Part = readonly [name: string, show: (value: StatusValue) => string | null];

type Row = readonly [label: string, ...parts: readonly Part[]];

/** What is told in which group, in which order. What a hub does not say is left out. */
const groups: readonly (readonly [title: string, rows: readonly Row[]])[] = [
	[
		'The chain',
		[
			['height', ['height', value => (value === -1 ? 'no block yet' : showCount(value))]],
			['tip', ['tip', showText]],
			['genesis', ['genesis', showText]],
			['ledger', ['ledger', showText], ['durable', choose('durable', 'ends with the hub')]],
			['BPM', ['range', showText]],
			['may change', ['reorgLimit', newestBlocks]],
		],
	],
	[
		'Now',
		[
			['storing', ['healthy', choose('yes', 'NO: readings are refused')]],
			[
				'connections',
				['connections', counted('with this one')],
				['live', counted('live')],
				['plain', counted('plain')],
				['streams', some('in browsers')],
			],
			['peers', ['peers', showCount], ['peersDiverged', some('diverged')]],
			[
				'upstream',
				['upstream', showText],
				['upstreamState', showText],
				['upstreamReason', value => (value === null ? null : showText(value))],
				// The state says it in a word.
				['upstreamUp', () => null],
			],
			[
				'queued',
				['queued', manyReadings],
				['delivered', counted('delivered')],
				['undelivered', some('refused')],
			],
			['waiting', ['waiting', manyReadings]],
			['blocks', ['blocksPerSecond', value => (typeof value === 'number' ? formatRate(value) : null)]],
			['commits', ['commitP50Ms', showTime('half within')], ['commitP99Ms', showTime('99% within')]],
			['event loop', ['loopDelayP99Ms', showTime('99% within')]],
			['memory', ['memoryBytes', showBytes]],
		],
	],
	[
		'Since it started',
		[
			['accepted', ['accepted', manyReadings]],
			['refused', ['refused', counted('lines')], ['linesTooLong', counted('too long')]],
			['sent', ['bytesOut', showBytes]],
			['CPU time', ['cpuSeconds', showSeconds]],
			['broadcasts', ['broadcasts', showCount], ['broadcastsSkipped', counted('skipped')]],
			[
				'held back',
				['heldForOwn', counted('while their own answers waited')],
				['heldForAll', counted('while all together had too much waiting')],
				['heldForRate', counted('for sending too fast')],
			],
			[
				'forks',
				['forks', showCount],
				['blocksReplaced', counted('blocks replaced')],
				['readingsMoved', counted('readings put again')],
			],
			['catch-ups', ['catchUpsHeld', counted('had to wait')]],
			[
				'closed',
				['left', some('left')],
				['quit', some('quit')],
				['lost', some('lost')],
				['stalled', some('stalled')],
				['nonsense', some('sent nonsense')],
				['notForUs', some('spoke another protocol')],
				['stopping', some('at the stop')],
			],
			[
				'over HTTP',
				['httpAnswered', counted('answered')],
				['httpRefused', some('refused')],
				['httpFailed', some('failed')],
				['httpConnections', some('connections now')],
			],
			[
				'turned away',
				['turnedAway', showCount],
				['turnedAwayFull', some('at a full hub')],
				['turnedAwayPerAddress', some('with too many from their address')],
				['turnedAwayFiles', some('for want of descriptors')],
			],
		],
	],
];

/** Told in the first line. */
const titleNames = new Set(['hub', 'uptimeSeconds']);

/**
 * The status of the hub at `address` for people: in groups, at most 80 columns wide. What this program has no
 * words for is told under its name at the end.
 */
export function formatHubStatus(address: string, status: StatusValues): string {
	const {hub, uptimeSeconds} = status;
	const known = new Set([...titleNames, ...groups.flatMap(([, rows]) => rows.flatMap(namesOf))]);
	const others = Object.keys(status).filter(name => !known.has(name));
	const otherRows = others.map((name): Row => [name, [name, showAny]]);
	const up = uptimeSeconds === undefined ? '' : `, up ${showSeconds(uptimeSeconds) ?? 'for an unknown time'}`;
	const texts = [...groups, ['Besides', otherRows] as const].map(([title, rows]) => {
		const lines = rows.flatMap(row => describe(row, status));
		return lines.length === 0 ? '' : `\n${title}\n${lines.join('\n')}\n`;
	});
	return `The hub at ${address}${hub === undefined ? '' : ` is ${hub}`}${up}\n${texts.join('')}`;
}

function namesOf([, ...parts]: Row): readonly string[] {
	return parts.map(([name]) => name);
}

/** The label and its values, on as many lines as they need; none where there is nothing to tell. */
function describe([label, ...parts]: Row, status: StatusValues): readonly string[] {
	if (parts.every(([name]) => status[name] === undefined)) return [];
	const texts = parts.flatMap(([name, show]) => {
		const value = status[name];
		return value === undefined ? [] : (show(value) ?? []);
	});
	const head = `${indent}${label.padEnd(labelColumns - 1)} `;
	const lines = [`${head}${texts[0] ?? 'none'}`];
	for (const text of texts.slice(1)) {
		const last = lines.at(-1)!;
		if (last.length + 2 + text.length < columns) lines[lines.length - 1] = `${last}, ${text}`;
		else lines.splice(-1, 1, `${last},`, `${' '.repeat(head.length)}${text}`);
	}
	return lines;
}

function showText(value: StatusValue): string {
	return value === null || value === '' ? 'none' : String(value);
}

function showAny(value: StatusValue): string {
	return Number.isSafeInteger(value) ? formatCount(value as number) : showText(value);
}

function showCount(value: StatusValue): string | null {
	return Number.isSafeInteger(value) ? formatCount(value as number) : null;
}

function counted(what: string): (value: StatusValue) => string | null {
	return value => {
		const count = showCount(value);
		return count && `${count} ${what}`;
	};
}

/** As `counted`, and nothing where there was none. */
function some(what: string): (value: StatusValue) => string | null {
	return value => (value === 0 ? null : counted(what)(value));
}

function manyReadings(value: StatusValue): string | null {
	return counted(value === 1 ? 'reading' : 'readings')(value);
}

function newestBlocks(value: StatusValue): string | null {
	if (value === 0) return 'nothing';
	const count = showCount(value);
	return count && `the newest ${count} blocks`;
}

function choose(yes: string, no: string): (value: StatusValue) => string | null {
	return value => (typeof value === 'boolean' ? (value ? yes : no) : null);
}

function showSeconds(value: StatusValue): string | null {
	return typeof value === 'number' ? formatDuration(value * 1_000) : null;
}

/** Below this many milliseconds a tenth of one is of interest. */
const tenthsMax = 9.95;

function showTime(label: string): (value: StatusValue) => string | null {
	return value => {
		if (typeof value !== 'number') return null;
		return `${label} ${value < tenthsMax ? `${value.toFixed(1)} ms` : formatDuration(value)}`;
	};
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

function showBytes(value: StatusValue): string | null {
	if (typeof value !== 'number') return null;
	const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log2(value || 1) / 10)));
	const amount = value / 1_024 ** power;
	return `${power === 0 ? amount : amount.toFixed(1)} ${byteUnits[power]}`;
}
