import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {Counter, Gauge, Registry} from 'prom-client';
import {type ListenAddress, listen, metricsAddressOptions} from './listen.ts';
import {infoLabels, type MetricRow, metricTable} from './metric-table.ts';
import type {Status} from './status.ts';

/** What a scraper may take its time for; it asks for one short page. */
const bounds = {
	headersTimeout: 5_000,
	requestTimeout: 10_000,
	/** How often the two above are looked at. */
	connectionsCheckingInterval: 1_000,
	maxHeaderSize: 8_192,
} as const;
/** After so long without a byte in either direction a connection is closed. */
const idleTimeoutMs = 10_000;
const connectionsMax = 32;

/** Metrics that are being served. */
export interface MetricsServer {
	/** Where. */
	readonly address: ListenAddress;
	/** Closes the port and every connection. */
	stop(): Promise<void>;
}

/**
 * Serves what `read` gives in the Prometheus text format, read anew for every request, as `GET /metrics` at
 * `address` (port 0: a free one). Throws a `BchainError` when it cannot listen there.
 */
export async function serveMetrics(address: ListenAddress, read: () => Status): Promise<MetricsServer> {
	const page = new MetricsPage();
	const server = createServer(bounds, (request, response) => {
		void answer(request, response, page, read);
	});
	server.setTimeout(idleTimeoutMs);
	server.maxConnections = connectionsMax;
	const listening = await listen(server, address.host, address.port, metricsAddressOptions);
	return {
		address: listening,
		async stop() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

async function answer(
	{method = '', url = ''}: IncomingMessage,
	response: ServerResponse,
	page: MetricsPage,
	read: () => Status,
): Promise<void> {
	const say = (code: number, text: string, headers = {}): void => {
		response.writeHead(code, {'Content-Type': 'text/plain; charset=utf-8', ...headers}).end(text);
	};
	if (url.replace(/\?.*$/s, '') !== '/metrics') {
		say(404, 'The metrics of this bchain hub are at /metrics.\n');
	} else if (method !== 'GET' && method !== 'HEAD') {
		say(405, 'Metrics can only be read, with GET.\n', {Allow: 'GET, HEAD', Connection: 'close'});
	} else {
		say(200, await page.render(read()), {'Content-Type': page.contentType});
	}
}

/** The page of metrics. */
class MetricsPage {
	/** Not the global one: a process may run several hubs. */
	readonly #registry = new Registry();
	readonly #registers = [this.#registry];
	readonly #info = new Gauge({
		name: 'bchain_info',
		help: 'What hub this is; always 1.',
		labelNames: infoLabels,
		registers: this.#registers,
	});
	readonly #metrics = metricTable.map(row => ({row, metric: this.#make(row)}));

	get contentType(): string {
		return this.#registry.contentType;
	}

	async render(status: Status): Promise<string> {
		this.#info.reset();
		this.#info.set(Object.fromEntries(infoLabels.map(name => [name, status[name]])), 1);
		for (const {row, metric} of this.#metrics) {
			metric.reset();
			for (const {from, label} of row.samples) {
				const value = status[from];
				// What was not measured lately has no sample, nor what this hub has nothing to do with.
				if (value === null || value === undefined) continue;
				// A counter that begins at 0 again is set by adding to it.
				metric.inc(label === undefined ? {} : {[row.label!]: label}, Number(value) * (row.factor ?? 1));
			}
		}
		return this.#registry.metrics();
	}

	#make({name, kind, help, label}: MetricRow): Gauge | Counter {
		const settings = {
			name,
			help,
			labelNames: label === undefined ? [] : [label],
			registers: this.#registers,
		};
		return kind === 'gauge' ? new Gauge(settings) : new Counter(settings);
	}
}
