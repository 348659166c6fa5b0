/**
 * How somebody types the name of this program: `npx bchain` where npm started it, as in a checkout, where
 * `bchain` alone is not found; else `bchain`.
 */
export function findProgramName(variables: Readonly<Record<string, string | undefined>>): string {
	const {npm_command: command, npm_lifecycle_event: script} = variables;
	return command === 'exec' || script ? 'npx bchain' : 'bchain';
}

/** A sentence with the commands in it, as in `"bchain serve"`, named as somebody types them. */
export function nameCommands(sentence: string, program: string): string {
	return sentence.replaceAll('"bchain ', `"${program} `);
}
