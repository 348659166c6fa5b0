/**
 * Every code that `BchainError` carries, with what it means. The list is part of the documentation
 * (docs/protocol.md) and stable: scripts may rely on it.
 */
export const errorCodes = {
	OPTION_INVALID: 'An option or argument has a value that cannot be used.',
	ADDRESS_UNRESOLVED: 'The host name has no address.',
	PORT_IN_USE: 'Another program listens on this address and port.',
	PORT_FORBIDDEN: 'The system does not let this user listen on this port.',
	ADDRESS_UNAVAILABLE: 'The address is not one of this machine.',
	NOT_A_TERMINAL: 'The full-screen client needs a terminal on standard input and output.',
	HUB_UNREACHABLE: 'No hub answers at the address.',
	HUB_FAULT: 'The hub broke the protocol or sent a chain that does not hold together.',
	HUB_CLOSED: 'The hub closed the connection before everything was answered.',
	READING_REFUSED: 'The hub refused a reading.',
	CHAIN_BROKEN: 'A chain does not verify.',
	IMPORT_DIFFERS: 'The chain to import is not that of the ledger and more blocks.',
	FILE_EXISTS: 'A file of that name is there already.',
	FILE_UNAVAILABLE: 'A file cannot be read or written.',
	LEDGER_UNAVAILABLE: 'The ledger cannot store or read.',
	LEDGER_LOCKED: 'Another hub uses the data folder.',
	LEDGER_BROKEN: 'The chain in the ledger does not verify: a block was changed, or one is missing.',
	LEDGER_DAMAGED: 'The file of the ledger is damaged, or is something else.',
	LEDGER_LOST_TAIL: 'Blocks that the ledger had stored are no longer in it.',
	LEDGER_NEWER: 'The ledger was written by a newer bchain.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/**
 * An error that a person can do something about. `message` is one sentence that says what was wrong and what
 * to do; `details` holds the offending values. Only the command line turns it into output and an exit code.
 */
export class BchainError extends Error {
	override readonly name = 'BchainError';
	readonly code: ErrorCode;
	readonly details: Readonly<Record<string, unknown>>;
	/** Exit code of the process: 2 for wrong use, 1 for everything else. */
	readonly exitCode: number;

	constructor(
		code: ErrorCode,
		message: string,
		details: Readonly<Record<string, unknown>> = {},
		cause?: unknown,
	) {
		super(message, cause === undefined ? undefined : {cause});
		this.code = code;
		this.details = details;
		this.exitCode = code === 'OPTION_INVALID' ? 2 : 1;
	}
}
