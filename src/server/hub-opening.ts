/** How a hub is opened. */
export interface HubOpening {
	/** Text of the newest blocks to have in memory from the start: what is broadcast must be. */
	readonly recentBytes?: number;
	/** The clock, in milliseconds since 1970. */
	readonly now?: () => number;
	/** How many blocks of how many the ledger has verified. */
	readonly onProgress?: (verified: number, total: number) => void;
	/** Readings that may wait, from all connections together. */
	readonly waitingReadingsTotalMax?: number;
	/** How many of the newest blocks a longer chain of another hub may replace; default: 0, none ever. */
	readonly reorgLimit?: number;
	/** False: the chain is another hub's, and this one seals not even a genesis block. True unless given. */
	readonly seals?: boolean;
	/** Runs something in a turn of its own, soon. Default: setImmediate, after what came in this turn. */
	readonly schedule?: (go: () => void) => void;
}
