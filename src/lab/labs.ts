import type {ThemeName} from '../client/screen/themes.ts';
import {BchainError} from '../core/errors.ts';

/** What every lab is started with. */
export interface LabOptions {
	/** The file of the program, for Node: hubs are started with it. */
	readonly bin: string;
	/** How the program is started, as in `npx bchain`, for sentences that name a command. */
	readonly program: string;
	readonly env: NodeJS.ProcessEnv;
	/** The colours; by the terminal's background unless given. */
	readonly theme?: ThemeName | undefined;
	/** Shows nothing but ASCII. */
	readonly ascii: boolean;
	/** Plays by itself until a key is pressed. */
	readonly isDemo: boolean;
}

/** Something to try and to watch in one terminal. */
export interface Lab {
	readonly name: string;
	/** What one sees, as a phrase. */
	readonly describe: string;
	/** Runs until the person ends it; resolves with the exit code. */
	readonly run: (options: LabOptions) => Promise<number>;
}

/** Every lab; Ink and the rest are loaded only with the one that is started. */
export const labs: readonly Lab[] = [
	{
		name: 'partition',
		describe: 'three hubs whose links you cut and heal: watch forks, and how they are settled',
		run: async options => (await import('./partition/partition.tsx')).runPartition(options),
	},
];

/** Starts a lab on this process's terminal. Throws NOT_A_TERMINAL where there is none that it can be drawn on. */
export async function runLab({name, run}: Lab, options: LabOptions): Promise<number> {
	const {stdin, stdout} = process;
	if (!stdin.isTTY || !stdout.isTTY || options.env.TERM === 'dumb') {
		const sentence = `"${options.program} lab ${name}" draws on a whole terminal, and there is none here: start it in one, without pipes.`;
		throw new BchainError('NOT_A_TERMINAL', sentence);
	}
	return run(options);
}
