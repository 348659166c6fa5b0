import {isLoopback} from '../core/address.ts';
import type {HttpOptions} from './http/http-options.ts';
import type {HttpService, HttpServiceOptions} from './http/http-service.ts';
import {httpAddressOptions, type ListenAddress, metricsAddressOptions, tryToListen} from './listen.ts';
import type {HubLog} from './log.ts';
import type {MetricsServer} from './metrics.ts';
import type {Status} from './status.ts';

/** The ports that a hub may have besides its own. */
export interface SidePortsOptions {
	/** What is served over HTTP; nothing unless given. Port 0: a free one. */
	readonly http?: HttpOptions | undefined;
	/** Where the metrics are served; nowhere unless given. Port 0: a free one. */
	readonly metrics?: ListenAddress | undefined;
}

/** The ports of a hub besides its own. What serves them is loaded only when there is one. */
export class SidePorts {
	#http: HttpService | null = null;
	#metrics: MetricsServer | null = null;

	/** Listens for a moment, to hear of what cannot be used before anything else is done. Throws a `BchainError`. */
	static async try({http, metrics}: SidePortsOptions): Promise<void> {
		if (http) await tryToListen(http.host, http.port, httpAddressOptions);
		if (metrics) await tryToListen(metrics.host, metrics.port, metricsAddressOptions);
	}

	/** Opens those that were asked for, and tells the log. Throws a `BchainError` when it cannot. */
	async open(
		{http, metrics}: SidePortsOptions,
		service: HttpServiceOptions,
		read: () => Status,
	): Promise<void> {
		const {log} = service;
		if (http) {
			const {serveHttp} = await import('./http/http-service.ts');
			this.#http = await serveHttp(http, service);
			this.#tell(log, 'http', this.#http.address);
		}
		if (metrics) {
			const {serveMetrics} = await import('./metrics.ts');
			this.#metrics = await serveMetrics(metrics, read);
			this.#tell(log, 'metrics', this.#metrics.address);
		}
	}

	/** Null where the hub serves no HTTP. */
	get http(): Pick<HttpService, 'address' | 'count' | 'streamCount' | 'bytesOut'> | null {
		return this.#http;
	}

	/** There are new blocks for those who follow the chain. */
	wake(): void {
		this.#http?.wake();
	}

	/** Tells everybody on the HTTP port that the hub stops; those not gone after `timeoutMs` are cut. */
	async stopHttp(farewell: string, timeoutMs: number): Promise<void> {
		await this.#http?.stop(farewell, timeoutMs);
	}

	async stopMetrics(): Promise<void> {
		await this.#metrics?.stop();
	}

	#tell(log: HubLog, event: 'http' | 'metrics', {host, port}: ListenAddress): void {
		log({event, host, port, open: !isLoopback(host)});
	}
}
