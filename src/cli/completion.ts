import type {Command} from './command.ts';

/** `bchain completion`: prints the script that teaches the shell in $SHELL to complete bchain. */
export const completion: Command = {
	name: 'completion',
	takes: '',
	describe: 'Print the script that completes bchain in your shell',
	options: [],
	wordsMax: 0,
	examples: [
		['bchain completion >> ~/.bashrc', 'complete in bash'],
		['SHELL=zsh bchain completion >> ~/.zshrc', 'complete in zsh'],
	],
	async run() {
		const {printCompletionScript} = await import('./shell-completion.ts');
		printCompletionScript();
		return 0;
	},
};
