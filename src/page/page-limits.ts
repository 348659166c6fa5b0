/** Every bound of the page in one place. The unit is the last word of the name. */
export const pageLimits = {
	/** Blocks that are fetched, kept and forgotten together. */
	pageBlocks: 100,
	/** 20,000 blocks: some megabytes, and more than anybody scrolls through without leaving some behind. */
	pagesMax: 200,
	/** Requests for blocks at the same time: what is wanted now should not wait for what was wanted before. */
	requestsMax: 2,
	/** A list of blocks in one event. */
	eventBlocksMax: 10_000,
	/** One event, or what has come of it. */
	eventCharactersMax: 4 * 1024 * 1024,
	/** Blocks that are caught up one by one; who missed more begins anew at the newest. */
	catchUpBlocksMax: 5_000,
	/** The hub says something at least every 10 s. */
	silenceTimeoutMs: 25_000,
	requestTimeoutMs: 15_000,
	/** Between two attempts to reach the hub: at least, at first at most, and at most. */
	retryMinMs: 100,
	retryFirstMs: 600,
	retryMaxMs: 10_000,
	/** After that long the hub is not away for a moment, but gone. */
	goneAfterMs: 30_000,
	/** Blocks that a better chain replaced, and that are still told of. */
	replacedBlocksMax: 1_000,
	noticesMax: 5,
	/** Own readings that are listed. */
	readingsMax: 20,
	/** Own readings that wait; who types faster than that has fallen asleep on a key. */
	waitingReadingsMax: 100,
	/** What is shown changes at most that often. */
	frameMs: 33,
} as const;
