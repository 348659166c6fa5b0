import type {Environment} from './environment.ts';
import type {Given, Option} from './options.ts';

/** A command as data: what the help says, what it takes, and what it does. */
export interface Command {
	readonly name: string;
	/** What follows the name on the usage line, as in `[HOST[:PORT]]`. */
	readonly takes: string;
	/** One line, for the list of commands and the top of its help. */
	readonly describe: string;
	readonly options: readonly Option[];
	/** How many words besides options it takes. */
	readonly wordsMax: number;
	/** What the one word is, for the sentence about a second one; "address" unless given. */
	readonly word?: string;
	/** Whether `-5` is a word and no option. */
	readonly takesNegatives?: true;
	/** Command lines that work as they stand, each with what it does. */
	readonly examples: readonly (readonly [line: string, meaning: string])[];
	/** What else its help must say, below the examples. */
	readonly epilogue?: string;
	/**
	 * Does it, and resolves to the exit code of the process. Throws BchainError for what a person can mend.
	 * Loads what it needs by dynamic import, so that no command pays for another.
	 */
	readonly run: (given: Given, environment: Environment) => Promise<number>;
}
