import type {DotEnv, Environment} from '../../src/cli/environment.ts';
import type {Given} from '../../src/cli/options.ts';

type Parts = {
	readonly variables?: Environment['variables'];
	readonly dotEnv?: DotEnv;
	readonly terminal?: boolean;
};

/** An environment made for a test; what is hinted at is collected in `hints`. */
export function surround({variables = {}, dotEnv = {}, terminal = false}: Parts = {}): Environment & {
	readonly hints: readonly string[];
} {
	const hints: string[] = [];
	return {
		variables,
		program: 'bchain',
		stdinIsTerminal: terminal,
		stdoutIsTerminal: terminal,
		readDotEnv: () => dotEnv,
		hint: sentence => void hints.push(sentence),
		hints,
	};
}

/** What a command line gave. */
export function give(options: Readonly<Record<string, string | true>> = {}, ...words: string[]): Given {
	return {options: new Map(Object.entries(options)), words};
}
