/** What a hub takes from the outside, at most. Each is an option of `bchain serve` (docs/operations.md says why). */
export interface Bounds {
	/** A line from a client, without its line end; what is longer is dropped as it arrives. */
	readonly lineBytesMax: number;
	/** Connections at the same time, in all. */
	readonly connectionsMax: number;
	/** Connections from one address at the same time; this machine's own are not counted. */
	readonly connectionsPerAddressMax: number;
	/** Readings a second from one connection, after a burst of as many; 0: no bound. Not for this machine's own. */
	readonly readingsPerSecondMax: number;
	/** Bytes without a reading or a command among them, after which a connection is closed. */
	readonly nonsenseBytesMax: number;
	/** How long a line that has begun may stay without its end before the connection is closed. */
	readonly nonsenseTimeoutMs: number;
	/** Ranges of old blocks that are fetched from the ledger at the same time; others wait for their turn. */
	readonly catchUpsMax: number;
	/** Readings of one connection that wait for the ledger before its socket is no longer read. */
	readonly waitingReadingsMax: number;
	/** Readings of all connections that wait before no socket is read that brings more. */
	readonly waitingReadingsTotalMax: number;
}
