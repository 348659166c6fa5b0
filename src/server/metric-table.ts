import type {Status} from './status.ts';

/** One sample: what is told of `Status`, and the value of the label where a metric has several. */
export interface MetricSample {
	readonly from: keyof Status;
	readonly label?: string;
}

/** A metric in the Prometheus sense, made of numbers of `Status`; times and sizes in seconds and bytes. */
export interface MetricRow {
	readonly name: string;
	readonly kind: 'gauge' | 'counter';
	readonly help: string;
	/** The name of the label that tells the samples apart; without it there is one sample. */
	readonly label?: string;
	readonly samples: readonly MetricSample[];
	/** What the number is multiplied by, to be in the unit that the metric's name ends in; 1 unless given. */
	readonly factor?: number;
}

const secondsPerMs = 0.001;

/** What stands in the labels of `bchain_info`: texts, which are no metrics. */
export const infoLabels = ['hub', 'ledger', 'genesis', 'range'] as const satisfies readonly (keyof Status)[];

/** Every metric but `bchain_info`, in the order of docs/operations.md, which says more about them. */
export const metricTable: readonly MetricRow[] = [
	gauge('bchain_height', 'height', 'Index of the newest block.'),
	gauge('bchain_durable', 'durable', 'Whether the chain survives a restart of the hub.'),
	{
		...gauge('bchain_connections', 'live', 'Connections, by what they speak.'),
		label: 'mode',
		samples: labelled('live', 'plain', 'streams'),
	},
	gauge('bchain_peers', 'peers', 'Links with other hubs.'),
	gauge('bchain_peers_diverged', 'peersDiverged', 'Linked hubs whose chain parted from ours too long ago.'),
	counter('bchain_forks_total', 'forks', 'How often a chain of another hub replaced blocks.'),
	counter('bchain_blocks_replaced_total', 'blocksReplaced', 'Blocks that were replaced.'),
	counter('bchain_readings_moved_total', 'readingsMoved', 'Readings that were put again in another block.'),
	gauge('bchain_upstream_up', 'upstreamUp', 'Whether the hub behind this front is there.'),
	gauge('bchain_readings_queued', 'queued', 'Readings that wait for the hub behind this front.'),
	counter('bchain_readings_delivered_total', 'delivered', 'Readings that the hub behind has.'),
	counter('bchain_readings_undelivered_total', 'undelivered', 'Queued readings that the hub behind refused.'),
	counter('bchain_readings_accepted_total', 'accepted', 'Readings that are durable.'),
	counter('bchain_readings_refused_total', 'refused', 'Lines that were not taken.'),
	gauge('bchain_readings_waiting', 'waiting', 'Readings that wait for the ledger.'),
	gauge('bchain_healthy', 'healthy', 'Whether the ledger can store.'),
	gauge('bchain_blocks_per_second', 'blocksPerSecond', 'New blocks a second, over the last 10 s.'),
	{
		...gauge('bchain_commit_seconds', 'commitP99Ms', 'How long commits took in the last minute.'),
		label: 'quantile',
		samples: [
			{from: 'commitP50Ms', label: '0.5'},
			{from: 'commitP99Ms', label: '0.99'},
		],
		factor: secondsPerMs,
	},
	{
		...gauge(
			'bchain_event_loop_delay_seconds',
			'loopDelayP99Ms',
			'How late the event loop was in the last minute.',
		),
		label: 'quantile',
		samples: [{from: 'loopDelayP99Ms', label: '0.99'}],
		factor: secondsPerMs,
	},
	counter('bchain_sent_bytes_total', 'bytesOut', 'Bytes sent to connections.'),
	gauge('bchain_memory_bytes', 'memoryBytes', 'Resident memory of the process.'),
	counter('bchain_cpu_seconds_total', 'cpuSeconds', 'CPU time of the process.'),
	counter('bchain_broadcasts_total', 'broadcasts', 'Broadcasts of the chain to one plain connection each.'),
	counter(
		'bchain_broadcasts_skipped_total',
		'broadcastsSkipped',
		'Broadcasts left out because the one before had not been taken.',
	),
	counter('bchain_catch_ups_held_total', 'catchUpsHeld', 'How often a catch-up waited for others to end.'),
	{
		...counter('bchain_reads_held_total', 'heldForOwn', 'How often a connection was not read for a while.'),
		label: 'bound',
		samples: [
			{from: 'heldForOwn', label: 'own'},
			{from: 'heldForAll', label: 'all'},
			{from: 'heldForRate', label: 'rate'},
		],
	},
	counter('bchain_lines_too_long_total', 'linesTooLong', 'Lines beyond the length limit.'),
	{
		...counter('bchain_connections_closed_total', 'left', 'Connections that ended, by reason.'),
		label: 'reason',
		samples: labelled('left', 'quit', 'lost', 'stalled', 'nonsense', 'notForUs', 'stopping'),
	},
	{
		...counter(
			'bchain_connections_turned_away_total',
			'turnedAwayFull',
			'Connections that were not taken in.',
		),
		label: 'reason',
		samples: [
			{from: 'turnedAwayFull', label: 'full'},
			{from: 'turnedAwayPerAddress', label: 'perAddress'},
			{from: 'turnedAwayFiles', label: 'files'},
		],
	},
	gauge('bchain_http_connections', 'httpConnections', 'Connections to the HTTP port.'),
	{
		...counter('bchain_http_requests_total', 'httpAnswered', 'Requests over HTTP, by what became of them.'),
		label: 'outcome',
		samples: [
			{from: 'httpAnswered', label: 'answered'},
			{from: 'httpRefused', label: 'refused'},
			{from: 'httpFailed', label: 'failed'},
		],
	},
	gauge('bchain_uptime_seconds', 'uptimeSeconds', 'How long the hub has been running.'),
];

function gauge(name: string, from: keyof Status, help: string): MetricRow {
	return {name, kind: 'gauge', help, samples: [{from}]};
}

function counter(name: string, from: keyof Status, help: string): MetricRow {
	return {name, kind: 'counter', help, samples: [{from}]};
}

/** Samples whose label is the name that they have in `Status`. */
function labelled(...names: readonly (keyof Status)[]): readonly MetricSample[] {
	return names.map(from => ({from, label: from}));
}
