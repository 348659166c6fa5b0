import type {ListenAddress} from '../listen.ts';

/** What a hub serves over HTTP, and to whom. */
export interface HttpOptions extends ListenAddress {
	/** Names that the hub is reached by besides those of this machine and `host`. */
	readonly allowHosts: readonly string[];
	/** Event streams at the same time. */
	readonly streamsMax: number;
	/** Where the page for browsers is; default: where the build puts it. */
	readonly pageFolder?: string;
}
