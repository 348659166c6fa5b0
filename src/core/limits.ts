/**
 * Every bound of the protocol in one place (protocol sections 2 to 5 and 7). The unit is the last word of
 * the name. What an operator may change is an option of `bchain serve` instead, with its default here.
 */
export const limits = {
	/** A line from a plain or live client, without its line end. */
	lineBytesMax: 8_192,
	/** A line from a hub in live mode, and an answer of a hub in plain mode. */
	hubLineBytesMax: 131_072,
	/** One `{"blocks":[…]}` line: small enough that a slow link shows progress to the hub's kernel. */
	blocksLineBytesMax: 65_536,
	/** One block of any program, as JSON. */
	blockBytesMax: 4_096,
	/** An echo of what somebody typed. */
	echoCharactersMax: 40,
	/** A text from outside that is shown to a person. */
	textCharactersMax: 400,
	idCharactersMin: 16,
	idCharactersMax: 64,
	/** `/last n`. */
	lastBlocksDefault: 10,
	lastBlocksMax: 1_000,
	/** Pairs in a locator: ten, then doubling gaps down from 2^53. */
	locatorPairsMax: 64,
	/** Peers listed in one status message. */
	statusPeersMax: 256,
	/** HOST:PORT: the longest host name, brackets and a port. */
	addressCharactersMax: 264,
	/** Forks that a hub remembers, and lists. */
	forksMax: 8,
	/** Blocks listed of each side of a fork. */
	forkBlocksMax: 8,
	/** Readings listed of those that were put again after one fork. */
	putAgainMax: 64,
	/** The body of a POST over HTTP. */
	httpBodyBytesMax: 8_192,
	/** `GET /blocks?limit=`. */
	httpBlocksDefault: 100,
	httpBlocksMax: 1_000,
	/** What a block can carry (protocol section 1); which values a hub accepts is its own policy. */
	bpmMin: -(2 ** 31),
	bpmMax: 2 ** 31 - 1,
} as const;

/** What a hub does unless it is told otherwise: defaults of the options of `bchain serve`. */
export const defaults = {
	host: '127.0.0.1',
	port: 9_000,
	bpmRange: [1, 999] as readonly [number, number],
	broadcastIntervalMs: 30_000,
	broadcastBytesMax: 8 * 1024 * 1024,
	lineBytesMax: limits.lineBytesMax,
	connectionsMax: 10_000,
	/** From one address that is not this machine: a school may stand behind a single one. */
	connectionsPerAddressMax: 1_000,
	/** For a connection from another machine; 0: as many as it sends. */
	readingsPerSecondMax: 1_000,
	/** A megabyte that was pasted by mistake is answered, a flood is not. */
	nonsenseBytesMax: 16 * 1024 * 1024,
	nonsenseTimeoutMs: 300_000,
	catchUpsMax: 64,
	waitingReadingsMax: 1_024,
	/** About a second of work for the disk, and 60 MB of memory. */
	waitingReadingsTotalMax: 100_000,
	/** That a front keeps for the hub behind it: a day of one every nine seconds, and 1 MB. */
	queuedReadingsMax: 10_000,
	stallTimeoutMs: 60_000,
	/** Event streams at the same time; each is a connection, too. */
	eventStreamsMax: 2_000,
	/** Blocks that a better chain may replace, in a network of hubs: minutes of readings while a link was cut. */
	reorgLimit: 1_000,
	/** A hub's sign of life in live mode. */
	statusIntervalMs: 10_000,
} as const;
